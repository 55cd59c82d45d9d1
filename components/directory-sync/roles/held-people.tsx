"use client";

import { useQuery } from "@tanstack/react-query";
import LifeBuoy from "lucide-react/icons/life-buoy";
import ShieldCheck from "lucide-react/icons/shield-check";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { Status } from "#components/ui/status.tsx";
import { isGone } from "#lib/client/gone.ts";
import { breakGlassQuery } from "#lib/client/roles.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { OrganizationRole, RolesState } from "#lib/contract/roles.ts";
import { roleName } from "./role-draft.ts";

type HeldPeopleProps = {
  organization: OrganizationSummary;
  kept: RolesState["kept"];
  roles: readonly OrganizationRole[];
};

const REASONS = {
  last_admin: "Is the last admin: the rules would have taken the role away, and it was kept.",
  break_glass: "Is a break-glass person: the rules would have changed the role, and it was kept.",
} as const;

/** People whom no sync takes a role from, and those who were kept from losing one. */
export function HeldPeople({ organization, kept, roles }: HeldPeopleProps) {
  const { data, error: failure, refetch } = useQuery(breakGlassQuery(organization.id));
  const error = isGone(failure) ? null : failure;
  const named = data?.data ?? [];
  return (
    <Section
      title="Never locked out"
      description="The last admin keeps the role whatever the rules and the IdP say, and so do break-glass people. Roles given by hand stay beside those that rules give."
    >
      {error && !data && <LoadFailed what="these people" error={error} onRetry={() => void refetch()} />}
      {named.length === 0 && kept.length === 0 && !error && (
        <p className="px-4 py-3 text-sm text-muted">
          Nobody had to be kept so far, and no break-glass people are named.
        </p>
      )}
      {(named.length > 0 || kept.length > 0) && (
        <ul className="divide-y divide-line text-sm">
          {kept.map(({ memberId, name, reason }) => (
            <li key={`kept ${memberId}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
              <Status icon={ShieldCheck} tone="warn">
                Kept
              </Status>
              <span className="font-medium wrap-anywhere">{name}</span>
              <span className="text-muted">{REASONS[reason]}</span>
            </li>
          ))}
          {named.map(({ memberId, name, email, role, active }) => (
            <li key={memberId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
              <Status icon={LifeBuoy} tone="info">
                Break-glass
              </Status>
              <span className="font-medium wrap-anywhere">{name}</span>
              <span className="text-muted wrap-anywhere">
                {[email, roleName(roles, role), active ? undefined : "inactive"].filter(Boolean).join(", ")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
