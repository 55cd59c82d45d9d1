import { expect, test } from "vitest";
import type { CustomAttribute } from "#lib/contract/roles.ts";
import { attributeLines, attributesOnTop, newAttribute, withoutIds } from "./attribute-draft.ts";

const attribute = (key: string, other: Partial<CustomAttribute> = {}): CustomAttribute => ({
  key,
  label: key,
  type: "text",
  required: false,
  ...other,
});
const [badge, desk] = [attribute("badge"), attribute("desk")];
const BASE = [badge, desk];
const LINES = attributeLines(BASE);
const added = { ...newAttribute(LINES), key: "floor", label: "Floor" };

/** What a save would send. */
const saved = (stored: CustomAttribute[], lines: typeof LINES) =>
  withoutIds(attributesOnTop(stored, { base: BASE, lines }));

test("while nobody else changes anything the list is as it was edited", () => {
  expect(saved(BASE, LINES)).toEqual(BASE);
  const lines = LINES.slice(1).map((line) => ({ ...line, key: "seat" }));
  expect(saved(BASE, [...lines, added])).toEqual([
    { ...desk, key: "seat" },
    { ...attribute("floor"), label: "Floor" },
  ]);
});

test("what somebody else declared, changed and took away meanwhile stays so", () => {
  const theirs = [attribute("badge", { type: "number" }), attribute("shift")];
  expect(saved(theirs, LINES)).toEqual(theirs);
  expect(saved(theirs, [...LINES, added])).toEqual([...theirs, { ...attribute("floor"), label: "Floor" }]);
});

test("an attribute that both changed has their change and mine", () => {
  const lines = LINES.map((line) => (line.id === "badge" ? { ...line, label: "Badge number" } : line));
  const theirs = [attribute("badge", { required: true }), desk];
  expect(saved(theirs, lines)).toEqual([attribute("badge", { required: true, label: "Badge number" }), desk]);
});

test("what one took away and the other changed stays", () => {
  const theirs = [attribute("badge", { required: true }), desk];
  expect(saved(theirs, LINES.slice(1))).toEqual(theirs);
  const lines = LINES.map((line) => (line.id === "badge" ? { ...line, label: "Badge number" } : line));
  expect(saved([desk], lines)).toEqual([desk, attribute("badge", { label: "Badge number" })]);
});

test("lines keep their id, and a new one gets one that no other has", () => {
  const lines = [...LINES, added];
  const ids = attributesOnTop([attribute("aisle"), ...BASE], { base: BASE, lines }).map(({ id }) => id);
  expect(ids).toEqual(["aisle", "badge", "desk", added.id]);
  expect(newAttribute(lines).id).not.toBe(added.id);
});
