import * as operations from "#lib/contract/api/roles.ts";
import { getAttributes, setAttributes } from "#lib/directory/mapping/roles.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getCustomAttributes, ({ ctx, params }) =>
  getAttributes(ctx, params.organizationId ?? ""),
);

export const PUT = managementRoute(operations.setCustomAttributes, ({ ctx, params, input }) =>
  setAttributes(ctx, params.organizationId ?? "", input),
);
