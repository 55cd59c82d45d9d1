import fc from "fast-check";
import { expect, test } from "vitest";
import { countChanges, keyed, type MappingValue, movedKeys, rebased, recognised, rowChanges } from "./mapping-draft.ts";

const row = (source: string, target: string, transform: string | null = null, note = "") => ({
  source,
  target,
  transform,
  note,
});
const BASE = keyed([
  row("userName", "username", null, "The sign-in name"),
  row("name.givenName", "first_name"),
  row("name.familyName", "last_name"),
  row("title", "job_title"),
]);
const value = (rows: MappingValue["rows"], userIdAttribute: MappingValue["userIdAttribute"] = "userName") => ({
  rows,
  userIdAttribute,
});

test("what was added, removed, changed and moved is told apart", () => {
  const [first, second, third, fourth] = BASE as [
    (typeof BASE)[0],
    (typeof BASE)[0],
    (typeof BASE)[0],
    (typeof BASE)[0],
  ];
  expect(rowChanges(BASE, BASE)).toEqual([]);
  const after = [third, first, { ...fourth, target: "department" }, { ...row("locale", "locale"), key: "new-4" }];
  expect(rowChanges(BASE, after).map(({ kind, key }) => [kind, key])).toEqual([
    ["removed", second.key],
    ["moved", first.key],
    ["changed", fourth.key],
    ["added", "new-4"],
  ]);
});

test("one row that goes to the end is one move, not three", () => {
  expect([...movedKeys(["a", "b", "c", "d"], ["b", "c", "d", "a"])]).toEqual(["a"]);
  expect(movedKeys([], []).size).toBe(0);
});

test("a user ID attribute that differs is one change more", () => {
  expect(countChanges(value(BASE), value(BASE, "externalId"))).toBe(1);
});

test("text read back keeps keys and notes, an edited row included", () => {
  const read = [
    { source: "userName", target: "email_address", transform: null },
    { source: "name.familyName", target: "last_name", transform: "{{ value | upcase }}" },
    { source: "locale", target: "locale", transform: null },
  ];
  const rows = recognised(BASE, read);
  expect(rows.map(({ key }) => key)).toEqual(["row-0", "row-2", expect.stringMatching(/^new-/)]);
  expect(rows[0]?.note).toBe("The sign-in name");
});

test("rows that went through text unchanged are no change", () => {
  const some = fc.array(fc.record({ source: fc.constantFrom("a", "b"), target: fc.constantFrom("x", "y", "z") }));
  fc.assert(
    fc.property(some, (pairs) => {
      const rows = keyed(pairs.map(({ source, target }) => row(source, target)));
      expect(rowChanges(rows, recognised(rows, rows))).toEqual([]);
    }),
  );
});

test("my changes stand on top of somebody else's, and theirs stay", () => {
  const mine = [...BASE.slice(0, 3), { ...row("department", "department"), key: "new-4" }];
  const theirs = keyed([...BASE, row("locale", "locale")]);
  const result = rebased(value(BASE), value(mine), value(theirs));
  expect(result.rows.map(({ target }) => target)).toEqual([
    "username",
    "first_name",
    "last_name",
    "department",
    "locale",
  ]);
  expect(new Set(result.rows.map(({ key }) => key)).size).toBe(result.rows.length);
});

const written = ({ rows }: MappingValue) => rows.map(({ source, transform, target }) => [source, transform, target]);

test("a row that both changed is there twice, theirs first; the same change of both is there once", () => {
  const base = keyed([row("userName", "username"), row("title", "job_title")]);
  const changed = (transform: string) => base.map((one) => (one.source === "title" ? { ...one, transform } : one));
  const differently = rebased(value(base), value(changed("mine")), value(changed("theirs")));
  expect(written(differently)).toEqual([
    ["userName", null, "username"],
    ["title", "theirs", "job_title"],
    ["title", "mine", "job_title"],
  ]);
  const alike = rebased(value(base), value(changed("same")), value(changed("same")));
  expect(written(alike)).toEqual([
    ["userName", null, "username"],
    ["title", "same", "job_title"],
  ]);
});

test("what somebody else changed meanwhile stays, even where I removed it", () => {
  const base = keyed([row("userName", "username"), row("title", "job_title")]);
  const theirs = base.map((one) => (one.source === "title" ? { ...one, transform: "theirs" } : one));
  const result = rebased(value(base), value(base.slice(0, 1)), value(theirs));
  expect(written(result)).toEqual([
    ["userName", null, "username"],
    ["title", "theirs", "job_title"],
  ]);
});

test("no row that somebody else added or changed is lost on top of which my changes go", () => {
  const some = fc.uniqueArray(
    fc.record({
      source: fc.constantFrom("a", "b", "c"),
      target: fc.constantFrom("x", "y", "z"),
      transform: fc.constantFrom(null, "one", "two"),
    }),
    { selector: ({ source, target }) => `${source} ${target}` },
  );
  const plain = (rows: readonly { source: string; transform: string | null; target: string }[]) =>
    rows.map(({ source, transform, target }) => `${source} ${transform} ${target}`);
  fc.assert(
    fc.property(some, some, some, (was, mine, theirs) => {
      const base = keyed(was.map(({ source, target, transform }) => row(source, target, transform)));
      const edited = recognised(base, mine);
      const saved = keyed(theirs.map(({ source, target, transform }) => row(source, target, transform)));
      const result = plain(rebased(value(base), value(edited), value(saved)).rows);
      const news = plain(theirs).filter((one) => !plain(was).includes(one));
      expect(result).toEqual(expect.arrayContaining(news));
    }),
  );
});
