import { isAttributeName } from "#lib/scim/attribute-name.ts";
import { ScimError, scimError } from "#lib/scim/error.ts";
import { lex } from "#lib/scim/filter/lex.ts";
import { FilterParser } from "#lib/scim/filter/parse.ts";
import { matches } from "#lib/scim/filter/predicate.ts";
import { elementScope } from "#lib/scim/filter/scope.ts";
import type { Filter } from "#lib/scim/filter/tree.ts";
import { parsePath } from "#lib/scim/path.ts";
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { isObject, ownValue } from "#lib/scim/value.ts";
import { TextProblem } from "./finding.ts";

/** A group as a mapping sees it. */
export interface PersonGroup {
  /** The id here of a group that was pushed; of one sent inline, whatever the IdP sent beside the name. */
  readonly id: string | null;
  readonly name: string;
}

/** What is mapped. */
export interface Person {
  /** The SCIM resource as stored. */
  readonly resource: JsonObject;
  /** What the IdP sent inline; without that, the direct groups that were pushed, by name. */
  readonly groups: readonly PersonGroup[];
}

/** A source, understood. */
export interface Source {
  readonly text: string;
  /** Whether a change of groups may change the value. */
  readonly usesGroups: boolean;
  /** `addresses[…].*`: an object of which each part becomes a field of its own. */
  readonly isSpread: boolean;
  /** The attribute it begins with, under which it is found among the paths that were received; in lower case. */
  readonly root: string;
  /** Whether a schema describes it. */
  readonly isKnown: boolean;
  /** Whether it may give a list where one value is wanted. */
  readonly isList: boolean;
  /**
   * The value there; undefined when there is none. Of a multi-valued attribute, a filter or an index chooses one
   * element; without either it is the list of all.
   */
  read(person: Person): JsonValue | undefined;
}

/** Source 002 writes a dot behind the URN of an extension: `urn:…:2.0:User.department`. */
const withColon = (text: string) => text.replace(/^(urn:.*?:User)\.(?=[A-Za-z$])/i, "$1:");

const GROUPS = /^groups(?![\w$-])/i;
const INDEX = /^([^[\]]+)\[(\d{1,4})\](?:\.([A-Za-z$][\w$-]*|\*))?$/;
const SPREAD = ".*";

/** Ours, or the IdP's secret: nothing a profile may be made of. */
const FORBIDDEN = new Map([
  ["id", "`id` is the id that Rollcall gave the resource: use userName or externalId."],
  ["meta", "`meta` is about the resource, not about the person."],
  ["schemas", "`schemas` is about the resource, not about the person."],
  ["password", "A password is never kept, so it cannot be mapped."],
]);

/** @throws TextProblem unknown_path, forbidden_path, with the column */
export function parseSource(text: string, type: ResourceType): Source {
  const path = withColon(text.trim());
  if (path === "") throw new TextProblem("unknown_path", "Say which SCIM attribute the value comes from.");
  const root = path.toLowerCase().startsWith("urn:")
    ? path.toLowerCase()
    : (/^[\w$-]*/.exec(path)?.[0] ?? "").toLowerCase();
  const forbidden = FORBIDDEN.get(root);
  if (forbidden) throw new TextProblem("forbidden_path", forbidden);
  const found = GROUPS.test(path) ? groupsSource(path) : resourceSource(path, type);
  return { text, root, ...found };
}

type Read = Omit<Source, "text" | "root">;

function resourceSource(path: string, type: ResourceType): Read {
  const indexed = INDEX.exec(path);
  if (indexed) return indexedSource(path, type, indexed);
  const isSpread = path.endsWith(SPREAD);
  const { urn, target, sub, filter } = understood(path, () =>
    parsePath(isSpread ? path.slice(0, -2) : path, type, () => {}),
  );
  const holder = holderOf(urn);
  const isKnown = target ? target.attribute !== undefined : type.extensions.some(({ id }) => id === urn);
  if (!target) return { usesGroups: false, isSpread, isKnown, isList: false, read: ({ resource }) => holder(resource) };
  if (isSpread && (sub || (target.attribute && target.attribute.type !== "complex"))) {
    throw new TextProblem(
      "unknown_path",
      `"${path.slice(0, -2)}" has no parts that .* could stand for.`,
      path.length - 1,
    );
  }
  const name = target.name;
  const pick = picker(filter, sub?.name);
  return {
    usesGroups: false,
    isSpread,
    isKnown,
    isList: (target.attribute?.multiValued ?? false) && !filter,
    read: ({ resource }) => {
      const found = holder(resource);
      return isObject(found) ? pick(ownValue(found, name)) : undefined;
    },
  };
}

const holderOf = (urn: string | undefined) => (resource: JsonObject) =>
  urn === undefined ? resource : ownValue(resource, urn);

/** What a value, or each of a list, comes to: the first element that the filter lets through, or all; then the part. */
function picker(filter: Filter | undefined, sub: string | undefined) {
  const partOf = (value: JsonValue | undefined): JsonValue | undefined =>
    sub === undefined ? value : isObject(value) ? ownValue(value, sub) : undefined;
  return (value: JsonValue | undefined): JsonValue | undefined => {
    if (!Array.isArray(value)) return filter ? undefined : partOf(value);
    if (filter) return partOf(value.find((element) => isObject(element) && matches(filter, element)));
    const parts = value.map(partOf).filter((part) => part !== undefined);
    return parts.length > 0 ? parts : undefined;
  };
}

function indexedSource(path: string, type: ResourceType, [, base = "", index, sub]: RegExpExecArray): Read {
  const { urn, target, sub: dotted } = understood(path, () => parsePath(base, type, () => {}));
  const attribute = target?.attribute;
  if (!target || dotted || (attribute && !attribute.multiValued)) {
    throw new TextProblem("unknown_path", `"${base}" has one value at most: leave out [${index}].`, base.length + 1);
  }
  const isPart = sub !== undefined && sub !== "*";
  const known = isPart
    ? attribute?.subAttributes?.find(({ name }) => name.toLowerCase() === sub.toLowerCase())
    : undefined;
  if (isPart && attribute && !known) {
    throw new TextProblem(
      "unknown_path",
      `"${target.name}" has no sub-attribute "${sub}".`,
      path.length - sub.length + 1,
    );
  }
  const holder = holderOf(urn);
  const pick = picker(undefined, isPart ? (known?.name ?? sub) : undefined);
  return {
    usesGroups: false,
    isSpread: sub === "*",
    isKnown: attribute !== undefined,
    isList: false,
    read: ({ resource }) => {
      const found = holder(resource);
      const elements = isObject(found) ? ownValue(found, target.name) : undefined;
      return pick(Array.isArray(elements) ? elements[Number(index)] : undefined);
    },
  };
}

/** `groups`, `groups.value`, `groups[0].value`, `groups[value sw "A"].id`: `value` and `display` are the name, `id` is the id. */
function groupsSource(path: string): Read {
  const indexed = INDEX.exec(path);
  const choice = indexed ? { index: Number(indexed[2]), sub: indexed[3] } : understood(path, () => chosenGroups(path));
  const { sub } = choice;
  if (sub !== undefined && !["value", "display", "id"].includes(sub.toLowerCase())) {
    throw new TextProblem(
      "unknown_path",
      "A group has value (its name), display and id.",
      path.length - sub.length + 1,
    );
  }
  const pick = picker("filter" in choice ? choice.filter : undefined, sub?.toLowerCase());
  return {
    usesGroups: true,
    isSpread: false,
    isKnown: true,
    isList: !indexed && !("filter" in choice && choice.filter),
    read: (person) => {
      if (person.groups.length === 0) return undefined;
      const elements = groupElements(person.groups);
      return pick("index" in choice ? elements[choice.index] : elements);
    },
  };
}

/** Groups as paths and filters of a mapping see them. */
export const groupElements = (groups: readonly PersonGroup[]): JsonObject[] =>
  groups.map(({ id, name }) => ({ value: name, display: name, ...(id !== null && { id }) }));

function chosenGroups(path: string): { filter: Filter | undefined; sub: string | undefined } {
  const tokens = lex(path, scimError.invalidPath);
  const [first, second] = tokens;
  if (second?.kind !== "[") {
    if (second?.kind !== "end")
      throw scimError.invalidPath(`The path is not understood at column ${second?.column ?? 1}.`);
    const [, sub, ...more] = (first?.text ?? "").split(".");
    if (more.length > 0 || sub === "") throw scimError.invalidPath("A group has value (its name), display and id.");
    return { filter: undefined, sub };
  }
  const parser = new FilterParser(tokens, 2, () => {});
  const filter = parser.readExpression(elementScope(undefined));
  parser.expect("]");
  const sub = parser.takeSubAttribute()?.text.slice(1);
  parser.expect("end");
  if (sub !== undefined && !isAttributeName(sub))
    throw scimError.invalidPath("A group has value (its name), display and id.");
  return { filter, sub };
}

/** Says with its column what the protocol's parsers say in words. */
function understood<Result>(path: string, parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    if (error instanceof ScimError) throw asTextProblem("unknown_path", error, path);
    throw error;
  }
}

/** A failure of the path or filter parser, with the column it names. */
export function asTextProblem(code: string, error: ScimError, text: string): TextProblem {
  const said = /column (\d+)/.exec(error.message)?.[1];
  const quoted = /"([^"…]+)/.exec(error.message)?.[1];
  const at = quoted === undefined ? -1 : text.lastIndexOf(quoted);
  return new TextProblem(code, error.message, said ? Number(said) : at + 1 || 1);
}
