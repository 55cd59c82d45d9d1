import { fieldOf } from "../body.ts";
import { scimError } from "../error.ts";
import { parseJson } from "../json.ts";
import type { JsonObject, JsonValue, NoteDeviation } from "../resource.ts";
import { PATCH_OP_URN } from "../schema/resource-types.ts";
import { isObject } from "../value.ts";

/** Operations in one request; an IdP that needs more can send another. */
export const MAX_PATCH_OPERATIONS = 1_000;

export interface PatchOperation {
  readonly op: "add" | "remove" | "replace";
  /** Absent where `value` is an object of attributes. */
  readonly path?: string;
  readonly value?: JsonValue;
}

/** An operation without its path. */
export type Change = Pick<PatchOperation, "op" | "value">;

/** Reads the body of a PATCH (RFC 7644 §3.5.2). What each operation applies to is not looked at yet. */
export function parsePatch(body: JsonObject, note: NoteDeviation): PatchOperation[] {
  noteSchemas(body, note);
  const operations = fieldOf(body, "Operations");
  if (!Array.isArray(operations)) {
    throw scimError.invalidSyntax("The body of a PATCH holds a list named Operations.");
  }
  if (operations.length > MAX_PATCH_OPERATIONS) {
    throw scimError.tooMany(
      `One PATCH may hold ${MAX_PATCH_OPERATIONS} operations, not ${operations.length}. Send them in several requests.`,
    );
  }
  return operations.map((operation, index) => readOperation(operation, index + 1, note));
}

/** OneLogin leaves `schemas` out, or sends null, nothing or a URN of its own. */
function noteSchemas(body: JsonObject, note: NoteDeviation): void {
  const schemas = fieldOf(body, "schemas");
  const isRight = Array.isArray(schemas) && schemas.includes(PATCH_OP_URN);
  if (!isRight) note("patch-without-schemas");
}

function readOperation(operation: JsonValue, position: number, note: NoteDeviation): PatchOperation {
  if (!isObject(operation)) throw scimError.invalidSyntax(`Operation ${position} must be an object.`);
  const op = readOp(fieldOf(operation, "op"), position, note);
  const path = readPath(fieldOf(operation, "path"), position);
  const value = fieldOf(operation, "value");
  if (path === undefined && op === "remove") {
    throw scimError.noTarget(`Operation ${position} removes something, but has no path that says what.`);
  }
  if (value === undefined && op !== "remove") {
    throw scimError.invalidValue(`Operation ${position} has no value to ${op}.`);
  }
  if (path !== undefined) return value === undefined ? { op, path } : { op, path, value };
  return { op, value: readPathless(value, position, note) };
}

/** Entra ID writes `Add`, `Remove` and `Replace` unless its URL carries the aadOptscim062020 flag. */
function readOp(op: JsonValue | undefined, position: number, note: NoteDeviation): PatchOperation["op"] {
  const lower = typeof op === "string" ? op.toLowerCase() : undefined;
  if (lower !== "add" && lower !== "remove" && lower !== "replace") {
    throw scimError.invalidValue(`Operation ${position} has an op that is not "add", "remove" or "replace".`);
  }
  if (op !== lower) note("operation-case");
  return lower;
}

function readPath(path: JsonValue | undefined, position: number): string | undefined {
  if (path === undefined || path === null || path === "") return undefined;
  if (typeof path !== "string") throw scimError.invalidPath(`Operation ${position} has a path that is not a string.`);
  return path.trim();
}

/**
 * Without a path the value is an object of attributes. scim-for-keycloak sends that object as JSON text:
 * https://github.com/Captain-P-Goldfish/scim-for-keycloak/issues/133
 */
function readPathless(value: JsonValue | undefined, position: number, note: NoteDeviation): JsonObject {
  if (isObject(value)) return value;
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) {
    throw scimError.invalidValue(`Operation ${position} has no path, so its value must be an object of attributes.`);
  }
  note("patch-value-as-text");
  return parseJson(value);
}
