import { IssueSetupToken } from "#lib/contract/setup.ts";
import { directoryOfLink } from "#lib/directory/setup/links.ts";
import { issueSetupToken } from "#lib/directory/setup/progress.ts";
import { setupLinkRoute } from "#lib/http/setup-link-route.ts";

export const POST = setupLinkRoute({ input: IssueSetupToken, status: 201 }, ({ ctx, input }) =>
  issueSetupToken(ctx, directoryOfLink(ctx).directoryId, input),
);
