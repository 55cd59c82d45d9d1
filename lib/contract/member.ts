/** Members of the organization. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";
import { UserQuery } from "./directory-people.ts";
import { Role } from "./organization.ts";

export const Member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.nullable(z.string()),
  role: Role,
  /** Why they have the role: given by hand, or the organization's default for provisioned people. */
  roleSource: z.enum(["manual", "default"]),
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
});
export type MemberQuery = z.infer<typeof MemberQuery>;

export const ChangeMemberRole = z.object({ role: Role });
export type ChangeMemberRole = z.infer<typeof ChangeMemberRole>;
/** Hours for which somebody stays shut out, unless their IdP changes `active` before. */
export const SuspendMember = z.object({
  hours: z._default(
    z.number().check(z.int(), z.minimum(1, "At least one hour."), z.maximum(720, "At most 30 days.")),
    72,
  ),
});
export type SuspendMember = z.infer<typeof SuspendMember>;

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
