import { getScimEndpoint } from "#lib/contract/api/credentials.ts";
import { getEndpoint } from "#lib/directory/directories.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(getScimEndpoint, async ({ ctx, params }) => ({
  endpoint_url: await getEndpoint(ctx, params.organizationId ?? ""),
}));
