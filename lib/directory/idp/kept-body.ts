/** What of a request and its answer the provisioning log keeps. */
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import { isObject } from "#lib/scim/value.ts";

/** Stands in place of a value that is not kept. */
const NOT_KEPT = "(not kept)";
const ITEMS_MAX = 100;
const TEXT_MAX = 2_000;
const DEPTH_MAX = 12;
const NAME_MAX = 200;

/** Tells of an attribute's path in lower case, without its filters, whether its value must not be kept. */
export type Hidden = (path: string) => boolean;

/** Secrets are never kept, whatever the organization says. */
const isSecret = (path: string) => /(^|[.:])password$/.test(path);

/** `emails[type eq "work"].value` names what `emails.value` does. */
const withoutFilter = (path: string) => path.replace(/\[[^\]]*\]/g, "");
const plain = (path: string) => withoutFilter(path).toLowerCase();

/**
 * @param redacted attributes as the organization named them, in any letter case: `phoneNumbers`, `name.familyName`, or a
 *   whole URN. A name hides everything beneath it; one without its URN hides the attribute of every extension too.
 */
export function hiddenBy(redacted: readonly string[]): Hidden {
  const names = redacted.map(plain);
  return (path) => {
    const forms = [path, path.replace(/^urn:.*:(?=[^:]*$)/, "")];
    const isNamed = (name: string) =>
      forms.some((form) => form === name || form.startsWith(`${name}.`) || form.startsWith(`${name}:`));
    return isSecret(path) || names.some(isNamed);
  };
}

/** Lists hold resources or operations, whose paths begin anew. */
const BEGINS_ANEW = new Set(["operations", "resources", "data"]);

/** A path below an extension's URN goes on behind a colon. */
const joined = (path: string, name: string) =>
  path === "" ? name : `${path}${/^urn:.*:(user|group)$/.test(path) ? ":" : "."}${name}`;

/**
 * A body as the log keeps it: nothing hidden, long lists and texts cut with a word about it, never deeper than it can be
 * read.
 */
export function keptBody(value: JsonValue, hidden: Hidden, path = "", depth = 0): JsonValue {
  if (typeof value === "string") return value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}… (cut)` : value;
  if (depth > DEPTH_MAX) return "… (cut)";
  if (Array.isArray(value)) {
    const items = value.slice(0, ITEMS_MAX).map((item) => keptBody(item, hidden, path, depth + 1));
    return value.length > ITEMS_MAX ? [...items, `… and ${value.length - ITEMS_MAX} more`] : items;
  }
  if (!isObject(value)) return value;
  // A PATCH operation or a change says in words which attribute its value is of.
  const about = typeof value.path === "string" ? plain(value.path) : undefined;
  const isOperation = typeof value.op === "string" || about !== undefined;
  const kept: JsonObject = {};
  for (const [key, content] of Object.entries(value)) {
    if (key === "__proto__") continue;
    const name = key.toLowerCase();
    if (name === "path" && about !== undefined && hidden(about)) {
      kept[key] = withoutFilter(String(content));
      continue;
    }
    const isValue = isOperation && name === "value";
    const inner = isValue ? (about ?? "") : BEGINS_ANEW.has(name) ? "" : joined(path, plain(key));
    kept[key.slice(0, NAME_MAX)] =
      inner !== "" && hidden(inner) ? NOT_KEPT : keptBody(content, hidden, inner, depth + 1);
  }
  return kept;
}

/** A query as the log keeps it: a filter on what is hidden loses the values it compares with. */
export function keptQuery(query: string, redacted: readonly string[]): string {
  const text = query.toLowerCase();
  return redacted.some((name) => text.includes(name.toLowerCase()))
    ? query.replace(/"[^"]*"/g, `"${NOT_KEPT}"`)
    : query;
}

/** The name of a changed attribute; of a hidden one without the value that tells it from its siblings. */
export const keptName = (attribute: string, hidden: Hidden): string =>
  hidden(plain(attribute)) ? withoutFilter(attribute) : attribute;

/** What an attribute was or is, as the log keeps it. */
export const keptChange = (attribute: string, value: JsonValue, hidden: Hidden): JsonValue =>
  hidden(plain(attribute)) ? NOT_KEPT : keptBody(value, hidden, plain(attribute));
