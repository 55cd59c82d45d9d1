"use client";

import Plus from "lucide-react/icons/plus";
import ShieldCheck from "lucide-react/icons/shield-check";
import UserCheck from "lucide-react/icons/user-check";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/panel.tsx";
import { Status } from "#components/ui/status.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { RolesState } from "#lib/contract/roles.ts";
import { roleName } from "./role-draft.ts";

const ProtectDialog = dynamic(() => import("./protect-dialog.tsx").then((file) => file.ProtectDialog));

type HeldPeopleProps = {
  directoryId: string;
  organization: OrganizationSummary;
  state: RolesState;
  blocked: string | undefined;
};

/** Whose role does not follow from the rules alone, and why: break-glass people, grants by hand, the last admin. */
export function HeldPeople({ directoryId, organization, state, blocked }: HeldPeopleProps) {
  const [asking, setAsking] = useState(false);
  return (
    <Section
      title="Beside the rules"
      description="Break-glass people and the last admin keep their role whatever the rules and the IdP say. A role given by hand stays beside what rules give."
      actions={
        <Button blocked={blocked} onClick={() => setAsking(true)}>
          <Plus aria-hidden /> Protect somebody
        </Button>
      }
    >
      {state.held.length === 0 ? (
        <p className="px-4 py-3 text-sm text-muted">
          Nobody so far: every role of this directory follows from the rules. Name at least one break-glass admin before
          rules decide about admins.
        </p>
      ) : (
        <ul aria-label="People beside the rules" className="divide-y divide-line text-sm">
          {state.held.map((person) => (
            <HeldPerson
              key={person.memberId}
              directoryId={directoryId}
              roles={state.roles}
              person={person}
              mayManage={blocked === undefined}
            />
          ))}
        </ul>
      )}
      {asking && <ProtectDialog organization={organization} onClose={() => setAsking(false)} />}
    </Section>
  );
}

const KEPT = {
  last_admin: "The rules would have taken the role away from the last admin: it was kept.",
  break_glass: "A sync would have demoted or shut them out: it was held off.",
} as const;

type HeldPersonProps = {
  directoryId: string;
  roles: RolesState["roles"];
  person: RolesState["held"][number];
  mayManage: boolean;
};

const HeldPerson = ({ directoryId, roles, person, mayManage }: HeldPersonProps) => (
  <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2.5">
    <div className="min-w-0 flex-1 basis-56">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <TextLink
          href={`/directory-sync/${directoryId}/users/${person.userId}`}
          prefetch={false}
          className="font-medium wrap-anywhere"
        >
          {person.name}
        </TextLink>
        <span className="text-muted">
          {roleName(roles, person.role)}
          {!person.active && ", inactive"}
        </span>
        {person.breakGlass && (
          <Status icon={ShieldCheck} tone="info">
            Break glass
          </Status>
        )}
        {person.manualRole && <Status icon={UserCheck}>{`By hand: ${roleName(roles, person.manualRole)}`}</Status>}
        {person.kept && (
          <Status icon={ShieldCheck} tone="warn">
            Kept
          </Status>
        )}
      </p>
      {person.kept && <p className="text-muted">{KEPT[person.kept]}</p>}
    </div>
    {mayManage && (
      <TextLink href={`/members?member=${person.memberId}`} prefetch={false}>
        Manage <span className="sr-only">{person.name}</span>
      </TextLink>
    )}
  </li>
);
