import type { NoteDeviation } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";
import { toInstant } from "./date-time.ts";
import type { Token } from "./lex.ts";
import type { CompareOperator, FilterValue } from "./tree.ts";

/** What was written behind an operator. `value` is what JSON would make of it; `text` is the spelling. */
interface Literal {
  readonly text: string;
  readonly value: FilterValue;
  readonly quoted: boolean;
}

/** Says what is wrong with the operand; the caller adds the column. */
export type Complain = (detail: string) => Error;

const ordering = new Set<CompareOperator>(["gt", "ge", "lt", "le"]);
const matching = new Set<CompareOperator>(["co", "sw", "ew"]);
const keywords = new Set(["and", "or", "not"]);

/**
 * Reads the operand and checks that it fits the attribute and the operator, so that nothing reaches the database
 * that it would choke on. An attribute without a row (unknown extension) takes any kind of value.
 */
export function readOperand(
  token: Token,
  attribute: Attribute | undefined,
  op: CompareOperator,
  note: NoteDeviation,
  complain: Complain,
): FilterValue {
  const literal = readLiteral(token, complain);
  if (literal.value === null) {
    if (op === "eq" || op === "ne") return null;
    throw complain(`"${op}" cannot be used with null.`);
  }
  const value = readTyped(literal, attribute, note, complain);
  if (matching.has(op) && (typeof value !== "string" || attribute?.type === "dateTime")) {
    throw complain(`"${op}" needs text to look for.`);
  }
  if (ordering.has(op) && (typeof value === "boolean" || attribute?.type === "binary")) {
    throw complain(`"${op}" cannot be used with ${attribute?.name ?? "true and false"}, which has no order.`);
  }
  return value;
}

function readLiteral(token: Token, complain: Complain): Literal {
  if (token.kind === "string") return { text: token.text, value: token.text, quoted: true };
  if (token.kind !== "word") throw complain(`a value is due here, not ${token.text}.`);
  const { text } = token;
  const lower = text.toLowerCase();
  if (keywords.has(lower)) throw complain(`a value is due here; write "${text}" in quotes if it is one.`);
  if (lower === "true" || lower === "false") return { text, value: lower === "true", quoted: false };
  if (lower === "null") return { text, value: null, quoted: false };
  return { text, value: isNumber(text) ? Number(text) : text, quoted: false };
}

function isNumber(text: string): boolean {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text);
}

function readTyped(
  literal: Literal,
  attribute: Attribute | undefined,
  note: NoteDeviation,
  complain: Complain,
): FilterValue {
  if (!attribute) return readUntyped(literal, note, complain);
  switch (attribute.type) {
    case "boolean":
      return readBoolean(literal, attribute, note, complain);
    case "integer":
    case "decimal":
      return readNumber(literal, attribute.name, complain);
    case "dateTime":
      return readDateTime(literal, attribute, note, complain);
    default:
      return readText(literal, attribute, note, complain);
  }
}

function readUntyped(literal: Literal, note: NoteDeviation, complain: Complain): FilterValue {
  if (typeof literal.value === "number") return readNumber(literal, "the attribute", complain);
  if (typeof literal.value === "string" && !literal.quoted) note("unquoted-filter-value");
  return literal.value;
}

/** Entra ID's string booleans reach filters too: `roles[primary eq "True"].value`. */
function readBoolean(literal: Literal, attribute: Attribute, note: NoteDeviation, complain: Complain): boolean {
  const lower = literal.text.toLowerCase();
  if (lower !== "true" && lower !== "false") throw complain(`${attribute.name} is compared with true or false.`);
  if (literal.quoted || literal.text !== lower) note("boolean-as-string");
  return lower === "true";
}

function readNumber(literal: Literal, name: string, complain: Complain): number {
  const { value } = literal;
  if (typeof value !== "number") throw complain(`${name} is compared with a number.`);
  const isExact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  if (!isExact) throw complain(`${literal.text.slice(0, 40)} is too large a number to compare with.`);
  return value;
}

function readDateTime(literal: Literal, attribute: Attribute, note: NoteDeviation, complain: Complain): string {
  const instant = toInstant(literal.text);
  if (instant === undefined) {
    throw complain(`${attribute.name} is compared with a date and time such as "2026-01-31T12:00:00Z".`);
  }
  if (!literal.quoted) note("unquoted-filter-value");
  return new Date(instant).toISOString();
}

/**
 * Entra ID's documentation and validator write `externalId eq jyoung` and `userName sw O`.
 * https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 */
function readText(literal: Literal, attribute: Attribute, note: NoteDeviation, complain: Complain): string {
  if (typeof literal.value === "boolean") {
    throw complain(`${attribute.name} is text: write "${literal.text}" in quotes.`);
  }
  if (!literal.quoted) note("unquoted-filter-value");
  return literal.text;
}
