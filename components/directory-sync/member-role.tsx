import ShieldCheck from "lucide-react/icons/shield-check";
import { Status } from "#components/ui/status.tsx";
import type { Member } from "#lib/contract/member.ts";
import type { Role } from "#lib/contract/organization.ts";

const ROLE_NAMES: Record<Role, string> = {
  "org:owner": "Owner",
  "org:admin": "Admin",
  "org:member": "Member",
};

/** Roles of the organization's own are called by their slug where their names are not at hand. */
export const roleName = (role: Role) => ROLE_NAMES[role] ?? role;

const SOURCES: Record<Member["roleSource"], string> = {
  default: "default role",
  rule: "by a rule",
  manual: "given by hand",
};

type MemberRoleProps = {
  role: Role;
  source: Member["roleSource"];
  /** What else is known of somebody who is a member. */
  member?: Pick<Member, "roles" | "roleWhy" | "manualRole" | "breakGlass" | "kept">;
  nameOf?: (role: Role) => string;
};

/** A role, and why it is this one. */
export function MemberRole({ role, source, member, nameOf = roleName }: MemberRoleProps) {
  const why = member && member.roleWhy.length > 0 ? member.roleWhy : [SOURCES[source]];
  const beside = source !== "manual" && member?.manualRole;
  return (
    <span className="block min-w-28">
      {(member?.roles ?? [role]).map(nameOf).join(", ")}
      {why.map((reason) => (
        <span key={reason} className="block text-muted wrap-anywhere">
          {reason}
        </span>
      ))}
      {beside && <span className="block text-muted">by hand: {nameOf(beside)}</span>}
      {member?.breakGlass && (
        <Status icon={ShieldCheck} tone="info" className="mt-1">
          Break glass
        </Status>
      )}
      {member?.kept === "last_admin" && (
        <Status icon={ShieldCheck} tone="warn" className="mt-1">
          Kept: last admin
        </Status>
      )}
    </span>
  );
}
