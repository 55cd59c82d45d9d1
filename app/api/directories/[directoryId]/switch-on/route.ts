import { switchOn } from "#lib/directory/health.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ status: 204 }, ({ ctx, params }) => switchOn(ctx, params.directoryId ?? ""));
