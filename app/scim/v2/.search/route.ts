import { deviationsOf } from "#lib/directory/idp/deviations.ts";
import { groupsOf } from "#lib/directory/idp/groups.ts";
import { listEverything, pagesOf } from "#lib/directory/idp/lists.ts";
import { usersOf } from "#lib/directory/idp/users.ts";
import { ok } from "#lib/http/scim-answers.ts";
import { scimRoute } from "#lib/http/scim-route.ts";
import { readSearchRequest } from "#lib/scim/search-request.ts";

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = scimRoute({
  POST: async ({ ctx, body }) => {
    const request = await body();
    const kinds = [pagesOf(usersOf(ctx)), pagesOf(groupsOf(ctx))];
    const queries = kinds.map(({ type }) => readSearchRequest(request, type, deviationsOf(ctx)));
    return ok(await listEverything(ctx, kinds, queries));
  },
});
