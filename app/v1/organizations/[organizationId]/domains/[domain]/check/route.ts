import * as operations from "#lib/contract/api/organizations.ts";
import { checkDomain } from "#lib/directory/settings.ts";
import { toDomain } from "#lib/http/api/administration-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.checkDomain, async ({ ctx, params }) =>
  toDomain(await checkDomain(ctx, params.organizationId ?? "", params.domain ?? "")),
);
