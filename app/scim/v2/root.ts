import { listEverything } from "#lib/directory/idp/everything.ts";
import { ok } from "#lib/http/scim-answers.ts";
import { scimRoute } from "#lib/http/scim-route.ts";
import { readListQuery } from "#lib/scim/list.ts";

/** GET at the endpoint itself: a query over both types (RFC 7644 §3.4.2.1). */
export const root = scimRoute({
  GET: async ({ ctx, url }) => ok(await listEverything(ctx, (type) => readListQuery(url.searchParams, type))),
});
