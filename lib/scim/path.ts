import { hasInheritedName, isAttributeName } from "./attribute-name.ts";
import { scimError } from "./error.ts";
import { lex, type Token } from "./filter/lex.ts";
import { FilterParser, MAX_FILTER_TERMS } from "./filter/parse.ts";
import { elementScope } from "./filter/scope.ts";
import type { Filter } from "./filter/tree.ts";
import { findReference, type Named, type Reference } from "./reference.ts";
import type { NoteDeviation } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { findSubAttribute } from "./schema/lookup.ts";

/** A thousand operations may each look through a thousand elements in memory; members are looked up by id instead. */
const MAX_ELEMENT_TERMS = 10;

/** Where a PATCH operation applies (RFC 7644 §3.5.2, Figure 7). */
export interface PatchPath extends Reference {
  /** Chooses elements of the multi-valued `target`; its refs start at the element. */
  readonly filter: Filter | undefined;
}

/**
 * Reads `name.givenName`, `emails[type eq "work"].value`, `urn:…:User:manager.value` or `urn:…:User` (a whole extension).
 * Throws invalidPath for what names nothing, invalidFilter for a filter that is not understood.
 */
export function parsePath(text: string, type: ResourceType, note: NoteDeviation): PatchPath {
  const hasSlash = text.startsWith("/");
  if (hasSlash) note("path-with-leading-slash");
  const tokens = lex(hasSlash ? text.slice(1) : text, scimError.invalidPath);
  refuseInheritedNames(tokens);

  const [first, second] = tokens;
  if (first?.kind !== "word") throw scimError.invalidPath("The path has to begin with the name of an attribute.");
  const reference = findReference(type, first.text, note);
  if (!reference) throw scimError.invalidPath(`${type.name} has no attribute "${shorten(first.text)}".`);
  if (second?.kind === "[") return readElementPath(reference, first.text, tokens, note);
  expectEnd(second);
  return { ...reference, filter: undefined };
}

/** The part from the opening bracket on. */
function readElementPath(reference: Reference, name: string, tokens: readonly Token[], note: NoteDeviation): PatchPath {
  const { target } = reference;
  const isChoosable = !target?.attribute || (target.attribute.multiValued && target.attribute.type === "complex");
  if (!target || reference.sub || !isChoosable) {
    throw scimError.invalidPath(`"${shorten(name)}" has no elements to choose from with brackets.`);
  }
  const maxTerms = target.name === "members" ? MAX_FILTER_TERMS : MAX_ELEMENT_TERMS;
  const parser = new FilterParser(tokens, 2, note, maxTerms);
  const filter = parser.readExpression(elementScope(target.attribute));
  parser.expect("]");
  const sub = parser.takeSubAttribute();
  expectEnd(parser.take());
  return { ...reference, filter, sub: sub && findSub(target, sub.text.slice(1)) };
}

function findSub(target: Named, name: string): Named {
  const attribute = target.attribute && findSubAttribute(target.attribute, name);
  if (target.attribute ? !attribute : !isAttributeName(name)) {
    throw scimError.invalidPath(`"${target.name}" has no sub-attribute "${shorten(name)}".`);
  }
  return { name: attribute?.name ?? name, attribute };
}

/** Filter values between the brackets may say anything; names around them may not reach into prototypes. */
function refuseInheritedNames(tokens: readonly Token[]): void {
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "[") depth += 1;
    if (token.kind === "]") depth -= 1;
    if (depth <= 0 && token.kind === "word" && hasInheritedName(token.text)) {
      throw scimError.invalidPath(`"${shorten(token.text)}" is not the name of an attribute.`);
    }
  }
}

function expectEnd(token: Token | undefined): void {
  if (token && token.kind !== "end") {
    throw scimError.invalidPath(`The path is not understood at column ${token.column}: it should end there.`);
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
