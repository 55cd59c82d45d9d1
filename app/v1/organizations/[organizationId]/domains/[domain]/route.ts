import * as operations from "#lib/contract/api/organizations.ts";
import { getDomain, removeDomain } from "#lib/directory/settings.ts";
import { toDomain } from "#lib/http/api/administration-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getDomain, async ({ ctx, params }) =>
  toDomain(await getDomain(ctx, params.organizationId ?? "", params.domain ?? "")),
);

export const DELETE = managementRoute(operations.removeDomain, ({ ctx, params }) =>
  removeDomain(ctx, params.organizationId ?? "", params.domain ?? ""),
);
