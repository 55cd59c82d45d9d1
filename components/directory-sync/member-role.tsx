import type { Member } from "#lib/contract/member.ts";
import type { Role } from "#lib/contract/organization.ts";

const ROLE_NAMES: Record<Role, string> = {
  "org:owner": "Owner",
  "org:admin": "Admin",
  "org:member": "Member",
};

/** Custom roles are called by their slug. */
export const roleName = (role: Role) => ROLE_NAMES[role] ?? role;

const SOURCES: Record<Member["roleSource"], string> = {
  default: "default role",
  manual: "given by hand",
};

/** A role, and why it is this one. */
export const MemberRole = ({ role, source }: { role: Role; source: Member["roleSource"] }) => (
  <span>
    {roleName(role)} <span className="block whitespace-nowrap text-muted">{SOURCES[source]}</span>
  </span>
);
