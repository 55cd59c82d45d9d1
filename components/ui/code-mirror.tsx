"use client";

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, type Transaction } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import type { CodeEditorProps, LeftSelection } from "./code-editor.tsx";
import { codeLook, languages } from "./code-mirror-look.ts";

type CodeMirrorProps = CodeEditorProps & {
  describedBy: string;
  /** What was selected in the plain field whose place this takes, if it had the focus. */
  left: RefObject<LeftSelection | undefined>;
};

/** CodeMirror as a controlled field. Loaded by `CodeEditor` alone, when something is to be edited. */
export function CodeMirror(props: CodeMirrorProps) {
  const { value, problems = [], readOnly = false, label, describedBy, left } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const access = useRef(new Compartment());
  // What was typed and has not come back as `value` yet: rendering lags behind typing, and must not undo it.
  const told = useRef<string[]>([]);
  const changed = useEffectEvent((text: string) => {
    if (text === value && told.current.length === 0) return;
    told.current.push(text);
    props.onChange(text);
  });
  const suggest = useEffectEvent((text: string, position: number) => props.suggest?.(text, position));
  const open = useEffectEvent((parent: HTMLElement) => {
    const editor = new EditorView({
      parent,
      doc: value,
      extensions: [
        ...extensions(props),
        access.current.of(accessTo(readOnly, label, describedBy)),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
        autocompletion({
          icons: false,
          override: [
            ({ state, pos, explicit }) => {
              const found = suggest(state.doc.toString(), pos);
              return found && (explicit || found.from < pos) ? { ...found, filter: true } : null;
            },
          ],
        }),
      ],
    });
    if (!left.current) return editor;
    const end = editor.state.doc.length;
    const { from, to } = left.current;
    editor.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) } });
    editor.focus();
    return editor;
  });

  // In the moment in which the plain field goes: between the two, what is typed would be lost.
  useLayoutEffect(() => {
    if (!place.current) return;
    const editor = open(place.current);
    view.current = editor;
    return () => editor.destroy();
  }, []);
  useEffect(() => {
    const editor = view.current;
    const echo = told.current.lastIndexOf(value);
    told.current.splice(0, echo + 1);
    if (!editor || echo >= 0 || editor.state.doc.toString() === value) return;
    told.current = [];
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);
  useEffect(() => {
    view.current?.dispatch({ effects: access.current.reconfigure(accessTo(readOnly, label, describedBy)) });
  }, [readOnly, label, describedBy]);
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    // What is said about a text that has been shortened since must not reach past its end.
    const end = editor.state.doc.length;
    const marks = problems.map((problem) => ({
      ...problem,
      from: Math.min(problem.from, end),
      to: Math.min(Math.max(problem.to, problem.from + 1), end),
    }));
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problems]);
  return <div ref={place} data-invalid={problems.some(({ severity }) => severity === "error") || undefined} />;
}

function accessTo(readOnly: boolean, label: string, describedBy: string): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({
      "aria-label": label,
      "aria-describedby": describedBy,
      "aria-readonly": String(readOnly),
    }),
  ];
}

function extensions({ language, oneLine = false }: CodeEditorProps): Extension[] {
  // Tab is not bound: it moves on, so that nobody without a mouse is caught in here.
  const keys = [...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap];
  return [
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    EditorView.lineWrapping,
    keymap.of(keys),
    languages[language](),
    codeLook(),
    oneLine ? EditorState.transactionFilter.of(keepOneLine) : [lineNumbers(), lintGutter(), highlightActiveLine()],
  ];
}

/** A pasted or typed line break becomes a space, an Enter nothing. */
function keepOneLine(transaction: Transaction) {
  if (!transaction.docChanged || transaction.newDoc.lines === 1) return transaction;
  const text = transaction.newDoc
    .toString()
    .replace(/\s*\n\s*/g, " ")
    .trimEnd();
  const anchor = Math.min(transaction.startState.selection.main.head + 1, text.length);
  return [
    {
      changes: { from: 0, to: transaction.startState.doc.length, insert: text },
      selection: { anchor: text === transaction.startState.doc.toString() ? anchor - 1 : text.length },
    },
  ];
}
