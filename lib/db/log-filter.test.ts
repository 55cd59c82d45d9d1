import { describe, expect, test } from "vitest";
import { firstIdAt, logConditions, searchQuery } from "./log-filter.ts";

const DIRECTORY = "directory_0192aaaabbbbccccddddeeeeffff0001";

describe("a search", () => {
  test("stays within the directory's own words", () => {
    expect(searchQuery(DIRECTORY, "ana lima")).toBe("'ffff0001 ana':* & 'ffff0001 lima':*");
  });

  test("takes an address or an id as a whole", () => {
    expect(searchQuery(DIRECTORY, "Ana@Acme.example")).toBe("'ffff0001 ana@acme.example':*");
  });

  test("cannot be broken out of, whatever is typed", () => {
    for (const text of ["'", "\\", "' | 'x", "a'b\\c", "!!", "(((", ":*", "&"]) {
      const query = searchQuery(DIRECTORY, text) ?? "";
      const inside = query.replace(/'(?:[^'\\]|''|\\\\)*'/g, "L");
      expect(inside, text).toMatch(/^[L :*&|()]*$/);
    }
  });

  test("of nothing is no search", () => {
    expect(searchQuery(DIRECTORY, "   ")).toBeUndefined();
  });
});

test("every value of a filter is a parameter, never part of the statement", () => {
  const nasty = "x'; drop table provisioning_entry; --";
  const { where, parameters } = logConditions(DIRECTORY, {
    person: nasty,
    group: nasty,
    token: nasty,
    dialect: nasty,
    attribute: nasty,
    cause: [nasty],
    q: nasty,
  });
  expect(where.join(" ")).not.toContain("drop");
  expect(parameters.length).toBeGreaterThan(5);
});

test("the first id of a moment sorts before every id made then and after every one made earlier", () => {
  const at = new Date("2026-03-01T12:00:00.000Z");
  expect(firstIdAt(at) < firstIdAt(new Date(at.getTime() + 1))).toBe(true);
  expect(firstIdAt(at)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-0000-0000-000000000000$/);
});
