import { type ScimError, scimError } from "../error.ts";
import type { NoteDeviation } from "../resource.ts";
import type { ResourceType } from "../schema/attribute.ts";
import { findSubAttribute } from "../schema/lookup.ts";
import { lex, type Token } from "./lex.ts";
import { readOperand } from "./operand.ts";
import { elementScope, resourceScope, type Scope } from "./scope.ts";
import type { AttributeRef, CompareOperator, Filter } from "./tree.ts";

/** Brackets and parentheses inside one another; more would let a request exhaust the stack. */
export const MAX_FILTER_DEPTH = 40;
/** Comparisons in one filter; each becomes a condition in the database. */
export const MAX_FILTER_TERMS = 100;

const operators = new Set<string>(["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] satisfies CompareOperator[]);

function isCompareOperator(word: string): word is CompareOperator {
  return operators.has(word);
}

/**
 * Reads a filter by the grammar of RFC 7644 §3.4.2.2; "not" binds tighter than "and", "and" tighter than "or".
 * Throws invalidFilter with the column, for whatever is not understood must never widen the answer.
 */
export function parseFilter(text: string, type: ResourceType, note: NoteDeviation): Filter {
  return parseInScope(text, resourceScope(type, note), note);
}

/** Reads a filter whose names mean what `scope` says. */
export function parseInScope(text: string, scope: Scope, note: NoteDeviation): Filter {
  const parser = new FilterParser(lex(text, scimError.invalidFilter), 0, note);
  const filter = parser.readExpression(scope);
  parser.expect("end");
  return filter;
}

/** Recursive descent over tokens. PATCH paths use it for what stands between their brackets. */
export class FilterParser {
  readonly #tokens: readonly Token[];
  readonly #note: NoteDeviation;
  readonly #maxTerms: number;
  #at: number;
  #depth = 0;
  #terms = 0;

  constructor(tokens: readonly Token[], start: number, note: NoteDeviation, maxTerms = MAX_FILTER_TERMS) {
    this.#tokens = tokens;
    this.#maxTerms = maxTerms;
    this.#at = start;
    this.#note = note;
  }

  /** Filters joined by "or", up to a closing bracket or the end. */
  readExpression(scope: Scope): Filter {
    let left = this.#readConjunction(scope);
    while (this.#takeWord("or")) left = { kind: "or", left, right: this.#readConjunction(scope) };
    return left;
  }

  /** Takes the next token, which has to be of this kind. */
  expect(kind: Token["kind"]): Token {
    const token = this.#peek();
    if (token.kind !== kind) {
      const due = kind === "end" ? '"and", "or" or the end is' : `"${kind}" is`;
      throw broken(token, `${due} due here, not ${shown(token)}.`);
    }
    return this.take();
  }

  /** Takes the next token, whatever it is; the end can be taken again and again. */
  take(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  /** The sub-attribute behind a closing bracket, as in `emails[…].value`; undefined when none is written. */
  takeSubAttribute(): Token | undefined {
    const token = this.#peek();
    return token.kind === "word" && token.glued && token.text.startsWith(".") ? this.take() : undefined;
  }

  #peek(): Token {
    const last = this.#tokens.length - 1;
    return this.#tokens[Math.min(this.#at, last)] as Token;
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    const isIt = token.kind === "word" && token.text.toLowerCase() === word;
    if (isIt) this.#at += 1;
    return isIt;
  }

  #readConjunction(scope: Scope): Filter {
    let left = this.#readNegation(scope);
    while (this.#takeWord("and")) left = { kind: "and", left, right: this.#readNegation(scope) };
    return left;
  }

  #readNegation(scope: Scope): Filter {
    let negated = false;
    while (this.#takeWord("not")) negated = !negated;
    const operand = this.#peek().kind === "(" ? this.#readGroup(scope) : this.#readTerm(scope);
    return negated ? { kind: "not", operand } : operand;
  }

  #readGroup(scope: Scope): Filter {
    return this.#nested(() => {
      this.expect("(");
      const filter = this.readExpression(scope);
      this.expect(")");
      return filter;
    });
  }

  #nested(read: () => Filter): Filter {
    this.#depth += 1;
    if (this.#depth > MAX_FILTER_DEPTH) {
      throw broken(this.#peek(), `more than ${MAX_FILTER_DEPTH} brackets inside one another.`);
    }
    const filter = read();
    this.#depth -= 1;
    return filter;
  }

  #readTerm(scope: Scope): Filter {
    const token = this.take();
    if (token.kind !== "word") throw broken(token, `an attribute is due here, not ${shown(token)}.`);
    const ref = scope(token.text);
    if (!ref) throw broken(token, `there is no attribute "${shorten(token.text)}" to filter by.`);
    return this.#peek().kind === "[" ? this.#readElement(token, ref) : this.#readComparison(token, ref);
  }

  /** `pr`, or an operator and its value, behind the attribute that `name` stands for. */
  #readComparison(name: Token, ref: AttributeRef): Filter {
    this.#terms += 1;
    if (this.#terms > this.#maxTerms) throw broken(name, `more than ${this.#maxTerms} comparisons.`);
    const token = this.take();
    const op = token.kind === "word" ? token.text.toLowerCase() : "";
    if (op === "pr") return { kind: "present", ref };
    if (!isCompareOperator(op)) throw broken(token, `an operator such as eq is due here, not ${shown(token)}.`);
    const comparable = toComparable(name, ref);
    const operand = this.take();
    const value = readOperand(operand, comparable.attribute, op, this.#note, (detail) => broken(operand, detail));
    return { kind: "compare", ref: comparable, op, value };
  }

  /**
   * `emails[type eq "work"]`, alone or followed by a condition on the same element. IdPs write the latter as
   * `emails[type eq "work"].value eq "a"`, and some leave out `.value`: https://github.com/MicrosoftDocs/azure-docs/issues/83855
   */
  #readElement(name: Token, ref: AttributeRef): Filter {
    if (ref.attribute && !(ref.multiValued && ref.attribute.type === "complex")) {
      throw broken(name, `"${shorten(name.text)}" has no elements to choose from with brackets.`);
    }
    const scope = elementScope(ref.attribute);
    const element = { ...ref, multiValued: true };
    this.expect("[");
    const filter = this.#nested(() => this.readExpression(scope));
    this.expect("]");
    const condition = this.#readElementCondition(name, ref, scope);
    if (!condition) return { kind: "element", ref: element, filter };
    return { kind: "element", ref: element, filter: { kind: "and", left: filter, right: condition } };
  }

  #readElementCondition(name: Token, ref: AttributeRef, scope: Scope): Filter | undefined {
    const sub = this.takeSubAttribute();
    if (sub) {
      const subRef = scope(sub.text.slice(1));
      if (!subRef) throw broken(sub, `there is no attribute "${shorten(name.text + sub.text)}" to filter by.`);
      return this.#readComparison(sub, subRef);
    }
    const next = this.#peek();
    if (next.kind !== "word" || !isCompareOperator(next.text.toLowerCase())) return undefined;
    this.#note("element-filter-without-value");
    const valueRef = scope("value");
    if (!valueRef) throw broken(next, `say which part of ${ref.keys.at(-1)} to compare.`);
    return this.#readComparison(name, valueRef);
  }
}

/** A complex attribute is compared by its `value`: `emails co "x"`, `members eq "id"`, `manager eq "m"`. */
function toComparable(name: Token, ref: AttributeRef): AttributeRef {
  if (ref.attribute?.type !== "complex") return ref;
  const value = findSubAttribute(ref.attribute, "value");
  if (value) return { ...ref, keys: [...ref.keys, value.name], attribute: value };
  const parts = ref.attribute.subAttributes?.map((sub) => sub.name).join(", ");
  throw broken(name, `"${ref.attribute.name}" is compared by one of its parts: ${parts}.`);
}

function broken(token: Token, detail: string): ScimError {
  return scimError.invalidFilter(`The filter is not understood at column ${token.column}: ${detail}`);
}

function shown(token: Token): string {
  return token.kind === "end" ? "the end" : `"${shorten(token.text)}"`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
