import { describe, expect, test } from "vitest";
import { type Projection, project, readProjection, wantsGroups, wantsMembers } from "./projection.ts";
import type { ShownResource } from "./resource.ts";
import type { ResourceType } from "./schema/attribute.ts";
import { attribute } from "./schema/attribute.ts";
import { ENTERPRISE_USER_URN, GROUP_URN, Group, USER_URN, User } from "./schema/resource-types.ts";

const ACME = "urn:acme:scim:2.0:User";

const babs: ShownResource = {
  schemas: [USER_URN, ENTERPRISE_USER_URN, ACME],
  id: "2819c223",
  userName: "babs",
  name: { givenName: "Barbara", familyName: "Jensen" },
  emails: [
    { value: "bjensen@example.com", type: "work", primary: true },
    { value: "babs@jensen.org", type: "home" },
  ],
  groups: [],
  [ENTERPRISE_USER_URN]: { department: "D3", manager: { value: "26118915", $ref: "x" } },
  [ACME]: { badge: { number: 7, color: "red" }, tags: ["a"] },
  meta: { resourceType: "User", version: 'W/"3"' },
};
const fixed = { schemas: babs.schemas, id: babs.id };

const read = (query: string, type: ResourceType = User) => readProjection(new URLSearchParams(query), type);
const only = (names: string) => project(User, babs, read(`attributes=${encodeURIComponent(names)}`));
const without = (names: string) => project(User, babs, read(`excludedAttributes=${encodeURIComponent(names)}`));

describe("attributes", () => {
  test.each<[string, object]>([
    ["userName", { userName: "babs" }],
    [" USERNAME , meta.version", { userName: "babs", meta: { version: 'W/"3"' } }],
    [`${USER_URN}:userName`, { userName: "babs" }],
    ["name.givenName", { name: { givenName: "Barbara" } }],
    ["emails.type", { emails: [{ type: "work" }, { type: "home" }] }],
    ['emails[type eq "work"].value', { emails: babs.emails }],
    ['emails[type eq "a,b"],userName', { emails: babs.emails, userName: "babs" }],
    [ENTERPRISE_USER_URN, { [ENTERPRISE_USER_URN]: babs[ENTERPRISE_USER_URN] }],
    [`${ENTERPRISE_USER_URN.toUpperCase()}:Department`, { [ENTERPRISE_USER_URN]: { department: "D3" } }],
    [`${ENTERPRISE_USER_URN}:manager.value`, { [ENTERPRISE_USER_URN]: { manager: { value: "26118915" } } }],
    [`${ACME}:badge.color`, { [ACME]: { badge: { color: "red" } } }],
    [`${ACME}:tags`, { [ACME]: { tags: ["a"] } }],
    ["groups", { groups: [] }],
    ["nickName,__proto__,constructor,password", {}],
  ])("%s shows just that, with id and schemas", (names, expected) => {
    expect(only(names)).toEqual({ ...fixed, ...expected });
  });
});

describe("excludedAttributes", () => {
  test.each<[string, string[]]>([
    ["userName", ["userName"]],
    [`${USER_URN}:EMAILS,groups,meta`, ["emails", "groups", "meta"]],
    [ENTERPRISE_USER_URN, [ENTERPRISE_USER_URN]],
    ["id,schemas", []],
    ["nickName,__proto__", []],
  ])("%s leaves out just that; id and schemas stay", (names, gone) => {
    const rest = Object.fromEntries(Object.entries(babs).filter(([key]) => !gone.includes(key)));
    expect(without(names)).toEqual(rest);
  });

  test("a sub-attribute goes alone, and what has nothing left goes with it", () => {
    expect(without("name.givenName").name).toEqual({ familyName: "Jensen" });
    expect(without("name.givenName,name.familyName")).not.toHaveProperty("name");
    expect(without("emails.value").emails).toEqual([{ type: "work", primary: true }, { type: "home" }]);
    expect(without(`${ENTERPRISE_USER_URN}:manager`)[ENTERPRISE_USER_URN]).toEqual({ department: "D3" });
  });
});

describe("returned", () => {
  const secretive: ResourceType = {
    ...User,
    schema: {
      ...User.schema,
      attributes: [
        attribute("secret", "Never shown.", { returned: "never" }),
        attribute("costly", "Shown on request.", { returned: "request" }),
        attribute("fixed", "Always shown.", { returned: "always" }),
      ],
    },
  };
  const shown = { schemas: [], id: "1", secret: "s", costly: "c", fixed: "f" };
  const keys = (query: string) => Object.keys(project(secretive, shown, read(query, secretive))).sort();

  test("never, request and always hold whatever is asked", () => {
    expect(keys("")).toEqual(["fixed", "id", "schemas"]);
    expect(keys("attributes=secret,costly")).toEqual(["costly", "fixed", "id", "schemas"]);
    expect(keys("excludedAttributes=fixed")).toEqual(["fixed", "id", "schemas"]);
  });

  test("without a projection a resource is shown whole", () => {
    expect(project(User, babs, read(""))).toEqual(babs);
    expect(project(User, babs, read("attributes=&excludedAttributes=,"))).toEqual(babs);
  });
});

describe("refusals", () => {
  test.each(["attributes=a&excludedAttributes=b", "attributes=a&attributes=b", "attributes=a&ATTRIBUTES=b"])(
    "%s is invalidValue",
    (query) => expect(() => read(query)).toThrow(expect.objectContaining({ scimType: "invalidValue" })),
  );

  test("1,000 names are taken and 1,001 refused", () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`).join(",");
    expect(() => read(`attributes=${names(1_000)}`)).not.toThrow();
    expect(() => read(`excludedAttributes=${names(1_001)}`)).toThrow("1000 attributes");
  });
});

describe("wantsMembers and wantsGroups", () => {
  test.each<[string, boolean]>([
    ["", true],
    ["attributes=displayName", false],
    ["attributes=displayName,Members", true],
    ["attributes=members.value", true],
    [`attributes=${GROUP_URN}:members`, true],
    ["attributes=membership", false],
    ["excludedAttributes=members", false],
    [`excludedAttributes=${GROUP_URN}:Members`, false],
    ["excludedAttributes=members.display", true],
  ])("for %s members are loaded: %s", (query, expected) => {
    expect(wantsMembers(read(query, Group))).toBe(expected);
  });

  test("members and groups that are not loaded would not have been shown", () => {
    const without: Projection = read("excludedAttributes=groups");
    expect(wantsGroups(without)).toBe(false);
    expect(project(User, babs, without)).not.toHaveProperty("groups");
  });
});
