import * as operations from "#lib/contract/api/organizations.ts";
import { getOrganization } from "#lib/directory/organizations.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toOrganization } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.getOrganization, async ({ ctx, params }) =>
  toOrganization(await getOrganization(ctx, params.organizationId ?? "")),
);
