import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "#lib/scim/resource.ts";
import { TextProblem } from "./finding.ts";
import { compileTransform, FILTERS, type Step, TransformFailed, VALUE_MAX } from "./liquid.ts";

const run = (text: string, value: JsonValue | undefined) => compileTransform(text).apply(value);
const refusal = (text: string): TextProblem => {
  try {
    compileTransform(text);
  } catch (error) {
    if (error instanceof TextProblem) return error;
  }
  throw new Error(`${text} was accepted`);
};

/** Verbatim from source 002. */
const SEED = '{{ value | downcase | replace: "admins", "org:admin" | default: "org:member" }}';

describe("a transformation", () => {
  test.each<[string, JsonValue | undefined, unknown]>([
    ["{{ value | downcase }}", "ADA", "ada"],
    ["{{ value | upcase }}", "ada", "ADA"],
    ["{{ value | strip }}", "  ada ", "ada"],
    ['{{ value | split: "@" }}', "a@b", ["a", "b"]],
    ['{{ value | split: "@" | first }}', "a@b", "a"],
    ['{{ value | split: "@" | last }}', "a@b", "b"],
    ['{{ value | replace: "a", "o" }}', "ada", "odo"],
    ['{{ value | prepend: "Dr " }}', "Ada", "Dr Ada"],
    ['{{ value | append: "!" }}', "Ada", "Ada!"],
    ['{{ value | default: "none" }}', undefined, "none"],
    ['{{ value | default: "none" }}', "", "none"],
    ['{{ value | map: "value" | join: "," }}', [{ value: "a" }, { value: "b" }], "a,b"],
    ["{{ value | first }}", ["a", "b"], "a"],
    ["{{ value.displayName }}", { displayName: "Charles" }, "Charles"],
    ["{{ value }}", ["a"], ["a"]],
    ["{{ value }}", 7, 7],
    ["{{ value }}", false, false],
    ["{{ value }}", "", undefined],
    ["Sales", undefined, "Sales"],
    ["{{ value }} of London", "Ada", "Ada of London"],
    ["{{- value | strip -}}", " Ada ", "Ada"],
    ["{{ value | default: value.constructor }}", undefined, undefined],
    [SEED, "Admins", "org:admin"],
    [SEED, undefined, "org:member"],
    [SEED, "Engineers", "engineers"],
  ])("%s of %j is %j", (text, value, expected) => {
    expect(run(text, value)).toEqual(expected);
  });

  test("tells what each filter made", () => {
    const steps: Step[] = [];
    compileTransform(SEED).apply("Admins", steps);
    expect(steps).toEqual([
      { name: "downcase", value: "admins" },
      { name: 'replace: "admins", "org:admin"', value: "org:admin" },
      { name: 'default: "org:member"', value: "org:admin" },
    ]);
  });

  test("gives the same with and without telling", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...FILTERS), { maxLength: 5 }),
        fc.string({ maxLength: 40 }),
        (names, value) => {
          const argument: Record<string, string> = {
            split: ': ","',
            replace: ': "a", "b"',
            prepend: ': "x"',
            append: ': "y"',
            default: ': "z"',
            map: ': "value"',
            join: ': "-"',
          };
          const text = `{{ value${names.map((name) => ` | ${name}${argument[name] ?? ""}`).join("")} }}`;
          const attempt = (steps?: Step[]) => {
            try {
              return compileTransform(text).apply(value, steps);
            } catch (error) {
              return (error as Error).message;
            }
          };
          expect(attempt([])).toEqual(attempt());
        },
      ),
    );
  });
});

describe("hostile templates", () => {
  test.each<[string, string, number]>([
    ["{{ value | date: '%s' }}", "unknown_filter", 12],
    ["{{ value | downcase | uniq }}", "unknown_filter", 23],
    ["{% include 'x' %}", "forbidden_tag", 1],
    ["{% assign x = 1 %}{{ x }}", "forbidden_tag", 1],
    ["{% for i in (1..1000000) %}{{ i }}{% endfor %}", "forbidden_tag", 1],
    ["{{ value | downcase", "bad_template", 1],
    ["{% raw %}{{ value }}{% endraw %}", "forbidden_tag", 1],
    ["{%- comment -%}x{%- endcomment -%}", "forbidden_tag", 1],
    ["{% liquid echo value %}", "forbidden_tag", 1],
    ["{{ value }}{% render 'x' %}", "forbidden_tag", 12],
    ["{%# said aside %}", "forbidden_tag", 1],
    ["{{ value | append: secret }}", "unknown_variable", 20],
    ["{{ value | where: 'a' }}", "unknown_filter", 12],
    ["{{ process.env }}", "unknown_variable", 4],
    ["{{ valeu | downcase }}", "unknown_variable", 4],
    [`{{ value | append: "${"x".repeat(3_000)}" }}`, "bad_template", 1],
    [`{{ value ${"| strip ".repeat(60)} }}`, "bad_template", 1],
  ])("%s is refused as %s at column %i", (text, code, column) => {
    const refused = refusal(text);
    expect(refused.code).toBe(code);
    expect(refused.column).toBe(column);
  });

  test.each([
    "{{ value.constructor }}",
    "{{ value.__proto__ }}",
    "{{ value.__proto__.polluted }}",
    "{{ value.toString }}",
    '{{ value | map: "constructor" | join: "" }}',
    '{{ value | map: "__proto__" | first }}',
  ])("%s reaches no prototype", (text) => {
    for (const value of ["text", ["a"], { a: "b" }, [{ a: 1 }]] as JsonValue[]) {
      const made = (() => {
        try {
          return run(text, value);
        } catch (error) {
          return error instanceof TransformFailed ? undefined : error;
        }
      })();
      expect(JSON.stringify(made) ?? "").not.toMatch(/function|native|\[object/i);
    }
    expect({}).not.toHaveProperty("polluted");
  });

  test("a value that would grow without bound stops at the memory limit", () => {
    const bomb = `{{ value | replace: "", "${"x".repeat(200)}" | replace: "x", "${"y".repeat(200)}" }}`;
    expect(() => run(bomb, "z".repeat(5_000))).toThrow(TransformFailed);
  });

  test.each(['{{ (1..1000000000) | join: "," }}', '{{ value | split: "" | join: "" | split: "" | join: "" }}'])(
    "%s stops at the memory limit, at once",
    (text) => {
      expect(() => run(text, "z".repeat(8_000))).toThrow(TransformFailed);
    },
  );

  test("values and results have a length", () => {
    expect(() => run("{{ value | upcase }}", "x".repeat(VALUE_MAX + 1))).toThrow(TransformFailed);
    expect(() => run(`{{ value | append: "${"y".repeat(500)}" }}`, "x".repeat(VALUE_MAX - 100))).toThrow(
      TransformFailed,
    );
  });

  test("a value is data, never a template", () => {
    expect(run("{{ value }}!", "{{ 1 | date }}{% raw %}")).toBe("{{ 1 | date }}{% raw %}!");
  });

  test("whatever is written either compiles or is refused with a place", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `{{ value | ${text} }}`),
        ),
        (text) => {
          try {
            compileTransform(text);
          } catch (error) {
            expect(error).toBeInstanceOf(TextProblem);
            expect((error as TextProblem).column).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});
