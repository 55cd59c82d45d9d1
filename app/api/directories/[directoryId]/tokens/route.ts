import { IssueToken } from "#lib/contract/credential.ts";
import { issueToken, listTokens } from "#lib/directory/tokens.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listTokens(ctx, params.directoryId ?? ""),
}));

export const POST = dashboardRoute({ input: IssueToken, status: 201 }, ({ ctx, params, input }) =>
  issueToken(ctx, params.directoryId ?? "", input),
);
