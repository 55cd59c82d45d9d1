import { describe, expect, test } from "vitest";
import { User } from "#lib/scim/schema/resource-types.ts";
import { compileConfiguration, concernsGroup } from "./compile.ts";
import { BUILT_IN_ROLES, DEFAULT_MAPPING, DEFAULT_ROLES, type MappingRow, type RoleRule } from "./configuration.ts";
import type { Finding } from "./finding.ts";

const row = (source: string, target: string, transform: string | null = null): MappingRow => ({
  source,
  transform,
  target,
  note: "",
});
const BASE = row("userName", "email_address");

const compile = (
  rows: readonly MappingRow[],
  rules: readonly RoleRule[] = [],
  defaultRole: string | null = "org:member",
) =>
  compileConfiguration(
    { userIdAttribute: "userName", rows, roles: { policy: "first", rules, defaultRole } },
    { type: User, roles: BUILT_IN_ROLES, attributes: [] },
  );
const findings = (...given: Parameters<typeof compile>) => compile(...given).findings;

describe("what is wrong with a mapping is said with its place", () => {
  test.each<[string, MappingRow[], Partial<Finding>]>([
    ["an unknown path", [BASE, row("nothing", "name")], { code: "unknown_path", index: 1, field: "source", column: 1 }],
    [
      "an unknown sub-attribute",
      [BASE, row("name.middle", "name")],
      { code: "unknown_path", index: 1, field: "source", column: 1 },
    ],
    [
      "a filter that is not understood",
      [BASE, row("emails[type eq].value", "name")],
      { code: "unknown_path", index: 1, field: "source", column: 15 },
    ],
    ["our own id", [BASE, row("id", "external_id")], { code: "forbidden_path", index: 1, field: "source" }],
    ["a password", [BASE, row("password", "name")], { code: "forbidden_path", index: 1, field: "source" }],
    [
      "an unknown filter",
      [BASE, row("title", "name", "{{ value | downcas }}")],
      { code: "unknown_filter", index: 1, field: "transform", column: 12 },
    ],
    [
      "a filter that Liquid has and we have not",
      [BASE, row("title", "name", "{{ value | strip | date: '%s' }}")],
      { code: "unknown_filter", index: 1, field: "transform", column: 20 },
    ],
    [
      "a tag",
      [BASE, row("title", "name", "{{ value }}{% if value %}")],
      { code: "forbidden_tag", index: 1, field: "transform", column: 12 },
    ],
    [
      "an output that is not closed",
      [BASE, row("title", "name", "{{ value | downcase")],
      { code: "bad_template", index: 1, field: "transform" },
    ],
    ["an unknown field", [BASE, row("title", "nickname")], { code: "unknown_target", index: 1, field: "target" }],
    [
      "a key that is no key",
      [BASE, row("title", "public_metadata.__proto__")],
      { code: "unknown_target", index: 1, field: "target" },
    ],
    [
      "an attribute nobody declared",
      [BASE, row("title", "custom_attributes.shoe")],
      { code: "unknown_target", index: 1, field: "target" },
    ],
    [
      "two rows to one field",
      [BASE, row("title", "name"), row("displayName", "name")],
      { code: "duplicate_target", index: 2, field: "target" },
    ],
    ["the same row twice", [BASE, BASE], { code: "duplicate_row", index: 1 }],
    ["no row to e-mail", [row("userName", "username")], { code: "no_email", part: "mapping", index: null }],
    ["text for true or false", [BASE, row("title", "active")], { code: "type_mismatch", index: 1, field: "target" }],
    [
      "true or false for an address",
      [row("active", "email_address")],
      { code: "type_mismatch", index: 0, field: "target" },
    ],
    [
      "many values for one field",
      [BASE, row("addresses[primary eq true].*", "name")],
      { code: "type_mismatch", index: 1, field: "target" },
    ],
    [
      "a role that does not exist as what everybody gets",
      [BASE, row("title", "organization_role", '{{ value | default: "org:boss" }}')],
      { code: "unknown_role", index: 1, field: "transform", column: 22 },
    ],
    [
      "a role that does not exist as a replacement",
      [BASE, row("title", "organization_role", '{{ value | replace: "boss", "org:boss" }}')],
      { code: "unknown_role", index: 1, field: "transform", column: 30 },
    ],
    [
      "an owner by a replacement",
      [BASE, row("title", "organization_role", '{{ value | replace: "boss", "org:owner" }}')],
      { code: "owner_not_granted", index: 1, field: "transform" },
    ],
    [
      "a word that is no role for everybody",
      [BASE, row("title", "organization_role", "admin")],
      { code: "unknown_role", index: 1, field: "transform" },
    ],
  ])("%s", (_, rows, expected) => {
    expect(findings(rows)).toEqual([expect.objectContaining({ severity: "error", part: "row", ...expected })]);
  });

  test.each<[string, RoleRule, Partial<Finding>]>([
    [
      "a role that does not exist",
      { kind: "group", group: { id: null, name: "A" }, role: "org:boss" },
      { code: "unknown_role", field: "role" },
    ],
    [
      "an owner",
      { kind: "attribute", filter: "title pr", role: "org:owner" },
      { code: "owner_not_granted", field: "role" },
    ],
    [
      "a filter that is not understood",
      { kind: "attribute", filter: "title zz 1", role: "org:admin" },
      { code: "bad_filter", field: "filter" },
    ],
    [
      "an unknown path",
      { kind: "liquid", source: "nothing", transform: null },
      { code: "unknown_path", field: "source" },
    ],
    [
      "an unknown filter",
      { kind: "liquid", source: "title", transform: "{{ value | size }}" },
      { code: "unknown_filter", field: "transform", column: 12 },
    ],
    [
      "a role that does not exist as the default",
      { kind: "liquid", source: "title", transform: '{{ value | default: "org:boss" }}' },
      { code: "unknown_role", field: "transform", column: 22 },
    ],
  ])("in a rule: %s", (_, rule, expected) => {
    expect(findings([BASE], [rule])).toEqual([
      expect.objectContaining({ severity: "error", part: "rule", index: 0, ...expected }),
    ]);
  });

  test("a default role that does not exist", () => {
    expect(findings([BASE], [], "org:boss")).toMatchObject([{ part: "default_role", code: "unknown_role" }]);
    expect(findings([BASE], [], "org:owner")).toMatchObject([{ part: "default_role", code: "owner_not_granted" }]);
    expect(findings([BASE], [], null)).toEqual([]);
  });

  test("what is only doubtful can be saved", () => {
    expect(findings([BASE, row("emails", "username")])).toMatchObject([
      { severity: "warning", code: "list_to_single" },
    ]);
    expect(findings([BASE, row("urn:acme:2.0:User:badge", "app_metadata.badge")])).toMatchObject([
      { severity: "warning", code: "undeclared_path" },
    ]);
  });
});

describe("whom a change of groups concerns", () => {
  const group = (name: string, id: string | null = null): RoleRule => ({
    kind: "group",
    group: { id, name },
    role: "org:admin",
  });
  test.each<[string, MappingRow[], RoleRule[], [id: string, names: string[]], boolean]>([
    ["nobody without rules", [], [], ["1", ["Admins"]], false],
    ["people of a group that a rule names, in any letter case", [], [group("admins")], ["1", ["ADMINS"]], true],
    ["people of a group that a rule names by id", [], [group("Old", "1")], ["1", ["New"]], true],
    ["people of a group that had the name before", [], [group("Old")], ["1", ["New", "Old"]], true],
    ["nobody of another group", [], [group("Admins")], ["2", ["Sales"]], false],
    ["everybody where a row reads groups", [row("groups.value", "app_metadata.groups")], [], ["2", ["Sales"]], true],
    [
      "everybody where a condition reads groups",
      [],
      [{ kind: "attribute", filter: 'groups[value eq "x"]', role: "org:admin" }],
      ["2", ["Sales"]],
      true,
    ],
  ])("%s", (_, rows, rules, [id, names], expected) => {
    expect(concernsGroup(compile([...DEFAULT_MAPPING, ...rows], rules), id, names)).toBe(expected);
  });
});

test("the default configuration has nothing to find", () => {
  expect(findings(DEFAULT_MAPPING, DEFAULT_ROLES.rules)).toEqual([]);
});
