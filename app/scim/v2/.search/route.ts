import { deviationsOf } from "#lib/directory/idp/deviations.ts";
import { listEverything } from "#lib/directory/idp/everything.ts";
import { ok } from "#lib/http/scim-answers.ts";
import { scimRoute } from "#lib/http/scim-route.ts";
import { readSearchRequest } from "#lib/scim/search-request.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute({
  POST: async ({ ctx, body }) => {
    const request = await body();
    return ok(await listEverything(ctx, (type) => readSearchRequest(request, type, deviationsOf(ctx))));
  },
});
