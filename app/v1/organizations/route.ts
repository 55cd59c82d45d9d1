import * as operations from "#lib/contract/api/organizations.ts";
import { createOrganization, listOrganizations } from "#lib/directory/organizations.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toOrganization, toPage } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.listOrganizations, async ({ ctx, query: { limit, offset, cursor } }) => {
  const { data, totalCount, hasMore } = await listOrganizations(ctx, { limit, offset, after: cursor });
  return toPage({ data, hasMore: hasMore && offset === undefined }, totalCount, toOrganization);
});

export const POST = managementRoute(operations.createOrganization, async ({ ctx, input }) =>
  toOrganization(await createOrganization(ctx, input)),
);
