import { describe, expect, test } from "vitest";
import type { JsonObject } from "#lib/scim/resource.ts";
import { User } from "#lib/scim/schema/resource-types.ts";
import { compileConfiguration } from "./compile.ts";
import { BUILT_IN_ROLES, DEFAULT_MAPPING, defaultConfiguration } from "./configuration.ts";
import { evaluate, profileName } from "./evaluate.ts";

const compiled = compileConfiguration(defaultConfiguration("userName"), {
  type: User,
  roles: BUILT_IN_ROLES,
  attributes: [],
});
const map = (resource: JsonObject) => evaluate(compiled, { resource, groups: [] }).profile;

describe("the default mapping", () => {
  test.each<[string, JsonObject, object]>([
    ["userName to username", { userName: "ada" }, { username: "ada" }],
    [
      "a userName that is an address to email_address too",
      { userName: "a@x.example" },
      { email_address: "a@x.example" },
    ],
    ["the work e-mail", { emails: [{ value: "w@x.example", type: "work" }] }, { email_address: "w@x.example" }],
    ["the primary e-mail", { emails: [{ value: "p@x.example", primary: true }] }, { email_address: "p@x.example" }],
    ["name.givenName to first_name", { name: { givenName: "Ada" } }, { first_name: "Ada" }],
    ["name.familyName to last_name", { name: { familyName: "Lovelace" } }, { last_name: "Lovelace" }],
    ["displayName to name", { displayName: "Ada L." }, { name: "Ada L." }],
    ["externalId to external_id", { externalId: "00u1" }, { external_id: "00u1" }],
    ["active", { active: false }, { active: false }],
  ])("takes %s", (_, resource, expected) => {
    expect(map(resource)).toMatchObject(expected);
  });

  test("has each of these rows and no other", () => {
    expect(DEFAULT_MAPPING.map(({ source, target }) => `${source} → ${target}`)).toEqual([
      "userName → username",
      "userName → email_address",
      'emails[type eq "work"].value → email_address',
      "emails[primary eq true].value → email_address",
      "name.givenName → first_name",
      "name.familyName → last_name",
      "displayName → name",
      "externalId → external_id",
      "active → active",
    ]);
  });

  test("lets the later row win: primary over work over userName", () => {
    const [work, home] = [
      { value: "work@x.example", type: "Work" },
      { value: "home@x.example", type: "home", primary: true },
    ];
    const userName = "name@x.example";
    expect(map({ userName, emails: [home, work] }).email_address).toBe("home@x.example");
    expect(map({ userName, emails: [work] }).email_address).toBe("work@x.example");
    expect(map({ userName, emails: [{ value: "other@x.example", type: "other" }] }).email_address).toBe(userName);
  });

  test("takes only what looks like an e-mail address, so that a broken one does not win", () => {
    const emails = [{ value: "not an address", primary: true }];
    expect(map({ userName: "a@x.example", emails }).email_address).toBe("a@x.example");
    expect(map({ userName: "ada", emails })).toEqual({ username: "ada" });
  });

  test("leaves out what has no value", () => {
    expect(map({})).toEqual({});
  });
});

describe("a profile's name", () => {
  test.each([
    [{ name: "Ada L.", first_name: "Ada", username: "a" }, "Ada L."],
    [{ first_name: "Ada", last_name: "Lovelace", username: "a" }, "Ada Lovelace"],
    [{ last_name: "Lovelace", username: "a" }, "Lovelace"],
    [{ username: "a", email_address: "a@x.example" }, "a"],
    [{ email_address: "a@x.example" }, "a@x.example"],
    [{}, "Unnamed"],
  ])("of %j is %s", (profile, expected) => {
    expect(profileName(profile)).toBe(expected);
  });
});
