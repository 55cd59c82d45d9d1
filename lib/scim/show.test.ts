import { describe, expect, test } from "vitest";
import { assignDefaults } from "./defaults.ts";
import { formatVersion, parseIfMatch } from "./etag.ts";
import { GROUP_URN, Group, USER_URN, User } from "./schema/resource-types.ts";
import { type ResourceParts, showResource } from "./show.ts";

const common = {
  id: "2819c223",
  meta: { created: "2010-01-23T04:56:22Z", lastModified: "2011-05-13T04:42:34Z", version: 3 },
  baseUrl: "https://example.com",
};
const user: ResourceParts = { ...common, stored: { schemas: [USER_URN], userName: "babs" } };
const group: ResourceParts = { ...common, stored: { schemas: [GROUP_URN], displayName: "Tour Guides" } };

describe("showResource", () => {
  test("joins what is stored with id, groups and meta, schemas first", () => {
    const shown = showResource(User, { ...user, groups: [{ value: "e9e3", display: "Tour Guides" }] });
    expect(shown).toEqual({
      schemas: [USER_URN],
      id: "2819c223",
      userName: "babs",
      groups: [
        { value: "e9e3", display: "Tour Guides", type: "direct", $ref: "https://example.com/scim/v2/Groups/e9e3" },
      ],
      meta: {
        resourceType: "User",
        created: "2010-01-23T04:56:22Z",
        lastModified: "2011-05-13T04:42:34Z",
        location: "https://example.com/scim/v2/Users/2819c223",
        version: 'W/"3"',
      },
    });
    expect(Object.keys(shown)[0]).toBe("schemas");
  });

  test("a new user about whom nothing was said is active, an inactive one stays inactive, a group is neither", () => {
    expect(assignDefaults(User, user.stored).active).toBe(true);
    expect(assignDefaults(User, { ...user.stored, active: false }).active).toBe(false);
    expect(assignDefaults(Group, group.stored)).not.toHaveProperty("active");
  });

  test("members are shown with an absolute $ref to their own kind, and display where it is known", () => {
    const members = [
      { value: "1", display: "Babs", type: "User" as const },
      { value: "../2", type: "Group" as const },
    ];
    expect(showResource(Group, { ...group, members }).members).toEqual([
      { value: "1", display: "Babs", type: "User", $ref: "https://example.com/scim/v2/Users/1" },
      { value: "../2", type: "Group", $ref: "https://example.com/scim/v2/Groups/..%2F2" },
    ]);
  });

  test("members and groups that were not loaded are absent, empty ones are empty", () => {
    expect(showResource(Group, group)).not.toHaveProperty("members");
    expect(showResource(Group, { ...group, members: [] }).members).toEqual([]);
    expect(showResource(User, user)).not.toHaveProperty("groups");
    expect(showResource(User, { ...user, groups: [] }).groups).toEqual([]);
  });
});

describe("versions", () => {
  test.each([0, 1, 42, 999_999_999])("the ETag of version %i names that version", (version) => {
    expect(parseIfMatch(formatVersion(version))).toEqual([version]);
  });

  test("several tags, strong tags and the star are read", () => {
    expect(parseIfMatch('W/"1", "2" ,W/"3"')).toEqual([1, 2, 3]);
    expect(parseIfMatch(" * ")).toBe("*");
    expect(parseIfMatch(null)).toBeUndefined();
    expect(parseIfMatch(undefined)).toBeUndefined();
  });

  test.each(["", 'W/"nope"', "1", 'W/"01"', 'W/"-1"', 'w/"1"', 'W/"1', 'W/"99999999999999999999"', '"1" "2"'])(
    "%j matches no version",
    (header) => expect(parseIfMatch(header)).toEqual([]),
  );
});
