import { getOrganization } from "#lib/directory/organizations.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toOrganization } from "#lib/http/management-shapes.ts";

export const GET = managementRoute({}, async ({ ctx, params }) =>
  toOrganization(await getOrganization(ctx, params.organizationId ?? "")),
);
