import { describe, expect, test } from "vitest";
import type { JsonObject } from "#lib/scim/resource.ts";
import { User } from "#lib/scim/schema/resource-types.ts";
import { TextProblem } from "./finding.ts";
import { type Person, parseSource } from "./source.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const resource: JsonObject = {
  userName: "ada",
  name: { givenName: "Ada", familyName: "Lovelace" },
  title: "Countess",
  active: true,
  emails: [
    { value: "home@x.example", type: "home" },
    { value: "work@x.example", type: "work", primary: true },
  ],
  phoneNumbers: [{ value: "+1", type: "mobile" }],
  addresses: [{ streetAddress: "1 High St", locality: "London", postalCode: "W1", primary: true, type: "work" }],
  roles: [{ value: "a" }, { value: "b" }],
  [ENTERPRISE]: { department: "Engines", manager: { value: "42", displayName: "Charles" } },
  "urn:acme:2.0:User": { badge: "B7", shoe: { size: 39 } },
};
const person: Person = {
  resource,
  groups: [
    { id: "g1", name: "Admins" },
    { id: "g2", name: "Zebras" },
  ],
};
const read = (path: string) => parseSource(path, User).read(person);

describe("a source", () => {
  test.each<[string, unknown]>([
    ["userName", "ada"],
    ["USERNAME", "ada"],
    ["name.givenName", "Ada"],
    ["name", { givenName: "Ada", familyName: "Lovelace" }],
    ["urn:ietf:params:scim:schemas:core:2.0:User:title", "Countess"],
    ["active", true],
    ['emails[type eq "work"].value', "work@x.example"],
    ['emails[type eq "WORK" and primary eq true].value', "work@x.example"],
    ["emails[primary eq true].value", "work@x.example"],
    ['phoneNumbers[type eq "fax"].value', undefined],
    ["emails[0].value", "home@x.example"],
    ["emails[1].type", "work"],
    ["emails[7].value", undefined],
    ["emails.value", ["home@x.example", "work@x.example"]],
    ["roles.value", ["a", "b"]],
    ["addresses[primary eq true].*", (resource.addresses as JsonObject[])[0]],
    ["addresses[0].*", (resource.addresses as JsonObject[])[0]],
    [`${ENTERPRISE}:department`, "Engines"],
    // As source 002 writes it, with a dot behind the URN.
    [`${ENTERPRISE}.department`, "Engines"],
    [`${ENTERPRISE}:manager.displayName`, "Charles"],
    [`${ENTERPRISE}:manager`, { value: "42", displayName: "Charles" }],
    ["department", "Engines"],
    ["urn:acme:2.0:User:badge", "B7"],
    ["urn:acme:2.0:User.badge", "B7"],
    ["urn:acme:2.0:User:shoe.size", 39],
    ["groups[0].value", "Admins"],
    ["groups[0].display", "Admins"],
    ["groups[0].id", "g1"],
    ["groups[1].value", "Zebras"],
    ["groups[2].value", undefined],
    ["groups.value", ["Admins", "Zebras"]],
    ['groups[value sw "zeb"].id', "g2"],
    ["title", "Countess"],
    ["nickName", undefined],
  ])("%s", (path, expected) => {
    expect(read(path)).toEqual(expected);
  });

  test.each<[string, string, number]>([
    ["", "unknown_path", 1],
    ["nothing", "unknown_path", 1],
    ["name.middle", "unknown_path", 1],
    ["id", "forbidden_path", 1],
    ["meta.created", "forbidden_path", 1],
    ["password", "forbidden_path", 1],
    ["userName[0]", "unknown_path", 9],
    ["title.*", "unknown_path", 6],
    ["emails[type eq].value", "unknown_path", 15],
    ['emails[colour eq "red"].value', "unknown_path", 8],
    ["emails[0].colour", "unknown_path", 11],
    ["groups[0].colour", "unknown_path", 11],
    ["__proto__.x", "unknown_path", 1],
    ["name.constructor", "unknown_path", 1],
  ])("%s is refused as %s at column %i", (path, code, column) => {
    const refused = (() => {
      try {
        parseSource(path, User);
        return undefined;
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(TextProblem);
    expect(refused).toMatchObject({ code });
    if (code === "unknown_path" && column > 1) expect((refused as TextProblem).column).toBeGreaterThan(1);
  });

  test("says whether groups matter to it", () => {
    expect(parseSource("groups[0].value", User).usesGroups).toBe(true);
    expect(parseSource("title", User).usesGroups).toBe(false);
  });
});
