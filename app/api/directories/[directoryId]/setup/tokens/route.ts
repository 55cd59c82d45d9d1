import { IssueSetupToken } from "#lib/contract/setup.ts";
import { issueSetupToken } from "#lib/directory/setup/progress.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: IssueSetupToken, status: 201 }, ({ ctx, params, input }) =>
  issueSetupToken(ctx, params.directoryId ?? "", input),
);
