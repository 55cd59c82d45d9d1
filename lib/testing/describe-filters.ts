import { beforeAll, describe, expect, test } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import type { StoreWorld } from "./store-world.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const people: Record<string, JsonObject> = {
  ada: {
    userName: "Ada@X.example",
    externalId: "Ext-A",
    displayName: "50%_off\\",
    active: true,
    name: { givenName: "Ada", familyName: "Lovelace" },
    emails: [
      { value: "ada@work.example", type: "work", primary: true },
      { value: "ada@home.example", type: "home" },
    ],
    [ENTERPRISE]: { department: "Engines" },
    "urn:acme:2.0:User": { Floor: 3, tags: ["a", "B"], badge: { color: "Red" }, remote: false },
  },
  bob: {
    userName: "bob",
    active: false,
    title: "Engineer",
    emails: [
      { value: "bob@work.example", type: "home" },
      { value: "bob@home.example", type: "work" },
    ],
    "urn:acme:2.0:User": { Floor: 12, badges: [{ color: "red", on: true }, { color: "blue" }] },
  },
  cy: { userName: "cy", active: true, displayName: "50 percent off", nickName: "", title: "engineer" },
};

const everybody = ["ada", "bob", "cy"];

/** What a filter finds, whatever the database. The differential test goes further; this says it by name. */
export function describeFilters(open: () => StoreWorld) {
  describe("filters", () => {
    let world: StoreWorld;
    let here: IdpDirectory;
    const ids = new Map<string, string>();
    beforeAll(async () => {
      world = open();
      here = await world.addDirectory();
      for (const [name, attributes] of Object.entries(people)) ids.set(await world.addUser(here, attributes), name);
      const elsewhere = await world.addDirectory(here.organizationId);
      for (const attributes of Object.values(people)) await world.addUser(elsewhere, attributes);
    });

    test.each<[string, string[]]>([
      ['userName eq "ADA@x.EXAMPLE"', ["ada"]],
      ['externalId eq "Ext-A"', ["ada"]],
      ['externalId eq "ext-a"', []],
      ["active eq true", ["ada", "cy"]],
      ["active ne true", ["bob"]],
      ['title eq "ENGINEER"', ["bob", "cy"]],
      ['title ne "engineer"', ["ada"]],
      ['name.familyName eq "lovelace"', ["ada"]],
      ['emails.value eq "BOB@work.example"', ["bob"]],
      ['emails[type eq "work"].value eq "bob@home.example"', ["bob"]],
      ['emails[type eq "work"].value eq "bob@work.example"', []],
      ['emails[type eq "work" and not (value ew "@work.example")]', ["bob"]],
      ['emails[type eq "work" and type eq "home"]', []],
      ["emails[primary eq true]", ["ada"]],
      ['emails[not (type eq "work")]', ["ada", "bob"]],
      [`${ENTERPRISE}:department eq "engines"`, ["ada"]],
      [`${ENTERPRISE}:department pr`, ["ada"]],
      ['displayName co "50%"', ["ada"]],
      ['displayName co "0_o"', []],
      ['displayName ew "_off\\\\"', ["ada"]],
      ['displayName sw "50"', ["ada", "cy"]],
      ["title pr", ["bob", "cy"]],
      ["nickName pr", []],
      ["name pr", ["ada"]],
      ["emails pr", ["ada", "bob"]],
      ["active pr", everybody],
      ["title eq null", ["ada"]],
      ["title ne null", ["bob", "cy"]],
      ['title pr and not (userName eq "bob")', ["cy"]],
      ['userName eq "bob" or externalId eq "Ext-A"', ["ada", "bob"]],
      ["urn:acme:2.0:User:floor eq 3", ["ada"]],
      ["urn:acme:2.0:User:floor gt 9", ["bob"]],
      ["urn:acme:2.0:User:floor pr", ["ada", "bob"]],
      ["urn:acme:2.0:User:remote pr", ["ada"]],
      ["urn:acme:2.0:User:remote eq false", ["ada"]],
      ['urn:acme:2.0:User:tags eq "b"', ["ada"]],
      ['urn:acme:2.0:User:tags co "b"', ["ada"]],
      ['urn:acme:2.0:User:badge.color eq "red"', ["ada"]],
      ['urn:acme:2.0:User:badges.color eq "BLUE"', ["bob"]],
      ['urn:acme:2.0:User:badges[color eq "red" and on eq true]', ["bob"]],
      ['urn:acme:2.0:User:badge[color eq "red"]', ["ada"]],
      ['meta.created gt "2026-01-31T11:59:59Z"', everybody],
      ['meta.lastModified lt "2026-01-31T12:00:00Z"', []],
      ['meta.lastModified ge "2026-01-31T13:00:00+01:00"', everybody],
      ['meta.resourceType eq "User"', everybody],
      [`schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"`, everybody],
      ['schemas eq "urn:nobody:2.0:User"', []],
      ['id eq "nonsense"', []],
      ["id pr", everybody],
    ])("%s finds %s", async (filter, expected) => {
      const { rows, totalResults } = await world.findUsers(here, filter);
      expect(rows.map(({ id }) => ids.get(id)).sort()).toEqual(expected);
      expect(totalResults).toBe(expected.length);
    });

    test("text that looks like SQL or jsonpath is text", async () => {
      for (const text of ["'; drop table directory_user; --", '\\" || true', "$1", "%", "_", "\\"]) {
        const literal = JSON.stringify(text);
        for (const name of ["userName", "title", "emails.value", "urn:acme:2.0:User:x", "externalId"]) {
          for (const op of ["eq", "co", "sw", "ew", "gt"]) {
            const { totalResults } = await world.findUsers(here, `${name} ${op} ${literal} and userName eq "nobody"`);
            expect(totalResults).toBe(0);
          }
        }
      }
      expect((await world.findUsers(here, "userName pr")).totalResults).toBe(3);
    });

    test("groups are found by their members and people by their groups", async () => {
      const [ada = "", bob = ""] = [...ids.keys()];
      const group = await world.addGroup(here, { displayName: "Engines" }, [ada]);
      const parent = await world.addGroup(here, { displayName: "All" }, [group]);
      const groupsBy = async (filter: string) => (await world.findGroups(here, filter)).rows.map(({ id }) => id);
      expect(await groupsBy(`members.value eq "${ada}"`)).toEqual([group]);
      expect(await groupsBy(`members[value eq "${ada}"]`)).toEqual([group]);
      expect(await groupsBy(`members eq "${bob}"`)).toEqual([]);
      expect(await groupsBy(`members.value eq "${group}"`)).toEqual([parent]);
      expect(await groupsBy('members.type eq "Group"')).toEqual([parent]);
      expect(await groupsBy("members pr")).toEqual([group, parent]);
      expect(await groupsBy(`not (members.value eq "${ada}")`)).toEqual([parent]);
      const peopleBy = async (filter: string) => (await world.findUsers(here, filter)).rows.map(({ id }) => id);
      expect(await peopleBy(`groups.value eq "${group}"`)).toEqual([ada]);
      expect(await peopleBy('groups.display eq "ENGINES"')).toEqual([ada]);
      expect(await peopleBy('groups[display sw "eng"]')).toEqual([ada]);
      expect(await peopleBy("not (groups pr)")).not.toContain(ada);
    });
  });
}
