/** Who belongs to an organization, who is invited, and what admins decide about people. */
import { z } from "zod";
import * as decision from "../decision.ts";
import * as invitation from "../invitation.ts";
import * as contract from "../member.ts";
import { BreakGlassPerson } from "../roles.ts";
import { CursorQuery, id, listOf, time } from "./common.ts";
import { named, operation } from "./operation.ts";
import { inputOf, shapeOf } from "./snake-case.ts";

const text = z.string().nullable();
const role = z.object({ slug: z.string() });
const organization = "/v1/organizations/{organizationId}";
const members = `${organization}/members` as const;
const member = `${members}/{memberId}` as const;
const whole = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item), total_count: z.int() });

export const OrganizationMember = named(
  "OrganizationMember",
  z.object({
    id: id("member"),
    object: z.literal("organization_membership"),
    organization_id: id("org"),
    name: z.string(),
    email: text,
    role: role.meta({ description: "The highest they hold" }),
    roles: z.array(role),
    role_source: z
      .enum(["manual", "rule", "default"])
      .meta({ description: "Why they have the role: given by hand, by a rule of the directory, or its default" }),
    manual_role: role.nullable().meta({ description: "Given by hand, beside what rules give: no sync takes it away" }),
    break_glass: z.boolean().meta({ description: "No sync demotes them or shuts them out" }),
    kept: z
      .enum(["last_admin", "break_glass"])
      .nullable()
      .meta({ description: "Why a sync that would have taken them away did not" }),
    status: z.enum(["active", "inactive"]),
    directory_id: z.string().nullable(),
    directory_user_id: z.string().nullable(),
    suspended_until: time.nullable().meta({ description: "Shut out by hand until then" }),
    suspended_by: text,
    created_at: time,
    deactivated_at: time.nullable(),
  }),
);

const about = { tag: "Members", area: "people" } as const;
export const listMembers = operation({
  ...about,
  id: "listMembers",
  method: "GET",
  path: members,
  summary: "List members of an organization",
  description: "By name, 50 a page, provisioned or not.",
  query: z.object({
    cursor: CursorQuery.shape.cursor,
    q: z.string().max(200).optional(),
    state: z.enum(["active", "inactive"]).optional(),
    role: z.string().max(70).optional(),
    source: z.enum(["directory", "account"]).optional(),
  }),
  answer: listOf(OrganizationMember),
});
export const getMember = operation({
  ...about,
  id: "getMember",
  method: "GET",
  path: member,
  summary: "Get a member",
  answer: OrganizationMember,
});
export const changeMemberRole = operation({
  ...about,
  id: "changeMemberRole",
  method: "PATCH",
  path: member,
  summary: "Give a member a role",
  description:
    "By hand, with the slug of any role of the organization. For whom a directory sends it stands beside what its rules give: no sync takes it away, and null takes it back. The last owner or admin is not demoted. A role that may manage the organization takes a key with every scope (`*`).",
  input: z.object({ role: z.string().max(70).nullable() }),
  answer: OrganizationMember,
  failures: ["conflict"],
});
export const removeMember = operation({
  ...about,
  id: "removeMember",
  method: "DELETE",
  path: member,
  summary: "Take a member out",
  description: "Whom a directory sends is suspended instead, or taken out at the provider.",
  status: 204,
  failures: ["conflict"],
});
export const restoreMember = operation({
  ...about,
  id: "restoreMember",
  method: "POST",
  path: `${member}/restore`,
  summary: "Bring a member back",
  description: "With the role they had.",
  answer: OrganizationMember,
});
export const suspendMember = operation({
  ...about,
  id: "suspendMember",
  method: "POST",
  path: `${member}/suspend`,
  summary: "Shut a member out",
  description: "At once, for `hours` (72 unless said), or until the provider changes `active`.",
  input: inputOf(contract.SuspendMember),
  emptyInput: true,
  answer: OrganizationMember,
  failures: ["conflict"],
});
export const liftSuspension = operation({
  ...about,
  id: "liftSuspension",
  method: "POST",
  path: `${member}/lift_suspension`,
  summary: "Let a member in again",
  answer: OrganizationMember,
});

export const eraseMember = operation({
  ...about,
  id: "eraseMember",
  method: "POST",
  path: `${member}/erase`,
  summary: "Erase what is known of a person who is out",
  description:
    "For good, from directory, log and events. `name` is theirs, typed, so that nobody is erased by a slip. Repeating it is no failure.",
  input: inputOf(contract.EraseMember),
  status: 204,
  failures: ["conflict"],
});

const Session = named("MemberSession", shapeOf(contract.MemberSession, "session"));
const sessions = `${member}/sessions` as const;
const Ended = z.object({ ended: z.int() });
export const listSessions = operation({
  ...about,
  id: "listMemberSessions",
  method: "GET",
  path: sessions,
  summary: "List where a member is signed in",
  answer: whole(Session),
  failures: ["conflict"],
});
export const endSessions = operation({
  ...about,
  id: "endMemberSessions",
  method: "DELETE",
  path: sessions,
  summary: "Sign a member out everywhere",
  answer: Ended,
  failures: ["conflict"],
});
export const endSession = operation({
  ...about,
  id: "endMemberSession",
  method: "DELETE",
  path: `${sessions}/{sessionId}`,
  summary: "End one session of a member",
  answer: Ended,
  failures: ["conflict"],
});

const Protected = named("BreakGlassPerson", shapeOf(BreakGlassPerson));
export const listBreakGlass = operation({
  ...about,
  id: "listBreakGlass",
  method: "GET",
  path: `${organization}/break_glass`,
  summary: "List people whom no sync touches",
  answer: whole(Protected),
});
export const setBreakGlass = operation({
  ...about,
  id: "setBreakGlass",
  method: "PUT",
  path: `${organization}/break_glass/{memberId}`,
  summary: "Protect a member from every sync, or no longer",
  input: z.object({ break_glass: z.boolean() }),
  answer: whole(Protected),
});

const aboutInvitations = { tag: "Invitations", area: "people" } as const;
const invitations = `${organization}/invitations` as const;
const Invitation = named("Invitation", shapeOf(invitation.Invitation, "invitation"));
export const listInvitations = operation({
  ...aboutInvitations,
  id: "listInvitations",
  method: "GET",
  path: invitations,
  summary: "List invitations",
  description: "Newest first, with what became of each.",
  answer: z.object({ data: z.array(Invitation), total_count: z.int(), sends_mail: z.boolean() }),
});
export const invite = operation({
  ...aboutInvitations,
  id: "createInvitations",
  method: "POST",
  path: invitations,
  summary: "Invite people",
  description:
    "Each address is answered for itself: what is wrong with one stops no other. `link` is shown this one time, where no mail took it. A role that may manage the organization takes a key with every scope (`*`).",
  input: inputOf(invitation.Invite),
  status: 201,
  answer: z.object({ data: z.array(shapeOf(invitation.InviteResult)) }),
});
export const revokeInvitation = operation({
  ...aboutInvitations,
  id: "revokeInvitation",
  method: "POST",
  path: `${invitations}/{invitationId}/revoke`,
  summary: "Withdraw an invitation",
  answer: Invitation,
  failures: ["conflict"],
});

const aboutDecisions = { tag: "Decisions", area: "people" } as const;
const decisions = `${organization}/decisions` as const;
const PendingLink = named("PendingLink", shapeOf(decision.PendingLink, "pending_link"));
export const listDecisions = operation({
  ...aboutDecisions,
  id: "listDecisions",
  method: "GET",
  path: decisions,
  summary: "List people who may have two records",
  description: "A provisioned person with the address of an account: nothing is joined until somebody decides.",
  answer: whole(PendingLink),
});
export const decide = operation({
  ...aboutDecisions,
  id: "decideLinks",
  method: "POST",
  path: decisions,
  summary: "Decide about two records",
  description:
    "`linked` makes them one member, `apart` keeps them two, `ignored` does not ask again. Only an owner links an owner's account, and a link that would shut out the last owner or admin is a 409; what stands before it in `ids` is decided.",
  input: inputOf(decision.DecideLinks),
  answer: z.object({ decided: z.int() }),
  failures: ["conflict"],
});
const Alarm = named("DirectoryAlarm", shapeOf(decision.DirectoryAlarm, "directory_alarm"));
export const listAlarms = operation({
  ...aboutDecisions,
  id: "listAlarms",
  method: "GET",
  path: `${organization}/alarms`,
  summary: "List open alarms",
  description: "Directories that lost many people at once.",
  answer: whole(Alarm),
});
export const settleAlarm = operation({
  ...aboutDecisions,
  id: "settleAlarm",
  method: "POST",
  path: `${organization}/alarms/{alarmId}/settle`,
  summary: "Settle an alarm",
  description: "A directory it had paused takes requests again unless `resume` is false.",
  input: inputOf(decision.SettleAlarm),
  emptyInput: true,
  status: 204,
});
