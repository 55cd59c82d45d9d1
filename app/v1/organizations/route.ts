import { CreateOrganization, PageQuery } from "#lib/contract/management.ts";
import { createOrganization, listOrganizations } from "#lib/directory/organizations.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toOrganization } from "#lib/http/management-shapes.ts";

export const GET = managementRoute({ query: PageQuery }, async ({ ctx, query }) => {
  const { data, totalCount } = await listOrganizations(ctx, query);
  return { data: data.map(toOrganization), total_count: totalCount };
});

export const POST = managementRoute({ input: CreateOrganization, status: 201 }, async ({ ctx, input }) =>
  toOrganization(await createOrganization(ctx, input)),
);
