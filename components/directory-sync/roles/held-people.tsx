import ShieldCheck from "lucide-react/icons/shield-check";
import { Section } from "#components/ui/panel.tsx";
import { Status } from "#components/ui/status.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { RolesState } from "#lib/contract/roles.ts";

const REASONS = {
  last_admin: "Is the last admin: the rules would have taken the role away, and it was kept.",
  break_glass: "Is a break-glass person: the rules would have changed the role, and it was kept.",
} as const;

/** Whom the rules could not take a role from, and where roles given by hand are. */
export const HeldPeople = ({ kept }: { kept: RolesState["kept"] }) => (
  <Section
    title="Never locked out"
    description={
      <>
        The last admin and break-glass people keep their role whatever the rules and the IdP say. Roles given by hand
        stay beside those that rules give:{" "}
        <TextLink href="/members" prefetch={false}>
          members
        </TextLink>{" "}
        shows where each role comes from.
      </>
    }
  >
    {kept.length === 0 ? (
      <p className="px-4 py-3 text-sm text-muted">Nobody had to be kept so far.</p>
    ) : (
      <ul className="divide-y divide-line text-sm">
        {kept.map(({ memberId, name, reason }) => (
          <li key={memberId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <Status icon={ShieldCheck} tone="warn">
              Kept
            </Status>
            <span className="font-medium wrap-anywhere">{name}</span>
            <span className="text-muted">{REASONS[reason]}</span>
          </li>
        ))}
      </ul>
    )}
  </Section>
);
