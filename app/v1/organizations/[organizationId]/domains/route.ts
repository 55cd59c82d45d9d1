import * as operations from "#lib/contract/api/organizations.ts";
import { addDomain, listDomains } from "#lib/directory/settings.ts";
import { toDomain } from "#lib/http/api/administration-shapes.ts";
import { toWholeList } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listDomains, async ({ ctx, params }) =>
  toWholeList(await listDomains(ctx, params.organizationId ?? ""), toDomain),
);

export const POST = managementRoute(operations.addDomain, async ({ ctx, params, input }) =>
  toDomain(await addDomain(ctx, params.organizationId ?? "", input.domain)),
);
