import { MappingDraft } from "#lib/contract/mapping-row.ts";
import { startDryRun } from "#lib/directory/mapping/runs.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: MappingDraft, status: 201 }, ({ ctx, params, input }) =>
  startDryRun(ctx, params.directoryId ?? "", input),
);
