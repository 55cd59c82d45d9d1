/** Roles, domains, invitations and decisions as the API shows them. Ids of users are prefixed, as everywhere in it. */
import type { z } from "zod";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { PendingLink } from "#lib/contract/decision.ts";
import { Invitation } from "#lib/contract/invitation.ts";
import { type BreakGlassList, BreakGlassPerson, OrganizationRole } from "#lib/contract/roles.ts";
import { VerifiedDomain } from "#lib/contract/settings.ts";
import { notFound } from "#lib/directory/error.ts";
import { prefixedId } from "#lib/directory/prefixed-id.ts";
import { uuidOf } from "#lib/directory/uuid-of.ts";
import { toWholeList } from "./event-shapes.ts";

export const toDomain = (domain: VerifiedDomain) => shownAs(VerifiedDomain, domain, "domain");
export const toRole = (role: OrganizationRole) => shownAs(OrganizationRole, role, "role");
export const toInvitation = (invitation: Invitation) => shownAs(Invitation, invitation, "invitation");
export const toBreakGlass = ({ data }: BreakGlassList) =>
  toWholeList(data, (person) => shownAs(BreakGlassPerson, person));

export const toPendingLink = ({ person, ...link }: PendingLink) =>
  shownAs(
    PendingLink,
    { ...link, person: { ...person, userId: prefixedId("directory_user", person.userId) } },
    "pending_link",
  );

/** As `shownAs` for what is about one user of a directory. */
export const withUserId = <Contract extends z.core.$ZodObject>(
  contract: Contract,
  value: z.output<Contract> & { readonly userId: string },
  object?: string,
) => shownAs(contract, { ...value, userId: prefixedId("directory_user", value.userId) } as z.output<Contract>, object);

/** What the verbs know a user by. @throws DirectoryError not_found */
export function userUuid(id: string): string {
  const uuid = uuidOf("directory_user", id);
  if (!uuid) throw notFound("user");
  return uuid;
}
