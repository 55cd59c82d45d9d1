import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, ShownResource } from "./resource.ts";
import { ENTERPRISE_USER_URN as E, Group, USER_URN as U, User } from "./schema/resource-types.ts";
import { compareBySort, readRootSort, readSort, type Sort, sortKey } from "./sort.ts";

function sortBy(name: string, sortOrder: "ascending" | "descending" = "ascending", type = User): Sort {
  const sort = readSort({ sortBy: name, sortOrder }, type, () => {});
  if (!sort) throw new Error("no order");
  return sort;
}

const person = (id: string, attributes: JsonObject): ShownResource => ({ schemas: [U], id, ...attributes });
const sorted = (people: ShownResource[], sort: Sort) =>
  people.toSorted((a, b) => compareBySort(sort, a, b)).map(({ id }) => id);

describe("readSort", () => {
  test("without sortBy there is no order, whatever sortOrder says", () => {
    expect(readSort({ sortBy: undefined, sortOrder: "descending" }, User, () => {})).toBeUndefined();
  });

  test.each([
    ["userName", ["userName"]],
    ["USERNAME", ["userName"]],
    ["name.familyName", ["name", "familyName"]],
    [`${U}:name.familyName`, ["name", "familyName"]],
    [`${E}:employeeNumber`, [E, "employeeNumber"]],
    [`${E}:manager`, [E, "manager", "value"]],
    ["employeeNumber", [E, "employeeNumber"]],
    ["emails", ["emails", "value"]],
    ["emails.type", ["emails", "type"]],
    ["meta.lastModified", ["meta", "lastModified"]],
    ["externalId", ["externalId"]],
    ["urn:acme:2.0:User:badge.color", ["urn:acme:2.0:User", "badge", "color"]],
  ])("%s is the path %j", (name, keys) =>
    expect(sortBy(name, "descending")).toMatchObject({ ref: { keys }, descending: true }),
  );

  test.each([
    "password",
    `${U}:password`,
    "__proto__",
    "constructor",
    "name.__proto__",
    "toString",
    "meta;drop",
    "nope",
    "name",
    "addresses",
    "meta",
    "groups",
    "name.nope",
    "members",
    "",
    'emails[type eq "work"].value',
    E,
  ])("attack D9 sortBy=%s is invalidValue", (name) => {
    expect(() => sortBy(name)).toThrow(expect.objectContaining({ status: 400, scimType: "invalidValue" }));
  });

  test("a group is not sorted by a user's attribute, nor by its members", () => {
    for (const name of ["userName", "members", "members.value"]) {
      expect(() => sortBy(name, "ascending", Group)).toThrow(expect.objectContaining({ scimType: "invalidValue" }));
    }
  });
});

test("users and groups together are sorted by what either has", () => {
  const read = (sortBy: string) => readRootSort({ sortBy, sortOrder: "ascending" }, [User, Group], () => {});
  expect([...read("displayName").keys()]).toEqual([User, Group]);
  expect([...read("userName").keys()]).toEqual([User]);
  expect(() => read("password")).toThrow(expect.objectContaining({ scimType: "invalidValue" }));
});

describe("the order of RFC 7644 §3.4.2.3", () => {
  test("letter case does not count where caseExact is false, and counts where it is true", () => {
    const people = [
      person("1", { userName: "bob", externalId: "b" }),
      person("2", { userName: "Alice", externalId: "B" }),
      person("3", { userName: "ALBERT", externalId: "a" }),
    ];
    expect(sorted(people, sortBy("userName"))).toEqual(["3", "2", "1"]);
    expect(sorted(people, sortBy("externalId"))).toEqual(["2", "3", "1"]);
  });

  test("those without the value come last upwards and first downwards", () => {
    const people = [
      person("1", {}),
      person("2", { title: "b" }),
      person("3", { title: "a" }),
      person("4", { title: "" }),
    ];
    expect(sorted(people, sortBy("title"))).toEqual(["3", "2", "1", "4"]);
    expect(sorted(people, sortBy("title", "descending"))).toEqual(["1", "4", "2", "3"]);
  });

  test("equals are ordered by id in both directions", () => {
    const people = [person("b", { title: "X" }), person("a", { title: "x" })];
    expect(sorted(people, sortBy("title"))).toEqual(["a", "b"]);
    expect(sorted(people, sortBy("title", "descending"))).toEqual(["a", "b"]);
  });

  test("of several elements the primary one decides, and without one the first", () => {
    const emails: JsonObject[] = [{ value: "z@x" }, { value: "a@x", primary: true }];
    expect(sortKey(sortBy("emails"), person("1", { emails }))).toBe("a@x");
    expect(sortKey(sortBy("emails.value"), person("1", { emails: [{ value: "z@x" }, { value: "a@x" }] }))).toBe("z@x");
    expect(sortKey(sortBy("emails"), person("1", { emails: [] }))).toBeUndefined();
  });

  test("times are ordered as instants, booleans false first", () => {
    const at = (created: string) => ({ meta: { created }, active: created.includes("+") });
    const people = [person("1", at("2026-01-01T01:00:00+02:00")), person("2", at("2026-01-01T00:00:00Z"))];
    expect(sorted(people, sortBy("meta.created"))).toEqual(["1", "2"]);
    expect(sorted(people, sortBy("active"))).toEqual(["2", "1"]);
  });

  test("what no schema describes is ordered as text", () => {
    const people = [
      person("1", { "urn:acme:2.0:User": { floor: 9 } }),
      person("2", { "urn:acme:2.0:User": { Floor: 10 } }),
    ];
    expect(sorted(people, sortBy("urn:acme:2.0:User:floor"))).toEqual(["2", "1"]);
  });

  test("is a total order, and downwards is upwards turned round but for equals", () => {
    const people = fc.uniqueArray(
      fc.record({ id: fc.uuid(), title: fc.option(fc.string({ maxLength: 3 }), { nil: undefined }) }),
      { selector: ({ id }) => id, maxLength: 8 },
    );
    fc.assert(
      fc.property(people, (some) => {
        const resources = some.map(({ id, title }) => person(id, title === undefined ? {} : { title }));
        for (const order of ["ascending", "descending"] as const) {
          const sort = sortBy("title", order);
          expect(sorted(resources.toReversed(), sort)).toEqual(sorted(resources, sort));
        }
        const keys = (sort: Sort) =>
          resources.toSorted((a, b) => compareBySort(sort, a, b)).map((resource) => sortKey(sort, resource));
        expect(keys(sortBy("title", "descending"))).toEqual(keys(sortBy("title")).toReversed());
      }),
    );
  });
});
