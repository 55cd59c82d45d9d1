import { scimError } from "./error.ts";
import { type Parameters, queryParameters } from "./parameters.ts";
import type { JsonObject, JsonValue, ShownResource } from "./resource.ts";
import type { Attribute, ResourceType } from "./schema/attribute.ts";
import { findAttribute, findExtension, findInSchema, findSubAttribute } from "./schema/lookup.ts";
import { isUrn } from "./stored.ts";
import { isObject } from "./value.ts";

const MAX_NAMES = 1_000;

/**
 * Which attributes a client asked for (RFC 7644 §3.9), as lower-case paths: `name.givenname`, `urn:…:user:manager`.
 * Without `only`, everything but `without` is shown.
 */
export interface Projection {
  readonly only: ReadonlySet<string> | undefined;
  readonly without: ReadonlySet<string>;
}

/** Reads `attributes` and `excludedAttributes` from a query. Names nobody knows select nothing. */
export function readProjection(params: URLSearchParams, type: ResourceType): Projection {
  return projectionOf(queryParameters(params), type);
}

/** Reads `attributes` and `excludedAttributes`, wherever the parameters stand. */
export function projectionOf(parameters: Parameters, type: ResourceType): Projection {
  const attributes = parameters.names("attributes");
  const excluded = parameters.names("excludedAttributes");
  if (attributes.length > 0 && excluded.length > 0) {
    throw scimError.invalidValue("attributes and excludedAttributes cannot be combined. Send one of them.");
  }
  if (attributes.length > MAX_NAMES || excluded.length > MAX_NAMES) {
    throw scimError.invalidValue(`No more than ${MAX_NAMES} attributes can be named.`);
  }
  const toPaths = (names: readonly string[]) => new Set(names.flatMap((name) => toPathsOf(type, name)));
  return { only: attributes.length > 0 ? toPaths(attributes) : undefined, without: toPaths(excluded) };
}

/**
 * Core attributes are known by their simple name, so the core URN in front says nothing; alone it means all of them, as
 * an extension's means all of its own.
 */
function toPathsOf(type: ResourceType, name: string): string[] {
  const path = name.toLowerCase();
  const urn = type.schema.id.toLowerCase();
  if (path === urn) return type.schema.attributes.map((attribute) => attribute.name.toLowerCase());
  return [path.startsWith(`${urn}:`) ? path.slice(urn.length + 1) : path];
}

/** Whether a group's members will be shown, and so have to be loaded. */
export function wantsMembers(projection: Projection): boolean {
  return wants(projection, "members");
}

/** Whether a user's groups will be shown, and so have to be loaded. */
export function wantsGroups(projection: Projection): boolean {
  return wants(projection, "groups");
}

function wants({ only, without }: Projection, name: string): boolean {
  if (!only) return !without.has(name);
  return [...only].some((path) => path === name || path.startsWith(`${name}.`));
}

/** The resource with what the client asked for; `id` and `schemas` always stay (RFC 7643 §7, `returned`). */
export function project(type: ResourceType, shown: ShownResource, projection: Projection): ShownResource {
  const isAll = projection.only === undefined && projection.without.size === 0;
  if (isAll && isWhole(shown, withheld(type))) return shown;
  const kept: JsonObject = {};
  for (const [key, value] of Object.entries(shown)) {
    const path = key.toLowerCase();
    const content = isUrn(key)
      ? projectExtension(type, key, value, projection)
      : projectAttribute(findAttribute(type, key)?.attribute, path, value, projection);
    if (content !== undefined) kept[key] = content;
  }
  return { ...kept, schemas: shown.schemas, id: shown.id };
}

const withheldOf = new WeakMap<ResourceType, ReadonlySet<string>>();

/** Names, in lower case, of what is not shown by itself, at any depth: attributes returned never or only on request. */
export function withheld(type: ResourceType): ReadonlySet<string> {
  const known = withheldOf.get(type);
  if (known) return known;
  const all = [type.schema, ...type.extensions].flatMap(({ attributes }) => attributes);
  const every = all.flatMap((attribute) => [attribute, ...(attribute.subAttributes ?? [])]);
  const names = every.filter(({ returned }) => returned === "never" || returned === "request");
  const made = new Set(names.map(({ name }) => name.toLowerCase()));
  withheldOf.set(type, made);
  return made;
}

/** Whether there is nothing to take away: no attribute that is withheld, and nothing empty. Most resources are so. */
function isWhole(value: JsonValue, names: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.every((item) => typeof item !== "object" || isWhole(item, names));
  if (!isObject(value)) return true;
  let keys = 0;
  for (const key in value) {
    keys += 1;
    const content = value[key];
    if (names.size > 0 && names.has(key.toLowerCase())) return false;
    if (typeof content === "object" && content !== null && !isWhole(content, names)) return false;
  }
  return keys > 0;
}

function projectExtension(
  type: ResourceType,
  urn: string,
  value: JsonValue,
  projection: Projection,
): JsonValue | undefined {
  const schema = findExtension(type, urn);
  const path = urn.toLowerCase();
  if (projection.without.has(path)) return undefined;
  const whole = projection.only?.has(path) ? EVERYTHING : projection;
  if (!isObject(value)) return whole.only ? undefined : value;
  return projectKeys(value, (name) =>
    projectAttribute(schema && findInSchema(schema, name), `${path}:${name.toLowerCase()}`, value[name] ?? null, whole),
  );
}

/** Of a client that asked for nothing in particular. */
export const EVERYTHING: Projection = { only: undefined, without: new Set() };

/** One attribute by its row's `returned`; an attribute without a row is shown by default. */
function projectAttribute(
  attribute: Attribute | undefined,
  path: string,
  value: JsonValue,
  projection: Projection,
): JsonValue | undefined {
  const { only, without } = projection;
  const returned = attribute?.returned ?? "default";
  if (returned === "always") return value;
  if (returned === "never" || without.has(path)) return undefined;
  if (!only) return returned === "request" ? undefined : projectSubs(attribute, path, value, projection);
  return projectSubs(attribute, path, value, only.has(path) ? EVERYTHING : projection);
}

/** What lies below an attribute. With `only`, that is what was asked for by its own path; the rest falls away. */
function projectSubs(
  attribute: Attribute | undefined,
  path: string,
  value: JsonValue,
  projection: Projection,
): JsonValue | undefined {
  const isAsked = projection.only === undefined;
  if (Array.isArray(value)) {
    const items = value
      .map((item) => projectSubs(attribute, path, item, projection))
      .filter((item) => item !== undefined);
    return items.length > 0 || (isAsked && value.length === 0) ? items : undefined;
  }
  if (!isObject(value)) return isAsked ? value : undefined;
  return projectKeys(value, (name) =>
    projectAttribute(
      attribute && findSubAttribute(attribute, name),
      `${path}.${name.toLowerCase()}`,
      value[name] ?? null,
      projection,
    ),
  );
}

/** The keys that have content left; undefined when none has. */
function projectKeys(value: JsonObject, read: (name: string) => JsonValue | undefined): JsonObject | undefined {
  const kept: JsonObject = {};
  for (const name of Object.keys(value)) {
    const content = read(name);
    if (content !== undefined) kept[name] = content;
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}
