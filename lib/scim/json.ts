import { scimError } from "./error.ts";
import type { JsonObject, JsonValue } from "./resource.ts";
import { isObject } from "./value.ts";

const MAX_DEPTH = 40;
const MAX_NUMBER_LENGTH = 400;
const SCALAR = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/;
const ESCAPE = /^(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;

/** What the grammar allows at the current character. */
type Due = "value" | "value or ]" | "name" | "name or }" | ":" | "," | "end";

interface Scan {
  readonly text: string;
  at: number;
  due: Due;
  /** One entry per open bracket: the names seen in an object, undefined for a list. */
  readonly open: (Set<string> | undefined)[];
}

const inWords: Record<Due, string> = {
  value: "a value",
  "value or ]": "a value or a closing bracket",
  name: "a name in quotes",
  "name or }": "a name in quotes or a closing brace",
  ":": "a colon",
  ",": "a comma or the closing bracket",
  end: "the end of the body",
};

/** Lines and columns count from 1. The text itself is not quoted: it may hold a password. */
function failure(text: string, at: number, reason: string) {
  const before = text.slice(0, at);
  const line = before.split("\n").length;
  return scimError.invalidSyntax(
    `The body is not valid JSON at line ${line}, column ${at - before.lastIndexOf("\n")}: ${reason}.`,
  );
}

/**
 * Parses a request body. JSON.parse alone keeps the last of two equal names, so that two readers of one body may see
 * two different users, and takes any nesting, which later recursion does not. So the text is walked once first.
 * Names that differ only in letter case are the same attribute (RFC 7643 §2.1), hence duplicates too.
 */
export function parseJson(text: string): JsonObject {
  if (text.startsWith("\uFEFF")) {
    throw scimError.invalidSyntax("The body begins with a byte order mark. Send UTF-8 without one.");
  }
  if (text.trim() === "") throw scimError.invalidSyntax("The body is empty. Send a JSON object.");
  scanText(text);
  const body = parseScanned(text);
  if (!isObject(body)) throw scimError.invalidSyntax("The body must be a JSON object.");
  return body;
}

function parseScanned(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    if (cause instanceof SyntaxError) throw scimError.invalidSyntax("The body is not valid JSON.");
    throw cause;
  }
}

function scanText(text: string): void {
  const scan: Scan = { text, at: 0, due: "value", open: [] };
  for (skipSpace(scan); scan.at < text.length; skipSpace(scan)) scanToken(scan);
  if (scan.due !== "end") throw failure(text, text.length, `the text ends where ${inWords[scan.due]} is due`);
}

function skipSpace(scan: Scan): void {
  while (isSpace(scan.text.charCodeAt(scan.at))) scan.at++;
}

const isSpace = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

function scanToken(scan: Scan): void {
  const { due } = scan;
  const takesValue = due === "value" || due === "value or ]";
  if (scanClosing(scan) || scanPunctuation(scan)) return;
  const char = scan.text.charAt(scan.at);
  if (char === '"' && (due === "name" || due === "name or }")) scanName(scan);
  else if (!takesValue) throw failure(scan.text, scan.at, `${inWords[due]} is due here`);
  else if (char === "{") openBracket(scan, new Set(), "name or }");
  else if (char === "[") openBracket(scan, undefined, "value or ]");
  else scanLeaf(scan);
}

function scanClosing(scan: Scan): boolean {
  const { due } = scan;
  const char = scan.text.charAt(scan.at);
  const endsObject = char === "}" && isInObject(scan) && (due === "," || due === "name or }");
  const endsList = char === "]" && isInList(scan) && (due === "," || due === "value or ]");
  if (!endsObject && !endsList) return false;
  scan.open.pop();
  step(scan, afterValue(scan));
  return true;
}

function scanPunctuation(scan: Scan): boolean {
  const char = scan.text.charAt(scan.at);
  if (char !== scan.due) return false;
  step(scan, char === "," && isInObject(scan) ? "name" : "value");
  return true;
}

function scanLeaf(scan: Scan): void {
  if (scan.text.charAt(scan.at) === '"') scanString(scan);
  else scanScalar(scan);
  scan.due = afterValue(scan);
}

const isInObject = (scan: Scan) => scan.open.at(-1) !== undefined;
const isInList = (scan: Scan) => scan.open.length > 0 && scan.open.at(-1) === undefined;
const afterValue = (scan: Scan): Due => (scan.open.length > 0 ? "," : "end");

function step(scan: Scan, due: Due): void {
  scan.at++;
  scan.due = due;
}

function openBracket(scan: Scan, names: Set<string> | undefined, due: Due): void {
  if (scan.open.length === MAX_DEPTH) {
    throw scimError.invalidSyntax(`The body is nested more than ${MAX_DEPTH} levels deep.`);
  }
  scan.open.push(names);
  step(scan, due);
}

function scanName(scan: Scan): void {
  const start = scan.at;
  scanString(scan);
  const raw = scan.text.slice(start, scan.at);
  const name = raw.includes("\\") ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  const key = name.toLowerCase();
  const names = scan.open.at(-1);
  if (names?.has(key)) throw failure(scan.text, start, "this name occurs twice in one object");
  names?.add(key);
  scan.due = ":";
}

/** Moves past the closing quote. */
function scanString(scan: Scan): void {
  const { text } = scan;
  for (let at = scan.at + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      scan.at = at + 1;
      return;
    }
    if (code < 0x20) throw failure(text, at, "control characters in text must be escaped");
    if (code !== 0x5c) continue;
    at++;
    if (!ESCAPE.test(text.slice(at, at + 5))) throw failure(text, at, "this escape is unknown");
  }
  throw failure(text, text.length, "the text ends inside a string");
}

function scanScalar(scan: Scan): void {
  const { text } = scan;
  let end = scan.at;
  while (end < text.length && end - scan.at <= MAX_NUMBER_LENGTH && !isDelimiter(text.charCodeAt(end))) end++;
  if (!SCALAR.test(text.slice(scan.at, end))) throw failure(text, scan.at, `${inWords[scan.due]} is due here`);
  scan.at = end;
}

/** Space, comma, closing bracket or closing brace. */
const isDelimiter = (code: number) => isSpace(code) || code === 0x2c || code === 0x5d || code === 0x7d;
