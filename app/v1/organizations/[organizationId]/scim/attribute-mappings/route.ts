import { getAttributeMappings, setAttributeMappings } from "#lib/contract/api/mapping.ts";
import { getOverrides, setOverrides } from "#lib/directory/mapping/mapping.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(getAttributeMappings, ({ ctx, params, query }) =>
  getOverrides(ctx, params.organizationId ?? "", query.directory_id),
);

export const PUT = managementRoute(setAttributeMappings, ({ ctx, params, query, input }) =>
  setOverrides(ctx, params.organizationId ?? "", query.directory_id, input.mapping),
);
