/** The filters a transformation may use, as the editor offers them. `lib/mapping` says which are allowed. */
import type { CodeSuggestion, SuggestCode } from "#components/ui/code-editor.tsx";

const FILTERS: readonly CodeSuggestion[] = [
  { label: "downcase", detail: "ADA → ada", info: "All letters small." },
  { label: "upcase", detail: "ada → ADA", info: "All letters large." },
  { label: "strip", detail: '" ada " → "ada"', info: "Takes spaces away at both ends." },
  {
    label: "split",
    apply: 'split: ","',
    detail: '"a,b" → a and b',
    info: "Cuts the text where the separator stands. What comes out is a list.",
  },
  { label: "first", detail: "the first of a list" },
  { label: "last", detail: "the last of a list" },
  {
    label: "replace",
    apply: 'replace: "", ""',
    detail: 'replace: "old", "new"',
    info: "Puts the second text wherever the first one stands.",
  },
  { label: "prepend", apply: 'prepend: ""', detail: "puts text before it" },
  { label: "append", apply: 'append: ""', detail: "puts text behind it" },
  {
    label: "default",
    apply: 'default: ""',
    detail: "when there is nothing",
    info: "Used when the value is empty or was not sent.",
  },
  {
    label: "map",
    apply: 'map: "value"',
    detail: "one part of each",
    info: "Of a list of objects, the part of each that is named.",
  },
  { label: "join", apply: 'join: ", "', detail: "a list as one text" },
];

/** Filters behind a pipe, `value` in front of it. */
export const suggestFilters: SuggestCode = (text, position) => {
  const before = text.slice(0, position);
  const opened = before.lastIndexOf("{{");
  if (opened < 0 || before.lastIndexOf("}}") > opened) return undefined;
  const inOutput = before.slice(opened);
  const filter = /\|\s*([\w-]*)$/.exec(inOutput);
  if (filter) return { from: position - (filter[1]?.length ?? 0), options: [...FILTERS] };
  const value = /\{\{\s*(\w*)$/.exec(inOutput);
  if (value) {
    const options = [{ label: "value", detail: "what the attribute holds" }];
    return { from: position - (value[1]?.length ?? 0), options };
  }
  return undefined;
};
