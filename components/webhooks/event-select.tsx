"use client";

import { Select } from "#components/ui/select.tsx";
import { EVENT_TYPES } from "#lib/contract/events.ts";

const FAMILIES = [
  ["dsync.*", "Directory sync (WorkOS)"],
  ["scimUser.*", "Access (authn.sh)"],
  ["organization_membership.*", "Memberships"],
] as const;

/** Picks one event, one family of them, or all. */
export const EventSelect = ({ value, onChange }: { value: string; onChange: (type: string) => void }) => (
  <Select
    aria-label="Event"
    className="w-auto! max-w-full"
    value={value}
    onChange={(change) => onChange(change.target.value)}
  >
    <option value="">All events</option>
    {FAMILIES.map(([pattern, name]) => (
      <option key={pattern} value={pattern}>
        {name}
      </option>
    ))}
    {EVENT_TYPES.map((type) => (
      <option key={type} value={type}>
        {type}
      </option>
    ))}
  </Select>
);
