/** Letting people in by a link that works once. */
import * as z from "zod/mini";
import { name, time } from "./common.ts";
import { Role } from "./organization.ts";

const email = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.maxLength(254, "An e-mail address has at most 254 characters."),
    z.email("That is no e-mail address."),
  );

export const Invitation = z.object({
  id: z.string(),
  email: z.string(),
  role: Role,
  invitedBy: z.string(),
  createdAt: time,
  expiresAt: time,
  acceptedAt: z.nullable(time),
  revokedAt: z.nullable(time),
  /** Whether a mail with the link has gone out. */
  mailed: z.boolean(),
  state: z.enum(["open", "accepted", "expired", "revoked"]),
});
export type Invitation = z.infer<typeof Invitation>;
export const InvitationList = z.object({
  data: z.array(Invitation),
  /** Whether the server sends mails; without, every link is handed over by hand. */
  sendsMail: z.boolean(),
});
export type InvitationList = z.infer<typeof InvitationList>;

/** One address on each line of what was pasted; each is answered for itself. */
export const Invite = z.object({
  emails: z
    .array(z.string().check(z.maxLength(320)))
    .check(z.minLength(1, "Enter an e-mail address."), z.maxLength(200, "At most 200 at once.")),
  role: Role,
  days: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(30, "A link is good for at most 30 days.")), 7),
});
export type Invite = z.input<typeof Invite>;
export const InviteAddress = email;
export const InviteResult = z.object({
  email: z.string(),
  /** The link, shown this once; null when a mail took it, or when nobody was invited. */
  link: z.nullable(z.string()),
  mailed: z.boolean(),
  /** Why nobody was invited. */
  problem: z.nullable(z.string()),
  /** What one should know all the same, such as that a directory has this person already. */
  warning: z.nullable(z.string()),
});
export type InviteResult = z.infer<typeof InviteResult>;
export const InviteResults = z.object({ data: z.array(InviteResult) });

export const InvitationSecret = z.object({ secret: z.string().check(z.maxLength(200)) });
/** What the holder of a link is shown. */
export const OfferedInvitation = z.object({
  organizationName: z.string(),
  invitedBy: z.string(),
  email: z.string(),
  role: Role,
  expiresAt: time,
  /** Whether there is an account with this address: it signs in; everybody else makes one. */
  hasAccount: z.boolean(),
  /** Whether this browser is signed in as that account. */
  signedIn: z.boolean(),
});
export type OfferedInvitation = z.infer<typeof OfferedInvitation>;
const password = z
  .string()
  .check(z.minLength(10, "A password has at least 10 characters."), z.maxLength(1_000, "That is too long."));
export const AcceptInvitation = z.object({
  secret: z.string().check(z.maxLength(200)),
  /** For whoever has no account yet. */
  name: z.optional(name),
  password: z.optional(password),
});
export type AcceptInvitation = z.infer<typeof AcceptInvitation>;
export const NewAccount = z.object({ name, password });
export const AcceptedInvitation = z.object({ organizationId: z.string(), email: z.string() });
