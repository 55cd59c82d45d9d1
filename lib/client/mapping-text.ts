/** Rows as text and back: Auth0's pairs and authn.sh's notation, with the place of every row in the text. */
import { jsonLanguage } from "@codemirror/lang-json";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { ConfigurationProblem, MappingRow } from "#lib/contract/mapping-row.ts";
import { readPairs, writePairs } from "#lib/mapping/auth0.ts";
import { TextProblem } from "#lib/mapping/finding.ts";
import { notationOfRows, readNotation, rowsOfOverrides } from "#lib/mapping/notation.ts";
import type { CodeProblem } from "./code-problem.ts";
import { readJson } from "./json-text.ts";
import { type DraftRow, recognised } from "./mapping-draft.ts";

export type TextView = "json" | "authn";
type Strategy = Mapping["strategy"];
type Span = { from: number; to: number };
type JsonNode = ReturnType<typeof jsonLanguage.parser.parse>["topNode"];

export interface ReadText {
  /** Absent when the text cannot be understood. */
  rows?: DraftRow[];
  /** Where each row stands, by its key: the literal of its source and of what it goes to. */
  places: Map<string, { source: Span; value: Span }>;
  problems: CodeProblem[];
}

/** One row a line in pairs; one path a line in the notation. */
export function writeText(view: TextView, rows: readonly MappingRow[], strategy: Strategy): string {
  if (view === "authn") return JSON.stringify(notationOfRows(rows), null, 2);
  const lines = writePairs(rows, strategy).map(
    (pair) => `  ${JSON.stringify(pair).replace('","auth0"', '", "auth0"')}`,
  );
  return lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n]`;
}

interface Found {
  source: Span & { text: string };
  value: Span & { text: string };
  isPair: boolean;
}

/** Understands both notations, whichever of them is expected: what was pasted is converted. */
export function readText(text: string, rows: readonly DraftRow[]): ReadText {
  const json = readJson(text);
  if ("problem" in json) return { places: new Map(), problems: [json.problem] };
  const root = jsonLanguage.parser.parse(text).topNode.firstChild;
  if (!root) return { places: new Map(), problems: [problemAt({ from: 0, to: text.length }, SHAPE)] };
  const problems: CodeProblem[] = [];
  const inner = property(root, "mapping", text);
  const list = inner ?? root;
  const found = list.name === "Array" ? pairsIn(list, text, problems) : entriesIn(list, text, problems);
  const read: MappingRow[] = [];
  const spans: Found[] = [];
  for (const each of found) {
    try {
      const row = each.isPair
        ? readPairs([{ scim: each.source.text, auth0: each.value.text }])[0]
        : each.value.text === ""
          ? undefined
          : readNotation(each.source.text, each.value.text);
      if (!row) continue;
      read.push(row);
      spans.push(each);
    } catch (error) {
      if (!(error instanceof TextProblem)) throw error;
      problems.push(problemIn(text, each.value, error.column, error.message));
    }
  }
  if (problems.length > 0) return { places: new Map(), problems };
  // authn.sh's body with `mapping` in it overrides the defaults; the bare object is the whole mapping.
  const isOverride = inner !== undefined && list.name === "Object";
  if (isOverride) return { rows: overridden(rows, found), places: new Map(), problems: [] };
  const known = recognised(
    rows,
    read.map(({ source, transform, target }) => ({ source, transform, target })),
  );
  const places = new Map(known.map(({ key }, at) => [key, spans[at] as Found]));
  return { rows: list.name === "Object" ? inFormerOrder(rows, known) : known, places, problems: [] };
}

const SHAPE = 'A list of pairs is due here, [{"scim": …, "auth0": …}], or an object of paths, {"title": "job_title"}.';

function overridden(rows: readonly DraftRow[], found: readonly Found[]): DraftRow[] {
  const overrides: Record<string, string[]> = {};
  for (const { source, value } of found) overrides[source.text] = [...(overrides[source.text] ?? []), value.text];
  return recognised(rows, rowsOfOverrides(overrides));
}

function pairsIn(list: JsonNode, text: string, problems: CodeProblem[]): Found[] {
  return childrenOf(list).flatMap((item) => {
    const source = property(item, "scim", text);
    const value = property(item, "auth0", text);
    if (source?.name === "String" && value?.name === "String") {
      return [{ source: literal(source, text), value: literal(value, text), isPair: true }];
    }
    problems.push(problemAt(item, 'A pair has a "scim" path and an "auth0" field, both as text.'));
    return [];
  });
}

function entriesIn(object: JsonNode, text: string, problems: CodeProblem[]): Found[] {
  if (object.name !== "Object") {
    problems.push(problemAt(object, SHAPE));
    return [];
  }
  const seen = new Set<string>();
  return childrenOf(object).flatMap((entry) => {
    const [name, value] = childrenOf(entry);
    if (!name || !value) return [];
    const source = literal(name, text);
    if (seen.has(source.text)) {
      problems.push(problemAt(name, 'This path stands here twice. Put both fields in one list: ["a", "b"].'));
    }
    seen.add(source.text);
    const values = value.name === "Array" ? childrenOf(value) : [value];
    return values.flatMap((each) => {
      if (each.name === "String") return [{ source, value: literal(each, text), isPair: false }];
      problems.push(problemAt(each, "The field is a text, or a list of texts."));
      return [];
    });
  });
}

function childrenOf(node: JsonNode): JsonNode[] {
  const children: JsonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (/^[A-Z]/.test(child.name)) children.push(child);
  }
  return children;
}

function property(node: JsonNode, name: string, text: string): JsonNode | undefined {
  if (node.name !== "Object") return undefined;
  for (const entry of childrenOf(node)) {
    const [key, value] = childrenOf(entry);
    if (key && value && literal(key, text).text === name) return value;
  }
  return undefined;
}

function literal({ from, to }: Span, text: string) {
  return { from, to, text: String(JSON.parse(text.slice(from, to))) };
}

const problemAt = ({ from, to }: Span, message: string): CodeProblem => ({ severity: "error", from, to, message });

/** At a column of what a literal says; escapes make it stand further right in the text. */
function problemIn(
  text: string,
  { from, to }: Span,
  column: number,
  message: string,
  severity: CodeProblem["severity"] = "error",
) {
  let at = from + 1;
  for (let said = 1; said < column && at < to - 1; said += 1)
    at += text[at] === "\\" ? (text[at + 1] === "u" ? 6 : 2) : 1;
  const word = /^[\w.-]+/.exec(text.slice(at, to - 1))?.[0].length ?? 1;
  return { severity, from: at, to: Math.min(at + Math.max(1, word), to), message };
}

/** The notation groups the rows of one path. Rows that only stand grouped keep the order they had. */
function inFormerOrder(rows: readonly DraftRow[], read: readonly DraftRow[]): DraftRow[] {
  const grouped = [...new Set(rows.map(({ source }) => source))].flatMap((source) =>
    rows.filter((row) => row.source === source).map(({ key }) => key),
  );
  const kept = read.filter(({ key }) => grouped.includes(key)).map(({ key }) => key);
  const expected = grouped.filter((key) => kept.includes(key));
  if (kept.some((key, at) => key !== expected[at])) return [...read];
  const now = new Map(read.map((row) => [row.key, row]));
  const result = rows.flatMap(({ key }) => now.get(key) ?? []);
  for (const [at, row] of read.entries()) {
    if (result.includes(row)) continue;
    const before = read[at - 1];
    result.splice(before ? result.findIndex(({ key }) => key === before.key) + 1 : 0, 0, row);
  }
  return result;
}

/** What the check of the rows says, at its place in the text. */
export function markProblems(
  text: string,
  { rows = [], places }: ReadText,
  problems: readonly ConfigurationProblem[],
): CodeProblem[] {
  return problems.flatMap(({ part, index, field, column, message, severity }) => {
    if (part === "rule" || part === "default_role") return [];
    const row = index === null ? undefined : rows[index];
    const place = row && places.get(row.key);
    if (!row || !place) return [{ severity, from: 0, to: Math.min(1, text.length), message }];
    if (field === "source") return [problemIn(text, place.source, column ?? 1, message, severity)];
    const ahead = field === "target" && row.transform !== null ? row.transform.length + 1 : 0;
    return [problemIn(text, place.value, ahead + (column ?? 1), message, severity)];
  });
}
