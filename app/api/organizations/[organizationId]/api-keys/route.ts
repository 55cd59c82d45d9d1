import { IssueApiKey } from "#lib/contract/credential.ts";
import { issueApiKey, listApiKeys } from "#lib/directory/api-keys.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listApiKeys(ctx, params.organizationId ?? ""),
}));

export const POST = dashboardRoute({ input: IssueApiKey, status: 201 }, ({ ctx, params, input }) =>
  issueApiKey(ctx, params.organizationId ?? "", input),
);
