import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { User } from "#lib/scim/schema/resource-types.ts";
import { readPairs, writePairs } from "./auth0.ts";
import { compileConfiguration, errorsOf } from "./compile.ts";
import { BUILT_IN_ROLES, DEFAULT_MAPPING, DEFAULT_ROLES, type MappingRow } from "./configuration.ts";
import { evaluate } from "./evaluate.ts";
import {
  notationOfRows,
  overridesOfRows,
  readNotation,
  rowsOfNotation,
  rowsOfOverrides,
  writeNotation,
} from "./notation.ts";
import { AUTH0_DEFAULTS, presets } from "./presets.ts";

const compile = (rows: readonly MappingRow[]) =>
  compileConfiguration(
    { userIdAttribute: "userName", rows, roles: DEFAULT_ROLES },
    { type: User, roles: BUILT_IN_ROLES, attributes: [] },
  );
const URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const SEED = '{{ value | downcase | replace: "admins", "org:admin" | default: "org:member" }}.organization_role';

describe("authn.sh's notation", () => {
  test("reads source 002's rules verbatim", () => {
    const rows = rowsOfOverrides({
      "groups[0].value": SEED,
      [`${URN}.department`]: "public_metadata.department",
      [`${URN}.employeeNumber`]: "public_metadata.employee_number",
    });
    expect(errorsOf(compile(rows))).toEqual([]);
    expect(rows.slice(0, DEFAULT_MAPPING.length)).toEqual(DEFAULT_MAPPING);
    const person = {
      resource: { userName: "a@x.example", [URN]: { department: "Engines", employeeNumber: "7" } },
      groups: [{ id: null, name: "Admins" }],
    };
    const made = evaluate(compile(rows), person);
    expect(made.profile).toMatchObject({ public_metadata: { department: "Engines", employee_number: "7" } });
    expect(made.roles.roles).toEqual(["org:admin"]);
  });

  test.each<[string, string | null, string]>([
    ["first_name", null, "first_name"],
    [SEED, SEED.slice(0, SEED.lastIndexOf(".")), "organization_role"],
    ["{{ value }}.username", null, "username"],
    ['{{ value | split: "}}" | first }}.public_metadata.x', '{{ value | split: "}}" | first }}', "public_metadata.x"],
  ])("%s", (text, transform, target) => {
    expect(readNotation("title", text)).toMatchObject({ transform, target });
  });

  test("says what is written, and writes what is read", () => {
    const transform = fc.constantFrom(null, "{{ value | upcase }}", "Dr {{ value }}", "{{ value }} of London", "Sales");
    const target = fc.constantFrom("first_name", "public_metadata.a", "organization_role");
    fc.assert(
      fc.property(transform, target, (text, field) => {
        const row = { source: "title", transform: text, target: field, note: "" };
        const again = readNotation("title", writeNotation(row));
        const made = (each: MappingRow) =>
          evaluate(compile([each]), { resource: { userName: "a", title: "Ada" }, groups: [] }).rowTraces;
        expect(again.target).toBe(field);
        expect(made(again)).toEqual(made(row));
      }),
    );
  });

  test.each<[string, Record<string, string | string[]>]>([
    ["nothing", {}],
    ["a rule", { "groups[0].value": SEED }],
    ["a default path that fills another field", { userName: "email_address" }],
    ["a default path that fills nothing", { displayName: "" }],
    ["a default path that fills two", { title: ["job_title", "public_metadata.title"] }],
  ])("overrides that say %s come back as they were", (_, overrides) => {
    expect(overridesOfRows(rowsOfOverrides(overrides))).toEqual(overrides);
  });

  test("all rows as an object come back as rows", () => {
    for (const { rows } of presets("userName")) {
      const plain = (each: readonly MappingRow[]) =>
        each.map(({ source, target, transform }) => `${source} ${target} ${transform}`).sort();
      expect(plain(rowsOfNotation(notationOfRows(rows)))).toEqual(plain(rows));
    }
  });
});

describe("Auth0's pairs", () => {
  test.each(Object.keys(AUTH0_DEFAULTS) as (keyof typeof AUTH0_DEFAULTS)[])(
    "the default of %s is valid, and written as it was read",
    (strategy) => {
      const { mapping } = AUTH0_DEFAULTS[strategy];
      expect(errorsOf(compile(readPairs(mapping)))).toEqual([]);
      expect(writePairs(readPairs(mapping), strategy)).toEqual(mapping);
    },
  );

  test("blocked is active turned round", () => {
    const rows = readPairs([
      { scim: "active", auth0: "blocked" },
      { scim: 'emails[type eq "work"].value', auth0: "email" },
    ]);
    expect(rows.map(({ target }) => target)).toEqual(["active", "email_address"]);
    expect(evaluate(compile(rows), { resource: { userName: "a", active: false }, groups: [] }).active).toBe(false);
  });
});

describe("presets", () => {
  test.each(presets("userName").map((preset) => [preset.id, preset] as const))(
    "%s can be saved as it is",
    (_, { rows }) => {
      expect(errorsOf(compile(rows))).toEqual([]);
    },
  );
});

describe("checks", () => {
  const base: MappingRow = { source: "userName", transform: null, target: "email_address", note: "" };
  test.each<[string, MappingRow[], string]>([
    [
      "two rows to one field",
      [base, { ...base, source: "title", target: "name" }, { ...base, source: "displayName", target: "name" }],
      "duplicate_target",
    ],
    ["no row to e-mail", [{ ...base, target: "username" }], "no_email"],
    ["an unknown path", [base, { ...base, source: "nothing", target: "name" }], "unknown_path"],
    ["an unknown field", [base, { ...base, target: "nickname" }], "unknown_target"],
    ["a forbidden filter", [base, { ...base, transform: "{{ value | date }}", target: "name" }], "unknown_filter"],
    ["a type that does not fit", [base, { ...base, source: "title", target: "active" }], "type_mismatch"],
    [
      "a spread into one field",
      [base, { ...base, source: "addresses[primary eq true].*", target: "name" }],
      "type_mismatch",
    ],
  ])("%s is found", (_, rows, code) => {
    expect(errorsOf(compile(rows)).map((each) => each.code)).toContain(code);
  });

  test("a spread fills a field for each part", () => {
    const rows = [base, { ...base, source: "addresses[primary eq true].*", target: "public_metadata.home_*" }];
    const resource = {
      userName: "a@x.example",
      addresses: [{ streetAddress: "1 High St", locality: "London", primary: true }],
    };
    expect(evaluate(compile(rows), { resource, groups: [] }).profile.public_metadata).toEqual({
      home_street_address: "1 High St",
      home_locality: "London",
    });
  });
});
