import { describe, expect, test } from "vitest";
import type { JsonObject } from "#lib/scim/resource.ts";
import { User } from "#lib/scim/schema/resource-types.ts";
import { compileConfiguration } from "./compile.ts";
import { BUILT_IN_ROLES, DEFAULT_MAPPING, type MappingRow, type RoleRule, type RoleRules } from "./configuration.ts";
import { evaluate } from "./evaluate.ts";
import type { PersonGroup } from "./source.ts";

const ROLES = [...BUILT_IN_ROLES, { slug: "org:support", rank: 500 }];
const inGroup = (name: string, role: string, id: string | null = null): RoleRule => ({
  kind: "group",
  group: { id, name },
  role,
});
const where = (filter: string, role: string): RoleRule => ({ kind: "attribute", filter, role });
const liquid = (source: string, transform: string | null): RoleRule => ({ kind: "liquid", source, transform });
/** Verbatim from source 002. */
const SEED = '{{ value | downcase | replace: "admins", "org:admin" | default: "org:member" }}';

interface Given {
  rules: RoleRule[];
  policy?: RoleRules["policy"];
  defaultRole?: string | null;
  rows?: readonly MappingRow[];
}

function rolesOf(
  { rules, policy = "first", defaultRole = "org:member", rows = DEFAULT_MAPPING }: Given,
  groups: readonly string[] = [],
  resource: JsonObject = {},
) {
  const compiled = compileConfiguration(
    { userIdAttribute: "userName", rows, roles: { policy, rules, defaultRole } },
    { type: User, roles: ROLES, attributes: [] },
  );
  const of: PersonGroup[] = groups.map((name) => ({ id: `id of ${name}`, name }));
  const { roles, problems } = evaluate(compiled, { resource: { userName: "ada@x.example", ...resource }, groups: of });
  return { ...roles, problems: problems.filter(({ field }) => field === "organization_role") };
}

describe("rules", () => {
  const HELPERS = inGroup("Helpers", "org:support");
  const ADMINS = inGroup("Admins", "org:admin");
  test.each<[string, Given, string[], string[]]>([
    ["the first that applies", { rules: [HELPERS, ADMINS] }, ["Admins", "Helpers"], ["org:support"]],
    [
      "the highest of those that apply",
      { rules: [HELPERS, ADMINS], policy: "highest" },
      ["Admins", "Helpers"],
      ["org:admin"],
    ],
    [
      "all that apply, highest first",
      { rules: [HELPERS, ADMINS], policy: "all" },
      ["Admins", "Helpers"],
      ["org:admin", "org:support"],
    ],
    [
      "each role once",
      { rules: [ADMINS, inGroup("Helpers", "org:admin")], policy: "all" },
      ["Admins", "Helpers"],
      ["org:admin"],
    ],
    ["the default without any", { rules: [ADMINS] }, ["Sales"], ["org:member"]],
    ["no access without any", { rules: [ADMINS], defaultRole: null }, ["Sales"], []],
    ["a group in any letter case", { rules: [inGroup("aDMINS", "org:admin")] }, ["Admins"], ["org:admin"]],
    [
      "a group by its id, whatever it is called now",
      { rules: [inGroup("Old name", "org:admin", "id of Admins")] },
      ["Admins"],
      ["org:admin"],
    ],
    [
      "the name of the first group through Liquid",
      { rules: [liquid("groups[0].value", SEED)] },
      ["Admins", "Zebras"],
      ["org:admin"],
    ],
    ["what Liquid makes of nothing", { rules: [liquid("groups[0].value", SEED)] }, [], ["org:member"]],
    ["a filter over groups", { rules: [where('groups[value sw "Adm"]', "org:admin")] }, ["Admins"], ["org:admin"]],
  ])("give %s", (_, given, groups, expected) => {
    expect(rolesOf(given, groups).roles).toEqual(expected);
  });

  test.each<[string, JsonObject, boolean]>([
    ['title co "Manager"', { title: "Sales Manager" }, true],
    ['title co "Manager"', { title: "Clerk" }, false],
    ['userType eq "employee" and not (title pr)', { userType: "Employee" }, true],
    ['emails[type eq "work" and value ew "@x.example"]', { emails: [{ type: "work", value: "a@x.example" }] }, true],
    [
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "Legal"',
      { "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { department: "legal" } },
      true,
    ],
    ["active eq false", { active: false }, true],
  ])("with the condition %s of %j: %s", (filter, resource, applies) => {
    expect(rolesOf({ rules: [where(filter, "org:admin")] }, [], resource).roles).toEqual([
      applies ? "org:admin" : "org:member",
    ]);
  });

  test("never give org:owner, however it is asked for", () => {
    for (const rule of [
      inGroup("Admins", "org:owner"),
      where("userName pr", "org:owner"),
      liquid("title", '{{ "org:owner" }}'),
    ]) {
      expect(rolesOf({ rules: [rule] }, ["Admins"]).roles).toEqual(["org:member"]);
    }
    expect(rolesOf({ rules: [], defaultRole: "org:owner" }).roles).toEqual(["org:member"]);
    expect(rolesOf({ rules: [liquid("title", null)] }, [], { title: "org:owner" })).toMatchObject({
      roles: ["org:member"],
      problems: [{ code: "role", source: "title", message: expect.stringContaining("org:owner") }],
    });
  });

  test("a result that is no role is told with its path and does not apply", () => {
    expect(rolesOf({ rules: [liquid("groups[0].value", SEED)] }, ["Engineers"])).toMatchObject({
      roles: ["org:member"],
      source: "default",
      problems: [{ code: "role", source: "groups[0].value", message: expect.stringContaining('"engineers"') }],
    });
  });

  test("what comes behind the rule that decides troubles nobody", () => {
    const rules = [inGroup("Admins", "org:admin"), liquid("groups[0].value", "{{ value | upcase }}")];
    expect(rolesOf({ rules }, ["Admins"]).problems).toEqual([]);
    expect(rolesOf({ rules, policy: "all" }, ["Admins"]).problems).toHaveLength(1);
  });

  test("rows to organization_role come behind the rules", () => {
    const rows = [
      ...DEFAULT_MAPPING,
      { source: "groups[0].value", transform: SEED, target: "organization_role", note: "" },
    ];
    expect(rolesOf({ rules: [], rows }, ["Admins"])).toMatchObject({
      roles: ["org:admin"],
      by: [{ index: null, row: rows.length - 1 }],
    });
    expect(rolesOf({ rules: [inGroup("Admins", "org:support")], rows }, ["Admins"]).roles).toEqual(["org:support"]);
  });
});
