import { describe, expect, test } from "vitest";
import type { JsonObject } from "../resource.ts";
import { Group, resourceTypes, User } from "../schema/resource-types.ts";
import { matches } from "./predicate.ts";
import { parseRootFilter, type RootFilter } from "./root.ts";

const read = (text: string) => {
  const filters = parseRootFilter(text, resourceTypes, () => {});
  return { users: filters.get(User) as RootFilter, groups: filters.get(Group) as RootFilter };
};
const holds = (filter: RootFilter, resource: JsonObject) =>
  typeof filter === "string" ? filter === "everything" : matches(filter, resource);

describe("a filter over users and groups", () => {
  test.each([
    ['userName eq "a"', "nothing"],
    ["userName pr", "nothing"],
    ['emails[type eq "work"].value eq "a"', "nothing"],
    ['emails co "a"', "nothing"],
    ['urn:ietf:params:scim:schemas:core:2.0:User:displayName eq "a"', "nothing"],
    ['displayName eq "a" and active eq true', "nothing"],
    ["not (userName pr)", "everything"],
    ['userName ne "a"', "everything"],
    ["userName eq null", "everything"],
  ])("RFC 7644 §3.4.2.1: %s, which only users can meet, leaves %s of the groups", (text, groups) => {
    expect(read(text).groups).toBe(groups);
    expect(typeof read(text).users).toBe("object");
  });

  test("members are looked for among groups alone", () => {
    expect(read('members.value eq "1"')).toMatchObject({ users: "nothing", groups: { kind: "compare" } });
  });

  test("what both have is asked of both", () => {
    const { users, groups } = read('displayName eq "a" or externalId eq "1"');
    for (const filter of [users, groups]) expect(holds(filter, { externalId: "1" })).toBe(true);
  });

  test("the part a type does not know is taken out, the rest stays", () => {
    const { groups } = read('userName eq "a" or displayName eq "Team"');
    expect(groups).toMatchObject({ kind: "compare", ref: { keys: ["displayName"] } });
    expect(read('not (userName eq "a") and displayName eq "Team"').groups).toEqual(groups);
  });

  test('meta.resourceType eq "User" is decided without asking the database', () => {
    expect(read('meta.resourceType eq "User"')).toEqual({ users: "everything", groups: "nothing" });
    expect(read('meta.resourceType ne "User"')).toEqual({ users: "nothing", groups: "everything" });
    expect(read("meta.resourceType pr")).toEqual({ users: "everything", groups: "everything" });
    expect(read('meta.resourceType eq "Group" and displayName sw "T"')).toMatchObject({
      users: "nothing",
      groups: { kind: "compare", op: "sw" },
    });
    expect(read('meta.resourceType eq "user"')).toEqual({ users: "nothing", groups: "nothing" });
  });

  test.each([
    'nope eq "a"',
    'userName eq "a" or nope pr',
    "password pr",
    "__proto__.x pr",
    "constructor pr",
    "active eq yes",
    "",
  ])("attack D4 D5 D11 %s is invalidFilter, never everybody", (text) =>
    expect(() => read(text)).toThrow(expect.objectContaining({ status: 400, scimType: "invalidFilter" })),
  );
});
