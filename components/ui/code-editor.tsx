"use client";

import { useCallback, useEffect, useId, useRef, useState } from "react";
import type { CodeProblem } from "#lib/client/code-problem.ts";
import { cx } from "./cx.ts";

export interface CodeSuggestion {
  label: string;
  /** What is put in, where it is more than the label. */
  apply?: string;
  /** A word or two beside it. */
  detail?: string;
  /** A sentence beside the list. */
  info?: string;
}

/** What may stand at `position`: what has been typed of it starts at `from`. */
export type SuggestCode = (text: string, position: number) => { from: number; options: CodeSuggestion[] } | undefined;

export interface CodeEditorProps {
  /** Names the field for assistive technology. */
  label: string;
  language: "json" | "liquid";
  value: string;
  onChange: (value: string) => void;
  problems?: readonly CodeProblem[];
  suggest?: SuggestCode;
  readOnly?: boolean;
  /** Never more than one line, such as an expression in a row. */
  oneLine?: boolean;
}

/** What was selected in the field that had the focus, as offsets in its text. */
export interface LeftSelection {
  readonly from: number;
  readonly to: number;
}

type Editor = typeof import("./code-mirror.tsx")["CodeMirror"];

/**
 * A text field for code. A plain text area stands there until the editor has arrived and where it cannot run; the
 * problems are listed below in words either way. Tab moves on, as everywhere else.
 */
export function CodeEditor(props: CodeEditorProps) {
  const { label, value, onChange, problems = [], readOnly = false, oneLine = false } = props;
  const [Editor, setEditor] = useState<Editor>();
  const left = useRef<LeftSelection>(undefined);
  // Read as late as can be, when the text area is about to go: somebody may be typing in it.
  const plain = useCallback(
    (field: HTMLTextAreaElement) => () => {
      const hasFocus = document.activeElement === field;
      left.current = hasFocus ? { from: field.selectionStart, to: field.selectionEnd } : undefined;
    },
    [],
  );
  const notesId = useId();
  useEffect(() => {
    let wanted = true;
    void import("./code-mirror.tsx").then(({ CodeMirror }) => {
      if (wanted) setEditor(() => CodeMirror);
    });
    return () => {
      wanted = false;
    };
  }, []);
  return (
    <div className="min-w-0">
      {Editor ? (
        <Editor {...props} describedBy={notesId} left={left} />
      ) : (
        <textarea
          ref={plain}
          aria-label={label}
          aria-describedby={notesId}
          aria-invalid={problems.some(isError) || undefined}
          value={value}
          readOnly={readOnly}
          rows={oneLine ? 1 : Math.min(24, value.split("\n").length + 1)}
          spellCheck={false}
          onChange={(event) => onChange(oneLine ? event.target.value.replaceAll("\n", " ") : event.target.value)}
          className={cx(
            "block w-full resize-none rounded-md border border-control bg-surface px-3 py-1.5 font-mono text-xs/5 shadow-control",
            problems.some(isError) && "border-bad",
          )}
        />
      )}
      <ul id={notesId} className={cx("flex flex-col gap-0.5 text-sm", problems.length > 0 && "mt-1.5")}>
        {problems.map((problem) => (
          <li
            key={`${problem.from} ${problem.message}`}
            className={problem.severity === "error" ? "text-bad" : "text-warn"}
          >
            <span className="font-medium">
              {problem.severity === "error" ? "Error" : "Note"}, {positionInWords(value, problem.from, oneLine)}:
            </span>{" "}
            {problem.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

const isError = ({ severity }: CodeProblem) => severity === "error";

/** "line 3, column 14", counted from one. */
function positionInWords(text: string, offset: number, oneLine: boolean): string {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  const column = offset - (before.lastIndexOf("\n") + 1) + 1;
  return oneLine ? `column ${column}` : `line ${line}, column ${column}`;
}
