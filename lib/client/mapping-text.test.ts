import fc from "fast-check";
import { expect, test } from "vitest";
import { keyed } from "./mapping-draft.ts";
import { markProblems, readText, writeText } from "./mapping-text.ts";

const ROWS = keyed([
  { source: "userName", transform: null, target: "username", note: "The sign-in name" },
  { source: 'emails[type eq "work"].value', transform: null, target: "email_address", note: "" },
  { source: "userName", transform: "{{ value | downcase }}", target: "email_address", note: "" },
  {
    source: "groups[0].value",
    transform: '{{ value | downcase | replace: "admins", "org:admin" | default: "org:member" }}',
    target: "organization_role",
    note: "",
  },
]);
const VIEWS = ["json", "authn"] as const;

test.each(VIEWS)("the %s text of rows is read back as the very same rows, in the same order", (view) => {
  expect(readText(writeText(view, ROWS, "samlp"), ROWS).rows).toEqual(ROWS);
});

test.each(VIEWS)("whatever rows there are, the %s text loses none of them", (view) => {
  const row = fc.record({
    source: fc.constantFrom("userName", "title", 'emails[type eq "work"].value', "urn:a:b:c:User.x"),
    transform: fc.constantFrom(null, "{{ value | upcase }}", '{{ value | append: "\\"" }}'),
    target: fc.constantFrom("username", "email_address", "job_title", "public_metadata.a", "app_metadata.b"),
    note: fc.constantFrom("", "why"),
  });
  const unlike = (one: object) => JSON.stringify({ ...one, note: "" });
  fc.assert(
    fc.property(fc.uniqueArray(row, { selector: unlike }), (some) => {
      const rows = keyed(some);
      expect(readText(writeText(view, rows, "okta"), rows).rows).toEqual(rows);
    }),
  );
});

test("Auth0's own names and a whole authn.sh body are understood", () => {
  const pairs = readText('[{"scim":"emails[type eq \\"work\\"].value","auth0":"email"}]', []);
  expect(pairs.rows).toMatchObject([{ source: 'emails[type eq "work"].value', target: "email_address" }]);
  const body = readText('{"mapping": {"title": "job_title"}}', []);
  expect(body.rows?.map(({ target }) => target)).toEqual(expect.arrayContaining(["job_title", "first_name"]));
});

test.each([
  ['[{"scim": "title"', 17, "ends too early"],
  ['[{"scim": "title", "auth0" "name"}]', 27, "no JSON from here"],
  ['[{"scim": "title"}]', 1, "A pair has"],
  ['{"title": 1}', 10, "text"],
  ['{"a": "name", "a": "username"}', 14, "twice"],
  ['{"title": "{{ value }}"}', 22, "dot"],
])("%s is refused at its place", (text, from, words) => {
  const { rows, problems } = readText(text, ROWS);
  expect(rows).toBeUndefined();
  expect(problems[0]?.from).toBe(from);
  expect(problems[0]?.message).toContain(words);
});

test("a problem of a row is marked at its column, behind what escapes take", () => {
  const text = '[{"scim": "title", "auth0": "{{ value | append: \\"x\\" | shout }}.name"}]';
  const read = readText(text, []);
  const column = '{{ value | append: "x" | '.length + 1;
  const problem = { severity: "error", code: "unknown_filter", message: "There is no filter.", part: "row" } as const;
  const [mark] = markProblems(text, read, [{ ...problem, index: 0, field: "transform", column }]);
  expect(text.slice(mark?.from, mark?.to)).toBe("shout");
});
