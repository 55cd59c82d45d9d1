import { explainPerson } from "#lib/directory/mapping/preview.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) =>
  explainPerson(ctx, params.directoryId ?? "", params.userId ?? ""),
);
