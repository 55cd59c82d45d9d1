import { ConfirmSession } from "#lib/contract/session.ts";
import { confirmSession } from "#lib/http/confirm-session.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: ConfirmSession, status: 204 }, ({ ctx, input }) =>
  confirmSession(ctx, input.password),
);
