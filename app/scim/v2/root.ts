import { groupsOf } from "#lib/directory/idp/groups.ts";
import { listEverything, pagesOf } from "#lib/directory/idp/lists.ts";
import { usersOf } from "#lib/directory/idp/users.ts";
import { ok } from "#lib/http/scim-answers.ts";
import { scimRoute } from "#lib/http/scim-route.ts";
import { readListQuery } from "#lib/scim/list.ts";

/** GET at the endpoint itself: a query over both types (RFC 7644 §3.4.2.1). */
export const root = scimRoute({
  GET: async ({ ctx, url }) => {
    const kinds = [pagesOf(usersOf(ctx)), pagesOf(groupsOf(ctx))];
    const queries = kinds.map(({ type }) => readListQuery(url.searchParams, type));
    return ok(await listEverything(ctx, kinds, queries));
  },
});
