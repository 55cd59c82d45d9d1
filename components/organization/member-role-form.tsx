"use client";

import ShieldCheck from "lucide-react/icons/shield-check";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Select } from "#components/ui/select.tsx";
import { Status } from "#components/ui/status.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { showUndoToast } from "#components/ui/toast.tsx";
import { useMemberAct } from "#lib/client/administration.ts";
import type { Member } from "#lib/contract/member.ts";
import { useRoles } from "./role-names.ts";

/** Nothing by hand: the rules alone decide. */
const BY_RULES = "";

type MemberRoleFormProps = { organizationId: string; member: Member; onDone: () => void };

/** The role of somebody with an account, or, for whom a directory sends, the grant beside what its rules give. */
export function MemberRoleForm({ organizationId, member, onDone }: MemberRoleFormProps) {
  const act = useMemberAct(organizationId);
  const { roles, nameOf } = useRoles(organizationId);
  const isSent = member.directory !== null;
  const now = isSent ? (member.manualRole ?? BY_RULES) : member.role;
  const [role, setRole] = useState(now);
  const give = (wanted: string) => ({ act: "role" as const, role: wanted || null, memberId: member.id });
  const change = () =>
    act.mutate(give(role), {
      onSuccess: () => {
        onDone();
        const said =
          role === BY_RULES ? `The rules alone decide about ${member.name} now.` : `${nameOf(role)}, by hand.`;
        showUndoToast("Role changed", isSent ? said : `${member.name} is ${nameOf(role)} now.`, () =>
          act.mutateAsync(give(now)),
        );
      },
    });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-40 flex-1">
          <Field label={isSent ? "Role given by hand" : "Role"}>
            <Select value={role} onChange={(event) => setRole(event.target.value)}>
              {isSent && <option value={BY_RULES}>None: as the rules say</option>}
              {roles.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
              {role !== BY_RULES && !roles.some(({ slug }) => slug === role) && <option value={role}>{role}</option>}
            </Select>
          </Field>
        </div>
        <Button disabled={role === now} busy={act.isPending} onClick={change}>
          Change role
        </Button>
      </div>
      {isSent && <RuledRole member={member} nameOf={nameOf} />}
      <ChangeFailed error={act.error} />
    </div>
  );
}

/** What the rules give beside it, and where that is explained. */
const RuledRole = ({ member, nameOf }: { member: Member; nameOf: (role: string) => string }) => (
  <p className="text-sm text-muted">
    {member.ruledRole === null ? "The rules give no access" : `The rules give ${nameOf(member.ruledRole)}`}
    {member.roleWhy.length > 0 && ` (${member.roleWhy.join("; ")})`}. A role given by hand stands beside that, and no
    sync takes it away.{" "}
    {member.directory && (
      <TextLink href={`/directory-sync/${member.directory.id}/users/${member.directory.userId}`} prefetch={false}>
        Why this role
      </TextLink>
    )}
  </p>
);

/** Names somebody a break-glass person, or no longer. */
export function Protection({ organizationId, member }: { organizationId: string; member: Member }) {
  const act = useMemberAct(organizationId);
  const { breakGlass, kept, name } = member;
  const id = useId();
  const protect = () =>
    act.mutate(
      { act: "protect", breakGlass: !breakGlass, memberId: member.id },
      {
        onSuccess: () =>
          showUndoToast(breakGlass ? "No longer protected" : "Protected", `${name}, from every sync.`, () =>
            act.mutateAsync({ act: "protect", breakGlass, memberId: member.id }),
          ),
      },
    );
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2 border-t border-line pt-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 id={id} className="flex items-center gap-2 text-sm font-medium">
          Break glass
          {breakGlass && (
            <Status icon={ShieldCheck} tone="info">
              Protected
            </Status>
          )}
        </h3>
        <Button busy={act.isPending} onClick={protect}>
          {breakGlass ? "Stop protecting" : "Protect from sync"}
        </Button>
      </div>
      <p className="text-sm text-muted">
        {breakGlass
          ? "No sync demotes them or shuts them out. Without the protection they become at once what the identity provider and the rules say."
          : "For the few who must get in when the identity provider is broken or wrong: no sync will demote them or shut them out."}
        {kept === "break_glass" && " A sync would have taken them away, and was held off."}
      </p>
      <ChangeFailed error={act.error} />
    </section>
  );
}
