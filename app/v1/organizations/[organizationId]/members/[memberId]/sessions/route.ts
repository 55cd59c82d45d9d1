import * as operations from "#lib/contract/api/members.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { MemberSession } from "#lib/contract/member.ts";
import { endSessions, listSessions } from "#lib/directory/members.ts";
import { toWholeList } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listSessions, async ({ ctx, params }) => {
  const sessions = await listSessions(ctx, params.organizationId ?? "", params.memberId ?? "");
  return toWholeList(sessions, (session) => shownAs(MemberSession, session, "session"));
});

export const DELETE = managementRoute(operations.endSessions, ({ ctx, params }) =>
  endSessions(ctx, params.organizationId ?? "", params.memberId ?? ""),
);
