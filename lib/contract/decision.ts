/** Provisioned people whose address is that of an account, and directories that lose many people at once. */
import * as z from "zod/mini";
import { time } from "./common.ts";
import { Role } from "./organization.ts";

/** `linked`: one member, whom the directory can shut out. `apart`: two members, for good. `ignored`: not asked again. */
export const LinkChoice = z.enum(["linked", "apart", "ignored"]);
export type LinkChoice = z.infer<typeof LinkChoice>;

/** Both records, side by side. */
export const PendingLink = z.object({
  /** Names the pair. */
  id: z.string(),
  person: z.object({
    memberId: z.string(),
    directoryId: z.string(),
    directoryName: z.string(),
    userId: z.string(),
    userName: z.string(),
    name: z.string(),
    email: z.string(),
    role: Role,
    active: z.boolean(),
    groups: z.array(z.string()),
    createdAt: time,
  }),
  account: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    /** As a member of this organization; null for an account of a verified domain that is none yet. */
    member: z.nullable(z.object({ id: z.string(), role: Role, active: z.boolean() })),
    createdAt: time,
    lastSeenAt: z.nullable(time),
  }),
  /** Whether the organization has proved that the address's domain is its own. */
  verifiedDomain: z.boolean(),
});
export type PendingLink = z.infer<typeof PendingLink>;
export const PendingLinkList = z.object({ data: z.array(PendingLink) });
export const DecideLinks = z.object({
  ids: z.array(z.string().check(z.maxLength(300))).check(z.minLength(1), z.maxLength(200)),
  choice: LinkChoice,
});
export type DecideLinks = z.infer<typeof DecideLinks>;

export const DirectoryAlarm = z.object({
  id: z.string(),
  directoryId: z.string(),
  directoryName: z.string(),
  raisedAt: time,
  affected: z.number(),
  people: z.number(),
  /** Whether the directory was paused because of it, and still is. */
  held: z.boolean(),
});
export type DirectoryAlarm = z.infer<typeof DirectoryAlarm>;
/** A webhook endpoint that Rollcall has disabled by itself, or that nothing has reached for an hour or more. */
export const TroubledEndpoint = z.object({
  id: z.string(),
  /** Of its address: enough to know it by. */
  host: z.string(),
  state: z.enum(["disabled", "failing"]),
  /** `gone`: it answered 410. */
  reason: z.nullable(z.enum(["failing", "gone", "manual"])),
  since: time,
});
export type TroubledEndpoint = z.infer<typeof TroubledEndpoint>;
/** What the organization's pages say above everything else. */
export const Notices = z.object({
  alarms: z.array(DirectoryAlarm),
  pendingLinks: z.number(),
  endpoints: z.array(TroubledEndpoint),
});
export type Notices = z.infer<typeof Notices>;
/** `resume`: a directory that the alarm has paused takes requests again. */
export const SettleAlarm = z.object({ resume: z._default(z.boolean(), true) });
