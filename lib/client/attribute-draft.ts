/** The attributes that an organization declares, while they are edited. Saving replaces the whole list. */
import type { CustomAttribute } from "#lib/contract/roles.ts";

/** `id` is the key under which it was declared, or, of a new one, what no key can be. */
export type AttributeLine = CustomAttribute & { id: string };

/** The edited lines, and the list they were made from. */
export interface AttributeDraft {
  base: readonly CustomAttribute[];
  lines: readonly AttributeLine[];
}

export const attributeLines = (attributes: readonly CustomAttribute[]): AttributeLine[] =>
  attributes.map((attribute) => ({ ...attribute, id: attribute.key }));

export const withoutIds = (lines: readonly AttributeLine[]): CustomAttribute[] =>
  lines.map(({ id: _, ...attribute }) => attribute);

/** An empty line that no other one is taken for. */
export function newAttribute(lines: readonly AttributeLine[]): AttributeLine {
  let number = 1;
  while (lines.some(({ id }) => id === `new ${number}`)) number += 1;
  return { id: `new ${number}`, key: "", label: "", type: "text", required: false };
}

/** What I made of an attribute, field by field. */
const changesOf = (before: CustomAttribute, mine: CustomAttribute): Partial<CustomAttribute> => ({
  ...(before.key !== mine.key && { key: mine.key }),
  ...(before.label !== mine.label && { label: mine.label }),
  ...(before.type !== mine.type && { type: mine.type }),
  ...(before.required !== mine.required && { required: mine.required }),
});
const isSame = (before: CustomAttribute, other: CustomAttribute) => Object.keys(changesOf(before, other)).length === 0;

/**
 * My edits on top of the list as it is by now: what somebody else declared, changed or took away meanwhile stays so,
 * but for the very fields that I changed. An attribute that only one of us still wants stays.
 */
export function attributesOnTop(stored: readonly CustomAttribute[], { base, lines }: AttributeDraft): AttributeLine[] {
  const before = new Map(base.map((attribute) => [attribute.key, attribute]));
  const mine = new Map(lines.map((line) => [line.id, line]));
  const result: AttributeLine[] = [];
  for (const theirs of stored) {
    const was = before.get(theirs.key);
    const own = mine.get(theirs.key);
    if (was && !own && isSame(was, theirs)) continue;
    result.push({ ...theirs, ...(was && own && changesOf(was, own)), id: theirs.key });
  }
  const shown = new Set(result.map(({ id }) => id));
  for (const line of lines) {
    const was = before.get(line.id);
    if (!shown.has(line.id) && !(was && isSame(was, line))) result.push(line);
  }
  return result;
}
