import { expect, test } from "vitest";
import { idMaker } from "./new-id.ts";

const V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("ids are version 7, all different, and in the order in which they were made, also within one millisecond", () => {
  const newId = idMaker(() => 1_764_000_000_000);
  const ids = Array.from({ length: 5_000 }, newId);
  expect(ids.every((id) => V7.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

test("a clock that is set back does not make an id that comes before one that was made already", () => {
  const times = [1_764_000_000_010, 1_764_000_000_000, 1_764_000_000_005, 1_764_000_000_011];
  const newId = idMaker(() => times.shift() ?? 0);
  const ids = Array.from({ length: 4 }, newId);
  expect(ids.toSorted()).toEqual(ids);
});

test("two makers do not make the same ids", () => {
  const [one, other] = [idMaker(() => 1), idMaker(() => 1)];
  const ids = Array.from({ length: 1_000 }, () => [one(), other()]).flat();
  expect(new Set(ids).size).toBe(ids.length);
});
