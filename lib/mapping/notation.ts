/** authn.sh's notation: an object of SCIM path to target, or to a Liquid text with the target behind it. */
import { DEFAULT_MAPPING, type MappingRow } from "./configuration.ts";
import { TextProblem } from "./finding.ts";

/** `{"title": "public_metadata.title", "groups[0].value": "{{ value | downcase }}.organization_role"}`. */
export type Notation = Record<string, string | string[]>;

/** What stands for "this path, which the default mapping has, fills nothing". */
const NOTHING = "";

const WITH_TARGET = /^(.*\}\})\.([A-Za-z_][\w.*-]*)$/s;

/** One value of the notation. @throws TextProblem bad_template when a template has no target behind it */
export function readNotation(source: string, text: string): MappingRow {
  const trimmed = text.trim();
  if (!trimmed.includes("{{")) return { source, transform: null, target: trimmed, note: "" };
  const [, transform, target] = WITH_TARGET.exec(trimmed) ?? [];
  if (transform === undefined || target === undefined) {
    const message = "Behind the last }} comes a dot and the field, e.g. {{ value | downcase }}.username.";
    throw new TextProblem("bad_template", message, Math.max(1, trimmed.lastIndexOf("}}") + 3));
  }
  const isPlain = /^\{\{\s*value\s*\}\}$/.test(transform);
  return { source, transform: isPlain ? null : transform, target, note: "" };
}

/** Text behind the last output cannot stand there: it becomes an output itself. */
function closed(transform: string): string {
  const end = transform.lastIndexOf("}}");
  const [start, rest] = end < 0 ? ["", transform] : [transform.slice(0, end + 2), transform.slice(end + 2)];
  return rest === "" && start !== "" ? start : `${start}{{ ${JSON.stringify(rest)} }}`;
}

export const writeNotation = ({ transform, target }: MappingRow) =>
  transform === null ? target : `${closed(transform)}.${target}`;

const sameRow = (a: MappingRow, b: MappingRow) =>
  a.source === b.source && a.target === b.target && a.transform === b.transform;

/**
 * The rows that an override makes: the default mapping, without the rows of paths that the override names and without
 * those to fields that it fills, and then its own. An empty value takes a default path away. `{}`: the defaults.
 * @throws TextProblem
 */
export function rowsOfOverrides(overrides: Notation): MappingRow[] {
  const own = Object.entries(overrides).flatMap(([source, value]) =>
    [value].flat().flatMap((text) => (text.trim() === NOTHING ? [] : [readNotation(source, text)])),
  );
  const paths = new Set(Object.keys(overrides));
  const filled = new Set(own.map(({ target }) => target).filter((target) => target !== "email_address"));
  return [...DEFAULT_MAPPING.filter(({ source, target }) => !paths.has(source) && !filled.has(target)), ...own];
}

/** The override that makes these rows. Their order is kept as far as paths differ. */
export function overridesOfRows(rows: readonly MappingRow[]): Notation {
  const overrides: Notation = {};
  const paths = new Set(rows.map(({ source }) => source));
  const touched = new Set(
    rows.filter((row) => !DEFAULT_MAPPING.some((other) => sameRow(row, other))).map(({ source }) => source),
  );
  const filled = new Set(rows.filter(({ source }) => touched.has(source)).map(({ target }) => target));
  for (const { source, target } of DEFAULT_MAPPING) {
    const isThere = rows.some((row) => row.source === source && row.target === target && row.transform === null);
    if (isThere) continue;
    if (paths.has(source)) touched.add(source);
    else if (!filled.has(target) || target === "email_address") overrides[source] = NOTHING;
  }
  for (const row of rows) {
    if (!touched.has(row.source)) continue;
    const text = writeNotation(row);
    const known = overrides[row.source];
    overrides[row.source] = known === undefined || known === NOTHING ? text : [known, text].flat();
  }
  return overrides;
}

/** All rows as an object, for the editor's text view. */
export function notationOfRows(rows: readonly MappingRow[]): Notation {
  const all: Notation = {};
  for (const row of rows) {
    const known = Object.hasOwn(all, row.source) ? all[row.source] : undefined;
    all[row.source] = known === undefined ? writeNotation(row) : [known, writeNotation(row)].flat();
  }
  return all;
}

/** The rows of an object that is complete, as `notationOfRows` writes it. @throws TextProblem */
export const rowsOfNotation = (notation: Notation): MappingRow[] =>
  Object.entries(notation).flatMap(([source, value]) => [value].flat().map((text) => readNotation(source, text)));
