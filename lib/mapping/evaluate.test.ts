import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import { User } from "#lib/scim/schema/resource-types.ts";
import { compileConfiguration, errorsOf } from "./compile.ts";
import { BUILT_IN_ROLES, type CustomAttribute, DEFAULT_MAPPING, DEFAULT_ROLES } from "./configuration.ts";
import { evaluate, sortedGroups } from "./evaluate.ts";
import { readNotation } from "./notation.ts";
import type { Profile } from "./target.ts";

const ATTRIBUTES: CustomAttribute[] = [
  { key: "badge", label: "Badge", type: "text", required: true },
  { key: "floor", label: "Floor", type: "number", required: false },
  { key: "remote", label: "Remote", type: "boolean", required: false },
  { key: "skills", label: "Skills", type: "list", required: false },
];
const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** A row as authn.sh writes it; `userName → email_address` stands before all, since a mapping has to fill it. */
function make(rows: Record<string, string>, resource: JsonObject, former?: Profile) {
  const compiled = compileConfiguration(
    {
      userIdAttribute: "externalId",
      roles: DEFAULT_ROLES,
      rows: [
        { source: "userName", transform: null, target: "email_address", note: "" },
        ...Object.entries(rows).map(([source, text]) => readNotation(source, text)),
      ],
    },
    { type: User, roles: BUILT_IN_ROLES, attributes: ATTRIBUTES },
  );
  expect(errorsOf(compiled)).toEqual([]);
  return evaluate(compiled, { resource: { userName: "ada@x.example", ...resource }, groups: [] }, { former });
}

const fieldOf = (profile: JsonObject, path: string) =>
  path.split(".").reduce<JsonValue | undefined>((value, key) => (value as JsonObject | undefined)?.[key], profile);

describe("what a field holds", () => {
  test.each<[string, string, JsonObject, JsonValue | undefined]>([
    ["title", "job_title", { title: "Countess" }, "Countess"],
    ["title", "job_title", { title: "" }, undefined],
    ["title", "public_metadata.title", { title: "Countess" }, "Countess"],
    ["displayName", "name", { displayName: "Ada L." }, "Ada L."],
    ["nickName", "username", { nickName: "ada" }, "ada"],
    ["locale", "locale", { locale: "en-GB" }, "en-GB"],
    ["timezone", "timezone", { timezone: "Europe/London" }, "Europe/London"],
    [
      'photos[type eq "photo"].value',
      "picture",
      { photos: [{ type: "photo", value: "https://x.example/a" }] },
      "https://x.example/a",
    ],
    [
      "phoneNumbers[primary eq true].value",
      "phone_number",
      { phoneNumbers: [{ value: "+1" }, { value: "+2", primary: true }] },
      "+2",
    ],
    ["phoneNumbers", "phone_number", { phoneNumbers: [{ value: "+1" }, { value: "+2" }] }, "+1"],
    [`${ENTERPRISE}:department`, "department", { [ENTERPRISE]: { department: "Engines" } }, "Engines"],
    // An object where one value is wanted gives its value, and where anything may stand itself.
    [`${ENTERPRISE}:manager`, "manager", { [ENTERPRISE]: { manager: { value: "42", displayName: "Charles" } } }, "42"],
    [`${ENTERPRISE}:manager`, "app_metadata.manager", { [ENTERPRISE]: { manager: { value: "42" } } }, { value: "42" }],
    [`${ENTERPRISE}:manager`, "manager", { [ENTERPRISE]: { manager: "42" } }, "42"],
    ["emails", "app_metadata.addresses", { emails: [{ value: "a" }] }, [{ value: "a" }]],
    ["emails.value", "app_metadata.addresses", { emails: [{ value: "a" }, { value: "b" }] }, ["a", "b"]],
    [`${ENTERPRISE}:employeeNumber`, "custom_attributes.badge", { [ENTERPRISE]: { employeeNumber: "7" } }, "7"],
    [`${ENTERPRISE}:employeeNumber`, "custom_attributes.floor", { [ENTERPRISE]: { employeeNumber: "7" } }, 7],
    ["userType", "{{ value | downcase }}.custom_attributes.remote", { userType: "TRUE" }, true],
    ["title", '{{ value | split: ", " }}.custom_attributes.skills', { title: "maths, looms" }, ["maths", "looms"]],
    ["title", "custom_attributes.skills", { title: "maths" }, ["maths"]],
    ["active", "{{ value }}.public_metadata.is_active", { active: false }, false],
  ])("%s in %s", (source, target, resource, expected) => {
    const { profile } = make({ [source]: target }, resource);
    expect(fieldOf(profile, target.slice(target.indexOf("}}.") < 0 ? 0 : target.indexOf("}}.") + 3))).toEqual(expected);
  });

  test("a spread fills one field for each part, or one object of all", () => {
    const addresses = [{ streetAddress: "1 High St", postalCode: "W1", primary: true, type: "work" }];
    const parts = { street_address: "1 High St", postal_code: "W1" };
    expect(
      make({ "addresses[primary eq true].*": "public_metadata.*" }, { addresses }).profile.public_metadata,
    ).toEqual(parts);
    expect(make({ "addresses[0].*": "app_metadata.home" }, { addresses }).profile.app_metadata).toEqual({
      home: parts,
    });
    expect(make({ "name.*": "app_metadata.name_*" }, { name: { givenName: "Ada" } }).profile.app_metadata).toEqual({
      name_given_name: "Ada",
    });
  });

  test.each([
    ["externalId", "00u1"],
    ["userName", "ada@x.example"],
  ] as const)("the user id is %s", (userIdAttribute, id) => {
    const compiled = compileConfiguration(
      { userIdAttribute, rows: DEFAULT_MAPPING, roles: DEFAULT_ROLES },
      { type: User, roles: BUILT_IN_ROLES, attributes: [] },
    );
    expect(evaluate(compiled, { resource: { userName: "ada@x.example", externalId: "00u1" }, groups: [] }).userId).toBe(
      id,
    );
  });
});

describe("data that a row cannot use", () => {
  const long = `{{ value | append: "${"y".repeat(900)}" | append: "${"y".repeat(900)}" }}`;
  const former = { job_title: "Countess", email_address: "was@x.example", first_name: "Ada" };

  test.each<[string, Record<string, string>, JsonObject, object, Profile]>([
    [
      "a transformation that fails",
      { title: `${long}.job_title` },
      { title: "z".repeat(7_000) },
      { field: "job_title", code: "failed", source: "title", message: expect.stringContaining('stays "Countess"') },
      { job_title: "Countess" },
    ],
    [
      "no e-mail address in an e-mail",
      { 'emails[type eq "work"].value': "email_address" },
      { userName: "ada", emails: [{ type: "work", value: "none" }] },
      {
        field: "email_address",
        code: "email",
        source: 'emails[type eq "work"].value',
        message: '"none" is not an e-mail address. E-mail address stays "was@x.example".',
      },
      { email_address: "was@x.example" },
    ],
    [
      "text where a number is due",
      { title: "custom_attributes.floor" },
      { title: "third" },
      {
        field: "custom_attributes.floor",
        code: "type",
        source: "title",
        message: 'Floor has to be a number, not "third".',
      },
      {},
    ],
    [
      "a first name that is not sent",
      { "name.givenName": "first_name" },
      {},
      { field: "first_name", code: "missing", source: "name.givenName" },
      {},
    ],
    [
      "a required attribute that is not sent",
      { title: "custom_attributes.badge" },
      {},
      { field: "custom_attributes.badge", code: "missing", source: "title" },
      {},
    ],
  ])("%s is told with the path to mend, and everything else is made", (_, rows, resource, problem, kept) => {
    const made = make({ ...rows, displayName: "name" }, { displayName: "Ada L.", ...resource }, former);
    expect(made.problems).toEqual(expect.arrayContaining([expect.objectContaining(problem)]));
    expect(made.profile).toMatchObject({ ...kept, name: "Ada L." });
  });

  test("a userName that is no address is no fault where another row may fill it", () => {
    const rows = { "emails[primary eq true].value": "email_address" };
    const { problems } = make(rows, { userName: "ada", emails: [{ value: "a@x.example", primary: true }] });
    expect(problems).toEqual([]);
  });

  test("nobody who is inactive is asked for a name", () => {
    expect(make({ "name.givenName": "first_name" }, { active: false }).problems).toEqual([]);
  });
});

test("groups are in the order of their names, in any letter case, and of their ids where names are the same", () => {
  const groups = [
    { id: "3", name: "Zebras" },
    { id: "2", name: "admins" },
    { id: "1", name: "admins" },
    { id: "4", name: "Beavers" },
  ];
  expect(sortedGroups(groups).map(({ id }) => id)).toEqual(["1", "2", "4", "3"]);
});
