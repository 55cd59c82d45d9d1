import { tokenUsage } from "#lib/directory/token-care.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await tokenUsage(ctx, params.directoryId ?? ""),
}));
