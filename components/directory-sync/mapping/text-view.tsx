"use client";

import Undo2 from "lucide-react/icons/undo-2";
import { useMemo } from "react";
import { Button } from "#components/ui/button.tsx";
import { CodeEditor, type SuggestCode } from "#components/ui/code-editor.tsx";
import { CopyButton } from "#components/ui/copy-field.tsx";
import type { CodeProblem } from "#lib/client/code-problem.ts";
import type { DraftRow } from "#lib/client/mapping-draft.ts";
import { markProblems, readText, type TextView as View, writeText } from "#lib/client/mapping-text.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { ConfigurationProblem } from "#lib/contract/mapping-row.ts";
import { suggestFilters } from "./liquid-words.ts";

/** Text that was typed in one of the views. */
export interface TypedText {
  view: View;
  text: string;
  /** It cannot be understood, so the rows do not follow it yet. */
  isBroken: boolean;
}

type TextViewProps = {
  view: View;
  mapping: Mapping;
  rows: readonly DraftRow[];
  typed: TypedText | undefined;
  problems: readonly ConfigurationProblem[];
  blocked: string | undefined;
  onType: (typed: TypedText, rows: DraftRow[] | undefined) => void;
  onDropText: () => void;
};

const ABOUT: Record<View, { label: string; words: string }> = {
  json: {
    label: "Mapping as Auth0 pairs",
    words:
      "Each pair is a row. A transformation stands in front of the field, as in authn.sh. Auth0's field names and ours are both understood.",
  },
  authn: {
    label: "Mapping in authn.sh notation",
    words:
      'A path with several fields has a list of them. A whole authn.sh body, {"mapping": …}, is read as overrides of the defaults.',
  },
};

/** The rows as text: what is typed becomes rows as soon as it can be understood, and stays here until then. */
export function TextView({ view, mapping, rows, typed, problems, blocked, onType, onDropText }: TextViewProps) {
  const written = useMemo(() => writeText(view, rows, mapping.strategy), [view, rows, mapping.strategy]);
  const text = typed?.view === view ? typed.text : written;
  const read = useMemo(() => readText(text, rows), [text, rows]);
  const marks = useMemo<CodeProblem[]>(
    () => (read.problems.length > 0 ? read.problems : markProblems(text, read, problems)),
    [text, read, problems],
  );
  const { label, words } = ABOUT[view];
  const type = (next: string) => {
    const understood = readText(next, rows);
    onType({ view, text: next, isBroken: understood.rows === undefined }, understood.rows);
  };
  return (
    <div className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <p className="min-w-0 flex-1 basis-64 text-sm text-pretty text-muted">{words}</p>
        <div className="flex flex-wrap gap-2">
          {typed?.isBroken && (
            <Button onClick={onDropText}>
              <Undo2 aria-hidden /> Back to the rows
            </Button>
          )}
          <CopyButton value={text} what={label} />
        </div>
      </div>
      <CodeEditor
        label={label}
        language="json"
        value={text}
        problems={marks}
        suggest={suggestInText}
        readOnly={blocked !== undefined}
        onChange={type}
      />
      {typed?.isBroken && (
        <p role="status" className="text-sm text-muted">
          The rows do not follow this text until it can be understood. It stays here meanwhile.
        </p>
      )}
    </div>
  );
}

/** Inside a template in a JSON text the same filters are offered, with quotes that JSON leaves alone. */
const suggestInText: SuggestCode = (text, position) => {
  const found = suggestFilters(text, position);
  if (!found) return undefined;
  const options = found.options.map((each) =>
    each.apply ? { ...each, apply: each.apply.replaceAll('"', "'") } : each,
  );
  return { ...found, options };
};
