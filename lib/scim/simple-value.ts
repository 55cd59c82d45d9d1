import { scimError } from "./error.ts";
import { booleanFromString } from "./quirks/boolean-as-string.ts";
import { checkEmailAddress } from "./quirks/email-address.ts";
import type { JsonValue, NoteDeviation } from "./resource.ts";
import type { Attribute } from "./schema/attribute.ts";

/** Names that are indexed and compared: longer ones would fail in the database instead of here. */
const MAX_NAME_LENGTH = 256;
const limited = new Set(["userName", "externalId", "displayName"]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to refuse.
const CONTROL = /[\u0000-\u001f\u007f]/;
const BASE64 = /^[A-Za-z0-9+/_\s-]*={0,2}\s*$/;
const DATE_TIME = /^(-?\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/i;

/** The kind of a JSON value as people say it: "an object", "a number". */
export function kindOf(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

export const mustBe = (label: string, expected: string, value: JsonValue) =>
  scimError.invalidValue(`${label} must be ${expected}, not ${kindOf(value)}.`);

/** Refuses text that PostgreSQL cannot store (NUL) or would silently alter (half of a surrogate pair). */
export function checkText(label: string, text: string): string {
  if (text.includes("\0")) throw scimError.invalidValue(`${label} must not hold the NUL character.`);
  if (!text.isWellFormed()) throw scimError.invalidValue(`${label} holds half of a Unicode surrogate pair.`);
  return text;
}

/** Refuses numbers that come back different from what was sent. */
export function checkNumber(label: string, value: number): number {
  const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  if (!isExact) throw scimError.invalidValue(`${label} holds a number that is too large.`);
  return value;
}

/** Whether the text is an xsd:dateTime (RFC 7643 §2.3.5) that names a real day and time. */
export function isDateTime(text: string): boolean {
  const match = DATE_TIME.exec(text);
  if (!match) return false;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDay && hour < 24 && minute < 60 && second < 60;
}

/** Reads a value that is not complex and not a list. `label` is how messages name the attribute. */
export function readSimple(attribute: Attribute, label: string, value: JsonValue, note: NoteDeviation): JsonValue {
  switch (attribute.type) {
    case "boolean":
      return readBoolean(label, value, note);
    case "integer":
      if (typeof value !== "number" || !Number.isInteger(value)) throw mustBe(label, "an integer", value);
      return checkNumber(label, value);
    case "decimal":
      if (typeof value !== "number") throw mustBe(label, "a number", value);
      return checkNumber(label, value);
    default:
      return readText(attribute, label, value);
  }
}

function readBoolean(label: string, value: JsonValue, note: NoteDeviation): boolean {
  const read = booleanFromString(value, note);
  if (typeof read === "boolean") return read;
  if (typeof read !== "string") throw mustBe(label, "true or false", value);
  throw scimError.invalidValue(`${label} must be true or false, not other text.`);
}

function readText(attribute: Attribute, label: string, value: JsonValue): string {
  if (typeof value !== "string") throw mustBe(label, "a string", value);
  checkText(label, value);
  if (limited.has(label)) checkName(label, value);
  if (label === "emails.value") checkEmailAddress(label, value);
  if (attribute.type === "dateTime" && !isDateTime(value)) {
    throw scimError.invalidValue(`${label} must be a date and time such as 2026-01-31T12:00:00Z.`);
  }
  if (attribute.type === "binary" && !BASE64.test(value)) {
    throw scimError.invalidValue(`${label} must be base64.`);
  }
  return value;
}

function checkName(label: string, text: string): void {
  if (label === "userName" && CONTROL.test(text)) {
    throw scimError.invalidValue("userName must not hold control characters.");
  }
  if ([...text.normalize("NFC")].length > MAX_NAME_LENGTH) {
    throw scimError.invalidValue(`${label} must not be longer than ${MAX_NAME_LENGTH} characters.`);
  }
}
