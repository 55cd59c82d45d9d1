/** Members of the organization. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";
import { UserQuery } from "./directory-people.ts";
import { Role } from "./organization.ts";

export const Member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.nullable(z.string()),
  /** The highest they hold. */
  role: Role,
  /** All of them, highest first. */
  roles: z.array(Role),
  /** Why they have the role: given by hand, by a rule of the directory, or its default. */
  roleSource: z.enum(["manual", "rule", "default"]),
  /** The rules behind it, e.g. `rule 2: in the group Admins`; empty unless a rule gave it. */
  roleWhy: z.array(z.string()),
  /** Given by hand, beside what rules give: it stays whatever a sync says. */
  manualRole: z.nullable(Role),
  /** What the directory's rules gave them at the last look; null: nothing, or no directory sends them. */
  ruledRole: z.nullable(Role),
  /** No sync demotes them or shuts them out. */
  breakGlass: z.boolean(),
  /** Why a sync that would have taken them away did not. */
  kept: z.nullable(z.enum(["last_admin", "break_glass"])),
  /** Where the person comes from. */
  source: z.enum(["directory", "account"]),
  active: z.boolean(),
  directory: z.nullable(z.object({ id: z.string(), name: z.string(), userId: z.string() })),
  createdAt: time,
  deactivatedAt: z.nullable(time),
  /** Shut out by hand until then, or until the IdP changes `active`. */
  suspension: z.nullable(z.object({ until: time, by: z.string() })),
  /** How they use the dashboard; null for people without an account. */
  account: z.nullable(z.object({ lastSeenAt: z.nullable(time), sessions: z.number() })),
});
export type Member = z.infer<typeof Member>;
export const MemberPage = z.extend(page(Member), { totalCount: z.number() });
export type MemberPage = z.infer<typeof MemberPage>;
export const MemberQuery = z.extend(z.omit(UserQuery, { sort: true }), {
  role: z.optional(z.string()),
  source: z.optional(z.enum(["directory", "account"])),
  /** Only break-glass people. */
  protected: z.optional(z.literal("true")),
});
export type MemberQuery = z.infer<typeof MemberQuery>;

/** A role of the organization, given by hand. null takes the grant back: what the directory's rules give is left. */
export const ChangeMemberRole = z.object({ role: z.nullable(Role) });
export type ChangeMemberRole = z.infer<typeof ChangeMemberRole>;
/** Hours for which somebody stays shut out, unless their IdP changes `active` before. */
export const SuspendMember = z.object({
  hours: z._default(
    z.number().check(z.int(), z.minimum(1, "At least one hour."), z.maximum(720, "At most 30 days.")),
    72,
  ),
});
export type SuspendMember = z.infer<typeof SuspendMember>;

/** Confirms by name that somebody is erased for good. */
export const EraseMember = z.object({ name: z.string() });
export type EraseMember = z.infer<typeof EraseMember>;

export const MemberSession = z.object({
  id: z.string(),
  createdAt: time,
  lastSeenAt: time,
  expiresAt: time,
  userAgent: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  /** The one that asks. */
  current: z.boolean(),
});
export type MemberSession = z.infer<typeof MemberSession>;
export const MemberSessionList = z.object({ data: z.array(MemberSession) });
