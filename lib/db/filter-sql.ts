import { type FilterTarget, foldFilter } from "#lib/scim/filter/fold.ts";
import type { AttributeRef, CompareOperator, Filter, FilterValue } from "#lib/scim/filter/tree.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import { type FilterTable, type HotColumn, inCodePointOrder } from "./filter-tables.ts";
import type { SqlParameter } from "./sql.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Whether `text` can be one of our ids; anything else is answered without asking the database. */
export const isUuid = (text: string) => UUID.test(text);

/** A condition on the row `r` and the parameters it binds, numbered from `first`. */
export interface FilterSql {
  readonly sql: string;
  readonly parameters: SqlParameter[];
}

/**
 * A filter as SQL. Input only ever becomes a parameter; the text of the statement comes from the tables above.
 * `eq` is an equality on a column or a containment in the search document, and `sw` a range of a column or of the words
 * of an index, so an index answers them.
 * The meaning is that of lib/scim/filter/predicate.ts.
 *
 * @param isLookUp that hardly anybody is meant, and one plan serves all values: a containment is then weighed without its
 * value. Otherwise each call is planned anew, by holding the value against a hundred documents, once there are some
 * thousands of people.
 */
export function filterSql(
  filter: Filter,
  table: FilterTable,
  first: number,
  { isLookUp = false }: { isLookUp?: boolean } = {},
): FilterSql {
  const parameters: SqlParameter[] = [];
  const bind = (value: SqlParameter) => `$${parameters.push(value) + first - 1}`;
  return { sql: foldFilter(filter, target({ element: undefined, table, bind, depth: 0, isLookUp })), parameters };
}

interface Place {
  /** The jsonb element the keys start at; absent at the resource itself. */
  readonly element: string | undefined;
  readonly table: FilterTable;
  readonly bind: (value: SqlParameter) => string;
  readonly depth: number;
  readonly isLookUp: boolean;
}

function target(place: Place): FilterTarget<string> {
  return {
    and: (left, right) => `(${left} and ${right})`,
    or: (left, right) => `(${left} or ${right})`,
    not: (operand) => `not ${operand}`,
    compare: (ref, op, value) => compare(place, ref, op, value),
    present: (ref) => present(place, ref),
    element: (ref, filter) => element(place, ref, filter),
  };
}

const pathOf = (ref: AttributeRef) => ref.keys.join(".").toLowerCase();
const folded = (ref: AttributeRef, text: string) => (ref.attribute?.caseExact ? text : foldCase(text));

/** The jsonb the keys of a ref start at. */
const scopeOf = ({ element, table }: Place, ref: AttributeRef) =>
  element ?? table.documents.get(ref.keys[0]?.toLowerCase() ?? "") ?? "r.search";
const columnOf = ({ element, table }: Place, ref: AttributeRef) =>
  element === undefined ? table.columns.get(pathOf(ref)) : undefined;
const relatedTo = ({ element, table }: Place, path: string) =>
  element === undefined ? table.related.get(path) : undefined;

function compare(place: Place, ref: AttributeRef, op: CompareOperator, value: FilterValue): string {
  if (op === "ne") return `not ${compare(place, ref, "eq", value)}`;
  if (value === null) return `not ${present(place, ref)}`;
  const column = columnOf(place, ref);
  if (column) return compareColumn(place, column, op, value);
  if (op !== "eq") {
    const exactly = someItem(place, ref, (item) => compareItem(place, item, ref, op, value));
    const beginning = op === "sw" && beginsWith(place, pathOf(ref), ref, value);
    return beginning ? `(${beginning} and ${exactly})` : exactly;
  }
  const related = pathOf(ref).endsWith(".value") && relatedTo(place, pathOf(ref).slice(0, -".value".length));
  if (related) return hasRelated(place, related.has, value);
  return contains(place, ref, containments(ref, value));
}

/** PostgreSQL refuses a longer word in a search. */
const WORD_MAX_BYTES = 2_046;

/** That some text of a list begins with `value`, asked of an index; undefined where there is none. */
function beginsWith({ element, table, bind }: Place, path: string, ref: AttributeRef, value: FilterValue) {
  const words = element === undefined ? table.beginnings.get(path) : undefined;
  const text = typeof value === "string" ? folded(ref, value) : "";
  if (!words || text === "" || Buffer.byteLength(text) > WORD_MAX_BYTES) return undefined;
  return `${words} @@ ${bind(`'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}':*`)}::tsquery`;
}

const hasRelated = ({ bind }: Place, has: (id: string) => string, id: string | number | boolean) =>
  isUuid(String(id)) ? has(bind(String(id))) : "false";

function contains(place: Place, ref: AttributeRef, documents: readonly unknown[]): string {
  const operands = documents.map((document) => `${place.bind(JSON.stringify(document))}::jsonb`);
  const shown = place.isLookUp ? operands.map((operand) => `(select ${operand})`) : operands;
  return `(${shown.map((operand) => `${scopeOf(place, ref)} @> ${operand}`).join(" or ")})`;
}

/** Whether any value at the path meets the condition. Names carry the depth, so that inner ones do not hide outer ones. */
function someItem(place: Place, ref: AttributeRef, condition: (item: string) => string): string {
  const { depth, bind } = place;
  const values = `jsonb_path_query(${scopeOf(place, ref)}, ${bind(jsonPath(ref.keys))}::jsonpath)`;
  return `exists (select from ${values} as v${depth}(i${depth}) where ${condition(`i${depth}`)})`;
}

const COMPARISONS = { eq: "=", gt: ">", ge: ">=", lt: "<", le: "<=" } as const;

function compareColumn(
  { bind }: Place,
  column: HotColumn,
  op: CompareOperator,
  value: string | number | boolean,
): string {
  const { sql, type } = column;
  const text = type === "folded" ? foldCase(String(value)) : String(value);
  if (type === "uuid" && op === "eq") return isUuid(text) ? `(${sql} = ${bind(text)}::uuid)` : "false";
  if (type === "time" && (op === "eq" || op in COMPARISONS)) {
    return `(${sql} ${COMPARISONS[op as keyof typeof COMPARISONS]} ${bind(storableTime(text))}::timestamptz)`;
  }
  const operand = type === "text" || type === "folded" ? sql : `${sql}::text`;
  const comparison = compareText(operand, op, text, bind);
  // Never null, also where a `not` stands in front, and still a condition that an index can answer.
  return column.nullable ? `(${sql} is not null and ${comparison})` : comparison;
}

/** In the order of code points a beginning is a range, which an index answers whoever plans the statement. */
function startsWith(operand: string, text: string, bind: Place["bind"]): string {
  if (text === "") return `(${operand} is not null)`;
  const from = `${inCodePointOrder(operand)} >= ${bind(text)}::text`;
  const end = textAfter(text);
  return end === undefined ? `(${from})` : `(${from} and ${inCodePointOrder(operand)} < ${bind(end)}::text)`;
}

const LAST_CODE_POINT = 0x10ffff;

/** The first text behind all that begin with `beginning`; undefined when there is none. */
export function textAfter(beginning: string): string | undefined {
  const points = [...beginning].map((character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // No text holds half a surrogate pair.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
}

/** PostgreSQL knows no year 0 and writes those before it and beyond 9999 another way; nothing of ours is that old or new. */
function storableTime(iso: string): string {
  if (iso.startsWith("+")) return "infinity";
  return iso < "0001" ? "-infinity" : iso;
}

function compareItem(
  { bind }: Place,
  item: string,
  ref: AttributeRef,
  op: CompareOperator,
  value: string | number | boolean,
): string {
  if (typeof value === "number") {
    const comparison = COMPARISONS[op as keyof typeof COMPARISONS];
    if (!comparison) return "false";
    return `case when jsonb_typeof(${item}) = 'number' then ${item}::numeric ${comparison} ${bind(value)}::numeric else false end`;
  }
  if (typeof value === "boolean") return "false";
  return `jsonb_typeof(${item}) = 'string' and ${compareText(`(${item} #>> '{}')`, op, folded(ref, value), bind)}`;
}

function compareText(operand: string, op: CompareOperator, text: string, bind: Place["bind"]): string {
  const literal = text.replace(/[\\%_]/g, (character) => `\\${character}`);
  if (op === "co") return `(${operand} like ${bind(`%${literal}%`)}::text)`;
  if (op === "sw") return startsWith(operand, text, bind);
  if (op === "ew") return `(${operand} like ${bind(`%${literal}`)}::text)`;
  if (op === "eq") return `(${operand} = ${bind(text)}::text)`;
  return `(${inCodePointOrder(operand)} ${COMPARISONS[op as keyof typeof COMPARISONS]} ${bind(text)}::text)`;
}

/** What counts as a value (RFC 7644 §3.4.2.2, `pr`): neither null nor empty text, at any depth of a complex attribute. */
const PRESENT =
  '.** ? (@.type() != "object" && @.type() != "array" && @.type() != "null" && !(@.type() == "string" && @ == ""))';

function present(place: Place, ref: AttributeRef): string {
  const column = columnOf(place, ref);
  if (column) return `(${column.sql} is not null)`;
  const related = relatedTo(place, pathOf(ref));
  if (related) return related.any;
  return `jsonb_path_exists(${scopeOf(place, ref)}, ${place.bind(jsonPath(ref.keys) + PRESENT)}::jsonpath)`;
}

function element(place: Place, ref: AttributeRef, filter: Filter): string {
  const equalities = conjunction(filter);
  const id = equalities?.size === 1 ? equalities.get("value") : undefined;
  const related = relatedTo(place, pathOf(ref));
  if (related && id !== undefined) return hasRelated(place, related.has, id);
  if (equalities && ref.attribute) {
    return contains(place, ref, [nested(ref.keys, [Object.fromEntries(equalities)])]);
  }
  const exactly = someItem(place, ref, (item) => {
    const inner = foldFilter(filter, target({ ...place, element: item, depth: place.depth + 1 }));
    return `jsonb_typeof(${item}) = 'object' and ${inner}`;
  });
  const beginnings = needed(filter)
    .filter(({ op }) => op === "sw")
    .map((part) => beginsWith(place, `${pathOf(ref)}.${pathOf(part.ref)}`, part.ref, part.value))
    .filter((condition) => condition !== undefined);
  return beginnings.length > 0 ? `(${[...beginnings, exactly].join(" and ")})` : exactly;
}

/** The comparisons that all have to hold for the filter to hold. */
function needed(filter: Filter): Extract<Filter, { kind: "compare" }>[] {
  if (filter.kind === "and") return [...needed(filter.left), ...needed(filter.right)];
  return filter.kind === "compare" ? [filter] : [];
}

/** `a eq 1 and b eq 2` as a map; undefined when the filter is anything else, or asks two things of one attribute. */
function conjunction(filter: Filter): Map<string, string | number | boolean> | undefined {
  if (filter.kind === "and") {
    const left = conjunction(filter.left);
    const right = conjunction(filter.right);
    if (!left || !right || [...right.keys()].some((key) => left.has(key))) return undefined;
    return new Map([...left, ...right]);
  }
  if (filter.kind !== "compare" || filter.op !== "eq" || filter.value === null) return undefined;
  const { ref, value } = filter;
  return new Map([[pathOf(ref), typeof value === "string" ? folded(ref, value) : value]]);
}

/**
 * The smallest documents of which one is contained where the path has the value. A schema says which attribute on the
 * way is a list; in an extension that no schema describes, each may be one (a list of lists is not looked into).
 */
function containments(ref: AttributeRef, value: string | number | boolean): Record<string, unknown>[] {
  const wanted = typeof value === "string" ? folded(ref, value) : value;
  const [last = "", ...before] = [...ref.keys].reverse();
  const path = before.reverse();
  if (ref.attribute) {
    if (!ref.multiValued) return [nested(ref.keys, wanted)];
    const isSimple = ref.attribute.multiValued === true;
    return [isSimple ? nested(ref.keys, [wanted]) : nested(path, [nested([last], wanted)])];
  }
  const leaves = [wanted, [wanted]].map((leaf) => nested([last], leaf));
  // An extension's own URN always holds an object.
  if (path.length < 2) return leaves.map((leaf) => nested(path, leaf));
  return leaves.flatMap((leaf) => [nested(path, leaf), nested(path, [leaf])]);
}

function nested(keys: readonly string[], value: unknown): Record<string, unknown> {
  return [...keys].reverse().reduce((inner: unknown, key) => ({ [key.toLowerCase()]: inner }), value) as Record<
    string,
    unknown
  >;
}

/** A jsonpath in lax mode, which walks through lists by itself. Keys are quoted as JSON strings and bound as a parameter. */
const jsonPath = (keys: readonly string[]) =>
  `$${keys.map((key) => `.${JSON.stringify(key.toLowerCase())}[*]`).join("")}`;
