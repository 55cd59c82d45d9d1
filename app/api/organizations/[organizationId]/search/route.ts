import { SearchQuery } from "#lib/contract/search.ts";
import { searchOrganization } from "#lib/directory/search.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({ query: SearchQuery }, async ({ ctx, params, query }) => ({
  data: await searchOrganization(ctx, params.organizationId ?? "", query.q),
}));
