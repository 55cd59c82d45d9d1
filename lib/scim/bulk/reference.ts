import { scimError } from "../error.ts";
import type { JsonObject, JsonValue } from "../resource.ts";
import { isObject } from "../value.ts";
import type { BulkOperation } from "./operation.ts";

const PREFIX = "bulkId:";

/** Takes the bulkId of a reference and gives what stands in its place. */
type Replace = (bulkId: string) => string;

/** The bulkIds an operation refers to, in its path or anywhere in its data. */
export function referencesOf(operation: BulkOperation): Set<string> {
  const found = new Set<string>();
  replaceReferences(operation, (bulkId) => {
    found.add(bulkId);
    return bulkId;
  });
  return found;
}

/**
 * The operation with the ids of what has been created in place of `bulkId:…`. `ids` holds those by bulkId.
 * Throws invalidValue where one is not there, because its own operation failed.
 */
export function resolveOperation(operation: BulkOperation, ids: ReadonlyMap<string, string>): BulkOperation {
  return replaceReferences(operation, (bulkId) => {
    const id = ids.get(bulkId);
    if (id !== undefined) return id;
    throw scimError.invalidValue(
      `There is nothing behind "bulkId:${bulkId.slice(0, 60)}": its operation did not succeed.`,
    );
  });
}

function replaceReferences(operation: BulkOperation, replace: Replace): BulkOperation {
  const { id, data } = operation;
  return {
    ...operation,
    ...(id !== undefined && { id: inText(id, "id", replace) }),
    ...(data && { data: inObject(data, replace) }),
  };
}

// Built from entries, so that a key "__proto__" stays a key for the reader of the body to refuse.
const inObject = (object: JsonObject, replace: Replace): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, inValue(value, key.toLowerCase(), replace)]));

function inValue(value: JsonValue, key: string, replace: Replace): JsonValue {
  if (typeof value === "string") return inText(value, key, replace);
  if (Array.isArray(value)) return value.map((item) => inValue(item, key, replace));
  return isObject(value) ? inObject(value, replace) : value;
}

/** `bulkId:x` as a whole text; `…/Users/bulkId:x` in a `$ref`; `members[value eq "bulkId:x"]` in the path of a PATCH. */
function inText(text: string, key: string, replace: Replace): string {
  if (text.startsWith(PREFIX)) return replace(text.slice(PREFIX.length));
  if (key === "$ref") {
    const at = text.lastIndexOf(`/${PREFIX}`) + 1;
    return at > 0 ? text.slice(0, at) + replace(text.slice(at + PREFIX.length)) : text;
  }
  return key === "path" ? text.replace(/"bulkId:([^"]*)"/g, (_, bulkId: string) => `"${replace(bulkId)}"`) : text;
}
