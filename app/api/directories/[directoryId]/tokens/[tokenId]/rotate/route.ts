import { RotateToken } from "#lib/contract/credential.ts";
import { rotateDirectoryToken } from "#lib/directory/token-care.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: RotateToken, status: 201 }, ({ ctx, params, input }) =>
  rotateDirectoryToken(ctx, params.directoryId ?? "", params.tokenId ?? "", input),
);
