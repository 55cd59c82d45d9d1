"use client";

import { useId } from "react";
import { Select } from "#components/ui/select.tsx";
import type { OrganizationRole } from "#lib/contract/roles.ts";
import { givable } from "./role-draft.ts";

type DefaultRowProps = {
  roles: readonly OrganizationRole[];
  value: string | null;
  blocked: string | undefined;
  problem: string | undefined;
  onChange: (role: string | null) => void;
};

const NO_ACCESS = "";

/** The last line of the rules: what people get who meet none of them. */
export function DefaultRow({ roles, value, blocked, problem, onChange }: DefaultRowProps) {
  const id = useId();
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line bg-sunken px-4 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <label htmlFor={id} className="text-sm font-medium">
          Everybody else gets
        </label>
        <p id={`${id}-note`} className="text-sm text-muted">
          {value === null
            ? "Who meets no rule is no member of the organization, and cannot sign in."
            : "For people who meet none of the rules above."}
        </p>
        {problem && <p className="text-sm text-bad">{problem}</p>}
        {blocked && <p className="text-sm text-muted">{blocked}</p>}
      </div>
      <Select
        id={id}
        aria-describedby={`${id}-note`}
        value={value ?? NO_ACCESS}
        disabled={blocked !== undefined}
        className="max-w-56"
        onChange={(event) => onChange(event.target.value === NO_ACCESS ? null : event.target.value)}
      >
        {givable(roles).map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name} ({slug})
          </option>
        ))}
        {value !== null && !givable(roles).some(({ slug }) => slug === value) && (
          <option value={value}>{value} (does not exist)</option>
        )}
        <option value={NO_ACCESS}>No access</option>
      </Select>
    </div>
  );
}
