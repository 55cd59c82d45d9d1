import { describe, expect, test } from "vitest";
import { replaceResource } from "./replace.ts";
import type { StoredResource } from "./resource.ts";
import { ENTERPRISE_USER_URN, USER_URN, User } from "./schema/resource-types.ts";

const ACME = "urn:acme:scim:2.0:User";

const before: StoredResource = {
  schemas: [USER_URN, ENTERPRISE_USER_URN, ACME],
  userName: "babs",
  title: "Tour Guide",
  active: false,
  externalId: "701984",
  [ENTERPRISE_USER_URN]: { department: "D3", division: "Theme Park" },
  [ACME]: { badge: 7 },
};

const put = (incoming: Partial<StoredResource>) =>
  replaceResource(User, before, { schemas: [USER_URN], userName: "babs", ...incoming });

describe("replaceResource", () => {
  test("clears what the core and known extensions no longer have", () => {
    const after = put({ [ENTERPRISE_USER_URN]: { department: "D4" } });
    expect(after.title).toBeUndefined();
    expect(after[ENTERPRISE_USER_URN]).toEqual({ department: "D4" });
    expect(put({})).not.toHaveProperty([ENTERPRISE_USER_URN]);
  });

  test("a PUT that is silent about active does not reactivate, one that is not decides", () => {
    expect(put({}).active).toBe(false);
    expect(put({ active: true }).active).toBe(true);
  });

  test("externalId stays when absent and changes when sent", () => {
    expect(put({}).externalId).toBe("701984");
    expect(put({ externalId: "1" }).externalId).toBe("1");
  });

  test("an unknown extension stays when it is not mentioned and is replaced when it is, in any letter case", () => {
    expect(put({})[ACME]).toEqual({ badge: 7 });
    const after = put({ [ACME.toUpperCase()]: { color: "red" } });
    expect(after).toEqual(expect.objectContaining({ [ACME.toUpperCase()]: { color: "red" } }));
    expect(after).not.toHaveProperty([ACME]);
  });

  test("schemas follows the content", () => {
    expect(put({}).schemas).toEqual([USER_URN, ACME]);
  });

  test("neither side is changed", () => {
    const copy = structuredClone(before);
    put({ active: true, [ACME]: { color: "red" } });
    expect(before).toEqual(copy);
  });
});
