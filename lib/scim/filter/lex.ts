import type { ScimError } from "../error.ts";

/** A filter or PATCH path longer than this is refused before it is read. */
export const MAX_FILTER_LENGTH = 4096;

export type Token =
  | { readonly kind: "word" | "string"; readonly text: string; readonly column: number; readonly glued: boolean }
  | { readonly kind: "(" | ")" | "[" | "]" | "end"; readonly text: string; readonly column: number };

/** Builds the failure that fits where the text came from: `invalidFilter` for a query, `invalidPath` for a PATCH path. */
export type Fail = (detail: string) => ScimError;

/**
 * Splits a filter or a PATCH path into tokens, reading each character a fixed number of times.
 * A word is any run without blanks, quotes, parentheses and brackets: a path, an operator, a number, an unquoted value.
 */
export function lex(text: string, fail: Fail): Token[] {
  if (text.length > MAX_FILTER_LENGTH) {
    throw fail(`The expression has ${text.length} characters; at most ${MAX_FILTER_LENGTH} are read.`);
  }
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (isBlank(character)) {
      at += 1;
      continue;
    }
    const column = at + 1;
    if (isBracket(character)) {
      tokens.push({ kind: character, text: character, column });
      at += 1;
      continue;
    }
    const end = character === '"' ? endOfString(text, at, fail) : endOfWord(text, at);
    const source = text.slice(at, end);
    const glued = at > 0 && !isBlank(text.charAt(at - 1));
    tokens.push(
      character === '"'
        ? { kind: "string", text: readString(source, column, fail), column, glued }
        : { kind: "word", text: readText(source, column, fail), column, glued },
    );
    at = end;
  }
  tokens.push({ kind: "end", text: "the end", column: text.length + 1 });
  return tokens;
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t" || character === "\n" || character === "\r";
}

function isBracket(character: string): character is "(" | ")" | "[" | "]" {
  return character === "(" || character === ")" || character === "[" || character === "]";
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (isBlank(character) || isBracket(character) || character === '"') break;
    at += 1;
  }
  return at;
}

function endOfString(text: string, start: number, fail: Fail): number {
  let at = start + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"') return at + 1;
    at += character === "\\" ? 2 : 1;
  }
  throw fail(`The expression is not understood at column ${start + 1}: this quoted value is never closed.`);
}

function readString(source: string, column: number, fail: Fail): string {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    throw fail(`The expression is not understood at column ${column}: a quoted value must be a JSON string.`);
  }
  return readText(String(value), column, fail);
}

/** PostgreSQL stores neither NUL nor half a surrogate pair, so no value with one can ever match. */
function readText(text: string, column: number, fail: Fail): string {
  if (text.includes("\u0000") || !text.isWellFormed()) {
    throw fail(`The expression is not understood at column ${column}: the value holds characters that are not text.`);
  }
  return text;
}
