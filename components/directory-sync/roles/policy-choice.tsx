"use client";

import { Section } from "#components/ui/panel.tsx";
import type { RolePolicy } from "#lib/contract/roles.ts";
import { POLICY_NAMES } from "./role-draft.ts";

const ABOUT: Record<RolePolicy, string> = {
  first: "The first rule from the top that applies decides; those below it do not count.",
  highest: "Of all rules that apply, the one with the highest role decides. The order does not matter.",
  all: "The person gets the role of every rule that applies.",
};

const POLICIES = ["first", "highest", "all"] as const;

type PolicyChoiceProps = {
  value: RolePolicy;
  blocked: string | undefined;
  onChange: (policy: RolePolicy) => void;
};

/** What happens to people whom several rules apply to. */
export const PolicyChoice = ({ value, blocked, onChange }: PolicyChoiceProps) => (
  <Section title="When several rules apply" description={blocked}>
    <fieldset disabled={blocked !== undefined} className="grid grid-cols-1 gap-2 px-4 py-3 md:grid-cols-3">
      <legend className="sr-only">When several rules apply</legend>
      {POLICIES.map((policy) => (
        <label
          key={policy}
          className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line px-3 py-2 text-sm has-checked:border-control has-checked:bg-hover has-disabled:cursor-not-allowed"
        >
          <input
            type="radio"
            name="policy"
            checked={value === policy}
            onChange={() => onChange(policy)}
            className="mt-1 accent-accent"
          />
          <span>
            <span className="font-medium">{POLICY_NAMES[policy]}</span>
            <span className="block text-pretty text-muted">{ABOUT[policy]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  </Section>
);
