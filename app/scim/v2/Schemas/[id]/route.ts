import { getSchema } from "#lib/directory/idp/discovery.ts";
import { discovered } from "#lib/http/scim-answers.ts";
import { scimRoute } from "#lib/http/scim-route.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute({
  GET: async ({ ctx, id, url }) => discovered(url, getSchema(ctx, id)),
});
