import { CustomAttributes } from "#lib/contract/roles.ts";
import { getAttributes, setAttributes } from "#lib/directory/mapping/roles.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getAttributes(ctx, params.organizationId ?? ""));

export const PUT = dashboardRoute({ input: CustomAttributes }, ({ ctx, params, input }) =>
  setAttributes(ctx, params.organizationId ?? "", input),
);
