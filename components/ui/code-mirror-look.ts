import { json } from "@codemirror/lang-json";
import { HighlightStyle, StreamLanguage, type StreamParser, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Colours of the theme; both themes come from the same variables. */
const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.function(tags.variableName)], color: "var(--color-accent-ink)" },
  { tag: [tags.string], color: "var(--color-good)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--color-warn)" },
  { tag: [tags.bracket, tags.punctuation], color: "var(--color-muted)" },
]);

const theme = EditorView.theme({
  "&": {
    color: "var(--color-ink)",
    backgroundColor: "var(--color-surface)",
    border: "1px solid var(--color-control)",
    borderRadius: "var(--radius-md)",
    fontSize: "0.75rem",
    maxHeight: "36rem",
  },
  "[data-invalid] > &": { borderColor: "var(--color-bad)" },
  "&.cm-focused": { outline: "2px solid var(--color-focus)", outlineOffset: "-1px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.25rem", overflow: "auto" },
  ".cm-content": { padding: "0.375rem 0", caretColor: "var(--color-ink)", minBlockSize: "2rem" },
  ".cm-line": { padding: "0 0.625rem", overflowWrap: "anywhere" },
  ".cm-cursor": { borderLeftColor: "var(--color-ink)" },
  ".cm-gutters": {
    color: "var(--color-faint)",
    backgroundColor: "var(--color-sunken)",
    borderInlineEnd: "1px solid var(--color-line)",
  },
  ".cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": {
    backgroundColor: "color-mix(in oklch, var(--color-hover) 60%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--color-accent-soft)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--color-selected)" },
  ".cm-tooltip": {
    color: "var(--color-ink)",
    backgroundColor: "var(--color-raised)",
    border: "1px solid var(--color-line)",
    borderRadius: "var(--radius-md)",
    boxShadow: "var(--shadow-popup)",
    maxInlineSize: "calc(100vw - 1rem)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.5rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--color-ink)",
    backgroundColor: "var(--color-selected)",
    boxShadow: "inset 2px 0 0 var(--color-focus)",
  },
  ".cm-completionDetail": { color: "var(--color-muted)", fontStyle: "normal" },
  ".cm-completionInfo": { padding: "0.375rem 0.5rem", fontSize: "0.75rem" },
  ".cm-diagnostic": { padding: "0.25rem 0.5rem", fontSize: "0.8125rem" },
  ".cm-diagnostic-error": { borderLeft: "3px solid var(--color-bad)" },
  ".cm-diagnostic-warning": { borderLeft: "3px solid var(--color-warn)" },
  ".cm-changedLine": { backgroundColor: "color-mix(in oklch, var(--color-accent-soft) 55%, transparent) !important" },
  ".cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "var(--color-bad-soft) !important",
    textDecoration: "line-through",
  },
  ".cm-merge-b .cm-changedText": { background: "var(--color-good-soft) !important" },
});

/** The page's content security policy may ask for its nonce on the style sheet that CodeMirror adds. */
function nonce(): Extension {
  const value = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  return value ? EditorView.cspNonce.of(value) : [];
}

/** How code looks in editors and comparisons. */
export const codeLook = (): Extension => [theme, syntaxHighlighting(highlight), nonce()];

interface LiquidState {
  inOutput: boolean;
  afterPipe: boolean;
}

/** One output with filters and its destination. The published grammar would bring HTML, CSS and JavaScript along. */
const liquid: StreamParser<LiquidState> = {
  startState: () => ({ inOutput: false, afterPipe: false }),
  token(stream, state) {
    if (stream.match("{{")) {
      state.inOutput = true;
      return "bracket";
    }
    if (stream.match("}}")) {
      state.inOutput = false;
      return "bracket";
    }
    if (!state.inOutput) {
      if (stream.match(/^\.[\w.]+/)) return "propertyName";
      stream.next();
      return null;
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^"[^"]*"?/) || stream.match(/^'[^']*'?/)) return "string";
    if (stream.match(/^-?\d+(\.\d+)?/)) return "number";
    if (stream.eat("|")) {
      state.afterPipe = true;
      return "punctuation";
    }
    if (stream.match(/^[\w-]+/)) {
      const isFilter = state.afterPipe;
      state.afterPipe = false;
      return isFilter ? "variableName.function" : null;
    }
    stream.next();
    return "punctuation";
  },
};

export const languages = { json, liquid: () => StreamLanguage.define(liquid) };
