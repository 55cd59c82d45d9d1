import * as operations from "#lib/contract/api/members.ts";
import { endSessions } from "#lib/directory/members.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const DELETE = managementRoute(operations.endSession, ({ ctx, params }) =>
  endSessions(ctx, params.organizationId ?? "", params.memberId ?? "", params.sessionId ?? ""),
);
