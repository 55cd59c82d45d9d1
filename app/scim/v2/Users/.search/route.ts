import { deviationsOf } from "#lib/directory/idp/deviations.ts";
import { listUsers } from "#lib/directory/idp/users.ts";
import { ok } from "#lib/http/scim-answers.ts";
import { scimRoute } from "#lib/http/scim-route.ts";
import { readSearchRequest } from "#lib/scim/search-request.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute(
  {
    POST: async ({ ctx, body }) =>
      ok(await listUsers(ctx, readSearchRequest(await body(), ctx.types.User, deviationsOf(ctx)))),
  },
  { scope: "get:users" },
);
