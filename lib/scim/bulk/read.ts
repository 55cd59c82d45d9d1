import { fieldOf } from "../body.ts";
import { ScimError, scimError } from "../error.ts";
import type { JsonObject, JsonValue, NoteDeviation } from "../resource.ts";
import { mustBe } from "../simple-value.ts";
import { isObject } from "../value.ts";
import type { BulkItem, BulkMethod, BulkOperation, RefusedOperation } from "./operation.ts";
import { findBulkPath, readBulkPath } from "./path.ts";

const MAX_BULK_ID = 256;
const METHODS: readonly BulkMethod[] = ["POST", "PUT", "PATCH", "DELETE"];

/** A bulk request (RFC 7644 §3.7). What is wrong with one operation is said in its place and stops no other. */
export interface BulkRequest {
  /** After so many errors no further operation is run; undefined: run all. */
  readonly failOnErrors: number | undefined;
  /** In the order they were sent. */
  readonly operations: readonly BulkItem[];
}

/** Reads the body of a POST to `/Bulk`. Throws invalidSyntax, invalidValue, or a 413 for too many operations. */
export function readBulk(
  body: JsonObject,
  { maxOperations }: { maxOperations: number },
  note: NoteDeviation,
): BulkRequest {
  const operations = fieldOf(body, "Operations");
  if (!Array.isArray(operations)) {
    throw scimError.invalidSyntax("The body of a bulk request holds a list named Operations.");
  }
  if (operations.length > maxOperations) throw scimError.tooManyOperations(maxOperations);
  if ((fieldOf(body, "schemas") ?? null) === null) note("missing-schemas");
  return {
    failOnErrors: readFailOnErrors(fieldOf(body, "failOnErrors") ?? null),
    operations: operations.map((operation, index) => readItem(operation, index, note)),
  };
}

function readFailOnErrors(value: JsonValue): number | undefined {
  if (value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw scimError.invalidValue("failOnErrors must be a whole number from 1 on.");
}

function readItem(sent: JsonValue, index: number, note: NoteDeviation): BulkItem {
  const said = isObject(sent) ? textsOf(sent) : { method: "" };
  try {
    if (!isObject(sent)) throw scimError.invalidSyntax(`Operation ${index + 1} must be an object.`);
    return readOperation(sent, index, note);
  } catch (error) {
    if (error instanceof ScimError) return { index, ...said, error };
    throw error;
  }
}

/** What the answer repeats of an operation that was not understood. */
function textsOf(sent: JsonObject): Omit<RefusedOperation, "index" | "error"> {
  const text = (name: string) => {
    const value = fieldOf(sent, name);
    return typeof value === "string" ? value.slice(0, MAX_BULK_ID) : undefined;
  };
  const bulkId = text("bulkId");
  const version = text("version");
  return {
    method: text("method") ?? "",
    ...(bulkId && { bulkId }),
    ...(version && { version }),
    ...findBulkPath(text("path") ?? ""),
  };
}

function readOperation(sent: JsonObject, index: number, note: NoteDeviation): BulkOperation {
  const method = readMethod(fieldOf(sent, "method"));
  const path = fieldOf(sent, "path");
  if (typeof path !== "string") throw scimError.invalidPath("An operation needs a path such as /Users.");
  const target = readBulkPath(path);
  if (method === "POST" && target.id !== undefined) throw scimError.invalidPath("A POST goes to /Users or /Groups.");
  if (method !== "POST" && target.id === undefined) throw scimError.invalidPath(`A ${method} needs an id in its path.`);
  const bulkId = readText("bulkId", fieldOf(sent, "bulkId"));
  const version = readText("version", fieldOf(sent, "version"));
  if (method === "POST" && bulkId === undefined) note("bulk-post-without-bulk-id");
  const operation = { index, method, ...target, ...(bulkId && { bulkId }), ...(version && { version }) };
  return method === "DELETE" ? operation : { ...operation, data: readData(method, fieldOf(sent, "data")) };
}

/** RFC 7231 §4.1: methods are case-sensitive. */
function readMethod(value: JsonValue | undefined): BulkMethod {
  const method = METHODS.find((known) => known === value);
  if (!method) throw scimError.invalidValue("The method of an operation must be POST, PUT, PATCH or DELETE.");
  return method;
}

function readText(name: string, value: JsonValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw mustBe(name, "a string", value);
  if (value === "" || value.length > MAX_BULK_ID) {
    throw scimError.invalidValue(`${name} must have 1 to ${MAX_BULK_ID} characters.`);
  }
  return value;
}

function readData(method: BulkMethod, value: JsonValue | undefined): JsonObject {
  if (isObject(value)) return value;
  throw scimError.invalidValue(`A ${method} needs data, the body it would have on its own.`);
}
