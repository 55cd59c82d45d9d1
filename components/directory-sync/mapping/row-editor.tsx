"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useMemo } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeEditor } from "#components/ui/code-editor.tsx";
import { Combobox } from "#components/ui/combobox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { CodeProblem } from "#lib/client/code-problem.ts";
import { pathsQuery } from "#lib/client/mapping.ts";
import type { DraftRow } from "#lib/client/mapping-draft.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { RowTrace } from "#lib/contract/mapping-preview.ts";
import type { ConfigurationProblem } from "#lib/contract/mapping-row.ts";
import { suggestFilters } from "./liquid-words.ts";
import { sourceSuggestions, targetSuggestions } from "./suggestions.ts";
import { TransformSteps } from "./transform-steps.tsx";

type RowEditorProps = {
  directoryId: string;
  mapping: Mapping;
  row: DraftRow;
  at: number;
  problems: readonly ConfigurationProblem[];
  trace: RowTrace | undefined;
  blocked: string | undefined;
  onOpen: (key: string | undefined) => void;
  onChange: (row: DraftRow) => void;
};

const KINDS = [
  { value: "none", label: "As it is" },
  { value: "liquid", label: "Liquid" },
] as const;

const FIRST_TEMPLATE = "{{ value | downcase }}";

/** One row, open: fetched when the first row is opened. */
export function RowEditor({
  directoryId,
  mapping,
  row,
  at,
  problems,
  trace,
  blocked,
  onOpen,
  onChange,
}: RowEditorProps) {
  const { data: seen } = useQuery(pathsQuery(directoryId));
  const sources = useMemo(() => sourceSuggestions(mapping, seen), [mapping, seen]);
  const targets = useMemo(() => targetSuggestions(mapping), [mapping]);
  const said = (field: ConfigurationProblem["field"]) => problems.filter((problem) => problem.field === field);
  const sentence = (field: ConfigurationProblem["field"]) => {
    const found = said(field).map(
      ({ message, column }) => `${message}${column === null || column === 1 ? "" : ` (column ${column})`}`,
    );
    return found.length === 0 ? undefined : found.join(" ");
  };
  const isReadOnly = blocked !== undefined;
  return (
    <div className="flex flex-col gap-4 border-t border-line bg-surface px-4 py-4">
      {blocked && <p className="text-sm text-muted">{blocked}</p>}
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <Field label="SCIM attribute" description={seenSentence(row.source, seen)} error={sentence("source")}>
          <Combobox
            mono
            value={row.source}
            groups={sources}
            readOnly={isReadOnly}
            placeholder="name.givenName"
            onChange={(source) => onChange({ ...row, source })}
          />
        </Field>
        <Field label="Field" description="Where the value goes." error={sentence("target")}>
          <Combobox
            mono
            value={row.target}
            groups={targets}
            readOnly={isReadOnly}
            placeholder="first_name"
            onChange={(target) => onChange({ ...row, target })}
          />
        </Field>
      </div>
      <Transformation
        row={row}
        at={at}
        problems={said("transform")}
        isReadOnly={isReadOnly}
        onChange={(transform) => onChange({ ...row, transform })}
      />
      {trace && trace.steps.length > 0 && (
        <div>
          <h4 className="mb-1 text-sm font-medium">Step by step</h4>
          <TransformSteps label={`What row ${at + 1} makes of the value`} steps={trace.steps} />
          {trace.message && <p className="mt-1 text-sm text-warn">{trace.message}</p>}
        </div>
      )}
      <Field label="Note" description="For whoever reads this mapping next. Not sent anywhere.">
        <Input
          value={row.note}
          maxLength={500}
          readOnly={isReadOnly}
          onChange={(event) => onChange({ ...row, note: event.target.value })}
        />
      </Field>
      <div>
        <Button onClick={() => onOpen(undefined)}>Close row</Button>
      </div>
    </div>
  );
}

/** "In 198 of 214 people, e.g. Sales", for the path that stands in the field. */
function seenSentence(source: string, seen: { sample: number; data: { path: string; count: number }[] } | undefined) {
  if (!seen || seen.sample === 0 || source === "") return "Which attribute of the person the value comes from.";
  const path = seen.data.find((each) => each.path.toLowerCase() === source.toLowerCase());
  if (!path)
    return `Not sent for any of the ${seen.sample.toLocaleString("en")} people looked at, under this very path.`;
  return `Sent for ${path.count.toLocaleString("en")} of ${seen.sample.toLocaleString("en")} people.`;
}

type TransformationProps = {
  row: DraftRow;
  at: number;
  problems: readonly ConfigurationProblem[];
  isReadOnly: boolean;
  onChange: (transform: string | null) => void;
};

function Transformation({ row, at, problems, isReadOnly, onChange }: TransformationProps) {
  const hintId = useId();
  const marks = useMemo(
    () => problems.map((problem) => markOf(problem, row.transform ?? "")),
    [problems, row.transform],
  );
  return (
    <div className="flex flex-col gap-1.5">
      <span className="text-sm font-medium">Transformation</span>
      {!isReadOnly && (
        <div>
          <Segmented
            label={`Transformation of row ${at + 1}`}
            value={row.transform === null ? "none" : "liquid"}
            options={KINDS}
            onChange={(kind) => onChange(kind === "none" ? null : FIRST_TEMPLATE)}
          />
        </div>
      )}
      {row.transform === null ? (
        <p className="text-sm text-muted">The value is taken as it is sent.</p>
      ) : (
        <>
          <CodeEditor
            label={`Liquid of row ${at + 1}`}
            language="liquid"
            oneLine
            value={row.transform}
            readOnly={isReadOnly}
            problems={marks}
            suggest={suggestFilters}
            onChange={onChange}
          />
          <p id={hintId} className="text-sm text-muted">
            <code className="font-mono text-xs">value</code> is what the attribute holds. Type a{" "}
            <code className="font-mono text-xs">|</code> for the list of filters.
          </p>
        </>
      )}
    </div>
  );
}

/** The word at the column that a problem names. */
export function markOf({ severity, message, column }: ConfigurationProblem, text: string): CodeProblem {
  const from = Math.min(Math.max(0, (column ?? 1) - 1), text.length);
  const length = column === null ? text.length : (/^[\w-]+/.exec(text.slice(from))?.[0].length ?? 1);
  return { severity, message, from, to: Math.min(text.length, from + Math.max(1, length)) };
}
