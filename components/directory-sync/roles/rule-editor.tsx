"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeEditor } from "#components/ui/code-editor.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { groupsQuery } from "#lib/client/directory-sync.ts";
import { pathsQuery } from "#lib/client/mapping.ts";
import type { Mapping, SeenPaths } from "#lib/contract/mapping.ts";
import type { ConfigurationProblem } from "#lib/contract/mapping-row.ts";
import type { RolesState } from "#lib/contract/roles.ts";
import { inOneLine } from "../mapping/fields.ts";
import { suggestFilters } from "../mapping/liquid-words.ts";
import { markOf } from "../mapping/row-editor.tsx";
import { sourceSuggestions } from "../mapping/suggestions.ts";
import { type DraftRule, givable } from "./role-draft.ts";

type RuleEditorProps = {
  directoryId: string;
  rule: DraftRule;
  at: number;
  state: RolesState;
  mapping: Mapping;
  problems: readonly ConfigurationProblem[];
  blocked: string | undefined;
  onChange: (rule: DraftRule) => void;
  onClose: () => void;
};

const KINDS = [
  { value: "group", label: "Group" },
  { value: "attribute", label: "Attribute condition" },
  { value: "liquid", label: "Liquid" },
] as const;

/** One rule, open: fetched when the first rule is opened. */
export function RuleEditor({ rule, at, state, problems, blocked, onChange, onClose, ...rest }: RuleEditorProps) {
  const isReadOnly = blocked !== undefined;
  const sentence = (field: ConfigurationProblem["field"]) => {
    const found = problems.filter((problem) => problem.field === field);
    const words = found.map(({ message, column }) => `${message}${column && column > 1 ? ` (column ${column})` : ""}`);
    return words.length > 0 ? words.join(" ") : undefined;
  };
  return (
    <div className="flex flex-col gap-4 border-t border-line bg-surface px-4 py-4">
      {blocked && <p className="text-sm text-muted">{blocked}</p>}
      {!isReadOnly && (
        <div>
          <Segmented
            label={`What rule ${at + 1} looks at`}
            value={rule.kind}
            options={KINDS}
            onChange={(kind) => onChange(ofKind(rule, kind))}
          />
        </div>
      )}
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        {rule.kind === "group" && (
          <GroupField {...rest} rule={rule} isReadOnly={isReadOnly} error={sentence("group")} onChange={onChange} />
        )}
        {rule.kind === "attribute" && (
          <FilterField {...rest} rule={rule} isReadOnly={isReadOnly} error={sentence("filter")} onChange={onChange} />
        )}
        {rule.kind === "liquid" && (
          <SourceField {...rest} rule={rule} isReadOnly={isReadOnly} error={sentence("source")} onChange={onChange} />
        )}
        {rule.kind !== "liquid" && (
          <Field
            label="Role"
            description="A sync never makes an owner: owners are made by owners."
            error={sentence("role")}
          >
            <Select
              value={rule.role}
              disabled={isReadOnly}
              onChange={(event) => onChange({ ...rule, role: event.target.value })}
            >
              {givable(state.roles).map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name} ({slug})
                </option>
              ))}
              {!givable(state.roles).some(({ slug }) => slug === rule.role) && (
                <option value={rule.role}>{rule.role} (does not exist)</option>
              )}
            </Select>
          </Field>
        )}
      </div>
      {rule.kind === "liquid" && (
        <LiquidField
          text={rule.transform ?? "{{ value }}"}
          at={at}
          problems={problems.filter(({ field }) => field === "transform")}
          isReadOnly={isReadOnly}
          onChange={(transform) => onChange({ ...rule, transform })}
        />
      )}
      <div>
        <Button onClick={onClose}>Close rule</Button>
      </div>
    </div>
  );
}

/** The same rule with another condition; what both kinds have stays. */
function ofKind(rule: DraftRule, kind: DraftRule["kind"]): DraftRule {
  const { key } = rule;
  const role = rule.kind === "liquid" ? "org:member" : rule.role;
  if (kind === "group") return { key, kind, group: { id: null, name: "" }, role };
  if (kind === "attribute") return { key, kind, filter: 'title co "Manager"', role };
  const transform = '{{ value | downcase | replace: "admins", "org:admin" | default: "org:member" }}';
  return { key, kind, source: "groups[0].value", transform };
}

type PartProps<Kind extends DraftRule["kind"]> = {
  directoryId: string;
  mapping: Mapping;
  rule: Extract<DraftRule, { kind: Kind }>;
  isReadOnly: boolean;
  error: string | undefined;
  onChange: (rule: DraftRule) => void;
};

function GroupField({ directoryId, rule, isReadOnly, error, onChange }: PartProps<"group">) {
  const { data } = useInfiniteQuery(groupsQuery(directoryId, { q: rule.group.name.trim() || undefined }));
  const all = useInfiniteQuery(groupsQuery(directoryId));
  const groups = [...(all.data?.pages[0]?.data ?? []), ...(data?.pages[0]?.data ?? [])];
  const known = new Map(groups.map((group) => [group.displayName, group]));
  const items = [...known.values()].map(({ displayName, memberCount }) => ({
    value: displayName,
    note: memberCount === 1 ? "1 member" : `${memberCount.toLocaleString("en")} members`,
  }));
  const isKnown = rule.group.id !== null || known.has(rule.group.name);
  return (
    <Field
      label="Group"
      error={error}
      description={
        rule.group.name !== "" && !isKnown
          ? "Not pushed yet: the rule waits and applies as soon as a group of this name arrives."
          : "Its direct members. Letter case does not matter."
      }
    >
      <Combobox
        value={rule.group.name}
        groups={items.length > 0 ? [{ label: "Pushed groups", items }] : []}
        nothing="No pushed group has this name. The rule will wait for it."
        readOnly={isReadOnly}
        onChange={(name) => onChange({ ...rule, group: { id: known.get(name)?.id ?? null, name } })}
      />
    </Field>
  );
}

function FilterField({ directoryId, mapping, rule, isReadOnly, error, onChange }: PartProps<"attribute">) {
  const { data: seen } = useQuery(pathsQuery(directoryId));
  return (
    <Field
      label="Condition"
      error={error}
      description="A SCIM filter over the person, as in RFC 7644: eq, co, sw, ew, pr, and, or, not."
    >
      <Combobox
        mono
        value={rule.filter}
        groups={useMemo(() => filterSuggestions(mapping, seen), [mapping, seen])}
        readOnly={isReadOnly}
        onChange={(filter) => onChange({ ...rule, filter })}
      />
    </Field>
  );
}

/** Conditions made of what was received. */
function filterSuggestions(mapping: Mapping, seen: SeenPaths | undefined) {
  const received = (seen?.data ?? []).filter(({ example, path }) => typeof example === "string" && !path.includes("["));
  const items = received.map(({ path, example, count }) => ({
    value: `${path} eq ${JSON.stringify(inOneLine(example))}`,
    note: `${path} is sent for ${count.toLocaleString("en")} of ${seen?.sample.toLocaleString("en")} people`,
  }));
  const known =
    mapping.rows.length > 0 ? ['title co "Manager"', 'userType eq "Employee"', 'emails[value ew "@example.com"]'] : [];
  return [
    { label: "From what was received", items },
    { label: "Examples", items: known.map((value) => ({ value })) },
  ].filter((group) => group.items.length > 0);
}

function SourceField({ directoryId, mapping, rule, isReadOnly, error, onChange }: PartProps<"liquid">) {
  const { data: seen } = useQuery(pathsQuery(directoryId));
  return (
    <Field label="SCIM attribute" error={error} description="What the expression below is applied to.">
      <Combobox
        mono
        value={rule.source}
        groups={useMemo(() => sourceSuggestions(mapping, seen), [mapping, seen])}
        readOnly={isReadOnly}
        onChange={(source) => onChange({ ...rule, source })}
      />
    </Field>
  );
}

type LiquidFieldProps = {
  text: string;
  at: number;
  problems: readonly ConfigurationProblem[];
  isReadOnly: boolean;
  onChange: (text: string) => void;
};

function LiquidField({ text, at, problems, isReadOnly, onChange }: LiquidFieldProps) {
  const marks = useMemo(() => problems.map((problem) => markOf(problem, text)), [problems, text]);
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">Expression</span>
      <CodeEditor
        label={`Liquid of rule ${at + 1}`}
        language="liquid"
        oneLine
        value={text}
        readOnly={isReadOnly}
        problems={marks}
        suggest={suggestFilters}
        onChange={onChange}
      />
      <p className="text-sm text-muted">
        What comes out must be the slug of a role, such as <code className="font-mono text-xs">org:admin</code>.
        Anything else: the rule does not apply, and the person is listed under data quality.
      </p>
    </div>
  );
}
