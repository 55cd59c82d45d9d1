import { BULK_LIMITS, runBulk } from "#lib/directory/idp/bulk.ts";
import { ok } from "#lib/http/scim-answers.ts";
import { scimRoute } from "#lib/http/scim-route.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute(
  { POST: async ({ ctx, body }) => ok(await runBulk(ctx, await body())) },
  { bodyLimit: BULK_LIMITS.maxPayloadSize },
);
