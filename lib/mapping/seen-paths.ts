import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { isObject } from "#lib/scim/value.ts";
import { type Person, parseSource } from "./source.ts";

/** A path that people have a value at, ready to be a source. */
export interface SeenPath {
  readonly path: string;
  readonly count: number;
  readonly example: JsonValue;
  readonly mapped: boolean;
  readonly known: boolean;
}

const PATHS_MAX = 500;
const EXAMPLE_MAX = 120;

/** Where these people have values: the paths a mapping would read them by, those of most people first. */
export function seenPaths(people: readonly Person[], type: ResourceType, mapped: ReadonlySet<string>): SeenPath[] {
  const seen = new Map<string, { count: number; example: JsonValue }>();
  for (const { resource, groups } of people) {
    const own = new Map<string, JsonValue>();
    collect(resource, own);
    if (groups[0]) own.set("groups[0].value", groups[0].name);
    for (const [path, example] of own) {
      const known = seen.get(path);
      if (known) known.count += 1;
      else if (seen.size < PATHS_MAX) seen.set(path, { count: 1, example: short(example) });
    }
  }
  return [...seen]
    .flatMap(([path, { count, example }]) => {
      const known = isKnown(path, type);
      return known === undefined ? [] : [{ path, count, example, mapped: mapped.has(path), known }];
    })
    .sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1));
}

/** Undefined for what cannot be a source at all. */
function isKnown(path: string, type: ResourceType): boolean | undefined {
  try {
    return parseSource(path, type).isKnown;
  } catch {
    return undefined;
  }
}

const short = (value: JsonValue): JsonValue =>
  typeof value === "string" && value.length > EXAMPLE_MAX ? `${value.slice(0, EXAMPLE_MAX)}…` : value;

function collect(resource: JsonObject, found: Map<string, JsonValue>): void {
  for (const [name, value] of Object.entries(resource)) {
    if (name === "schemas") continue;
    if (name.toLowerCase().startsWith("urn:") && isObject(value)) {
      for (const [inner, content] of Object.entries(value)) collectAttribute(`${name}:${inner}`, content, found);
    } else collectAttribute(name, value, found);
  }
}

function collectAttribute(path: string, value: JsonValue, found: Map<string, JsonValue>): void {
  if (Array.isArray(value)) collectElements(path, value, found);
  else if (isObject(value)) {
    for (const [sub, content] of Object.entries(value)) if (isPlain(content)) found.set(`${path}.${sub}`, content);
  } else if (isPlain(value)) found.set(path, value);
}

/** Elements are named by what tells them apart: that they are primary, and their type. */
function collectElements(path: string, elements: readonly JsonValue[], found: Map<string, JsonValue>): void {
  for (const [index, element] of elements.entries()) {
    if (!isObject(element)) {
      if (isPlain(element)) found.set(`${path}[${index}]`, element);
      continue;
    }
    const filters = [
      ...(element.primary === true ? ["[primary eq true]"] : []),
      ...(typeof element.type === "string" && element.type !== "" ? [`[type eq ${JSON.stringify(element.type)}]`] : []),
    ];
    for (const filter of filters.length > 0 ? filters : [`[${index}]`]) {
      for (const [sub, content] of Object.entries(element)) {
        if (isPlain(content) && sub !== "primary" && sub !== "type") found.set(`${path}${filter}.${sub}`, content);
      }
    }
  }
}

const isPlain = (value: JsonValue) => value !== null && value !== "" && typeof value !== "object";
