import { fieldOf } from "./body.ts";
import { type ScimError, scimError } from "./error.ts";
import type { JsonObject, JsonValue } from "./resource.ts";
import { mustBe } from "./simple-value.ts";

type Refuse = (detail: string) => ScimError;

/** The parameters of a question, wherever they stand: in a query, or in the body of a POST to `/.search`. */
export interface Parameters {
  /** A parameter by its name in any letter case; undefined when it was not sent. `refuse` builds the failure. */
  text(name: string, refuse?: Refuse): string | undefined;
  /** A whole number, capped where larger ones mean the same; undefined when it was not sent or is empty. */
  integer(name: string, refuse?: Refuse): number | undefined;
  /** A list of attribute names, separated by commas or, in a body, as a list of strings. */
  names(name: string): string[];
}

// Larger offsets mean the same empty page and would overflow an integer column's arithmetic.
const MAX_INTEGER = 2_147_483_647;

/** The parameters of a query. What nobody asks for, such as Entra ID's `aadOptscim062020`, is ignored. */
export function queryParameters(params: URLSearchParams): Parameters {
  const text = (name: string, refuse: Refuse = scimError.invalidValue) => readOnce(params, name, refuse);
  return {
    text,
    integer: (name, refuse = scimError.invalidValue) => parseInteger(name, text(name, refuse), refuse),
    names: (name) => splitNames(text(name)),
  };
}

/** The parameters of a search request (RFC 7644 §3.4.3). Null counts as not sent. */
export function bodyParameters(body: JsonObject): Parameters {
  const field = (name: string): JsonValue => fieldOf(body, name) ?? null;
  return {
    text: (name, refuse = scimError.invalidValue) => readString(name, field(name), refuse),
    integer: (name, refuse = scimError.invalidValue) => {
      const value = field(name);
      if (typeof value !== "number") return parseInteger(name, readString(name, value, refuse), refuse);
      if (!Number.isInteger(value)) throw refuse(`${name} must be a whole number.`);
      return Math.min(value, MAX_INTEGER);
    },
    names: (name) => readNames(name, field(name)),
  };
}

/** Sent twice, a parameter is refused: taking either one would answer a question the client may not have asked. */
function readOnce(params: URLSearchParams, name: string, refuse: Refuse): string | undefined {
  const wanted = name.toLowerCase();
  // Some clients' libraries write objects so; passed over, the answer would be wider than what was asked.
  const [bracketed] = [...params.keys()].filter((key) => key.toLowerCase().startsWith(`${wanted}[`));
  if (bracketed)
    throw refuse(`The parameter ${bracketed.slice(0, 60)} is not known. Write ${name}=… without brackets.`);
  const values = [...params].filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  if (values.length > 1) throw refuse(`The parameter ${name} occurs more than once.`);
  return values[0];
}

function readString(name: string, value: JsonValue, refuse: Refuse): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "string") return value;
  throw refuse(mustBe(name, "a string", value).message);
}

function parseInteger(name: string, text: string | undefined, refuse: Refuse): number | undefined {
  const digits = text?.trim();
  if (!digits) return undefined;
  if (!/^-?\d+$/.test(digits)) throw refuse(`${name} must be a whole number.`);
  return Math.min(Number(digits), MAX_INTEGER);
}

/** A value filter selects elements in a PATCH path; here only the attribute counts, so it is cut off with what follows. */
function splitNames(list = ""): string[] {
  return list
    .replace(/\[[^\][]*\](?:\.[^,]*)?/g, "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function readNames(name: string, value: JsonValue): string[] {
  if (value === null) return [];
  if (!Array.isArray(value)) return splitNames(readString(name, value, scimError.invalidValue));
  return value.flatMap((item) => {
    if (typeof item !== "string") throw mustBe(name, "a list of strings", item);
    return splitNames(item);
  });
}
