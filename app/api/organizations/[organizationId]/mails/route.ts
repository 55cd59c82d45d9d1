import { listMails } from "#lib/directory/settings.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => listMails(ctx, params.organizationId ?? ""));
