"use client";

import TriangleAlert from "lucide-react/icons/triangle-alert";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/panel.tsx";
import { keyed } from "#lib/client/mapping-draft.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import { useSample } from "../mapping/sample.ts";
import { SampleBar } from "../mapping/sample-bar.tsx";
import { useEngine, useResult } from "../mapping/use-row-check.ts";
import { POLICY_NAMES, type RolesValue, roleName, unkeyedRules } from "./role-draft.ts";
import { RuleLine } from "./rule-line.tsx";

type TryRulesProps = {
  directoryId: string;
  idp: string;
  people: number;
  mapping: Mapping;
  rules: RolesValue;
  /** Whether they differ from those in force, which the server has tried already. */
  isEdited: boolean;
  person: string | null;
  onPerson: (userId: string | null) => void;
};

/** What the rules at hand give one person, and why: every rule says whether it applies. */
export function TryRules({ directoryId, idp, people, mapping, rules, isEdited, person, onPerson }: TryRulesProps) {
  const { sample, preview, choose } = useSample(directoryId, people, person, onPerson);
  const engine = useEngine(isEdited);
  const value = { rows: keyed(mapping.rows), userIdAttribute: mapping.userIdAttribute };
  const result = useResult(engine, mapping, value, unkeyedRules(rules), preview.data);
  const matched = result?.rules.filter((rule) => rule.matched) ?? [];
  const before = preview.data?.before?.roles;
  return (
    <Section title="Try the rules on somebody">
      <SampleBar
        directoryId={directoryId}
        idp={idp}
        isEmpty={people === 0}
        sample={sample}
        preview={preview.data}
        error={preview.error}
        onChoose={choose}
      />
      {preview.data && result && (
        <div className="flex flex-col gap-3 px-4 py-3 text-sm">
          <p role="status">
            {preview.data.person?.name ?? "This person"} would be{" "}
            <span className="font-semibold">{inWords(mapping, result.roles)}</span>
            {result.isDefaultRole && ", because no rule applies"}
            {before &&
              (inWords(mapping, before) === inWords(mapping, result.roles)
                ? ", as now."
                : `, and is ${inWords(mapping, before)} now.`)}
            {!before && "."}
          </p>
          {new Set(matched.map(({ role }) => role)).size > 1 && (
            <Notice icon={TriangleAlert} tone="warn" title={`${matched.length} rules apply and give different roles`}>
              {POLICY_NAMES[rules.policy]} decides. Change the order or the policy above if that is not what you mean.
            </Notice>
          )}
          {result.rules.length > 0 && (
            <ol aria-label="The rules for this person" className="flex flex-col gap-1.5">
              {result.rules.map((rule, at) => (
                <RuleLine
                  key={`${rule.index} ${rule.row}`}
                  rule={rule}
                  at={at}
                  nameOf={(role) => roleName(mapping.organizationRoles, role)}
                />
              ))}
            </ol>
          )}
        </div>
      )}
    </Section>
  );
}

const inWords = (mapping: Mapping, roles: readonly string[]) =>
  roles.length === 0 ? "without access" : roles.map((slug) => roleName(mapping.organizationRoles, slug)).join(" and ");
