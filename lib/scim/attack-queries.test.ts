import { describe, expect, test } from "vitest";
import { resourceTypeByName, schemaById } from "./discovery.ts";
import { ScimError } from "./error.ts";
import { MAX_FILTER_DEPTH, parseFilter } from "./filter/parse.ts";
import { matches } from "./filter/predicate.ts";
import { readListQuery } from "./list.ts";
import { ENTERPRISE_USER_URN as E, Group, USER_URN as U, User } from "./schema/resource-types.ts";

const ignore = () => {};
const ada = { id: "1", userName: "ada", title: "100% _\\", active: true, externalId: "X1" };
const holds = (text: string) => matches(parseFilter(text, User, ignore), ada);

function refusal(read: () => unknown): ScimError {
  try {
    read();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error("taken");
}

const rows: [string, readonly string[]][] = [
  ["D1", ['userName eq "x" or 1 eq 1', 'x" or "1"="1', '\'; drop table "User";--']],
  ["D2", ['userName eq {"not":""}', "userName eq [1]", "userName eq not"]],
  ["D4", ['password eq "x"', "password pr", 'password sw "a"', `${U}:password pr`, 'PASSWORD co "a"']],
  ["D5", ['nope eq "x"', 'userName zz "x"', "active co true", 'x509Certificates gt "a"', "meta.created co true"]],
  ["D6", ['emails[type eq "work"', ")(", "and", "", "   ", "userName", 'userName eq "a" and', "emails[]"]],
  ["D7", ["active gt true", 'meta.created gt "not-a-date"', "urn:a:b:n eq 99999999999999999999", "active eq 1"]],
  ["D8", ['meta.created gt "2026-13-45T99:99:99Z"', 'meta.lastModified le "2026-02-30T00:00:00Z"']],
  [
    "D11",
    ['toString eq "x"', 'constructor.name eq "Object"', "__proto__.x pr", "hasOwnProperty pr", "name.__proto__ pr"],
  ],
  ["D14", ["<script>alert(1)</script>"]],
  ["B14", ['meta.tenantId eq "A"', 'directoryId eq "A"', "organizationId pr"]],
];

describe.each(rows)("attack %s", (_, filters) => {
  test.each(filters)("%s is invalidFilter, never a list", (text) => {
    expect(refusal(() => parseFilter(text, User, ignore))).toMatchObject({ status: 400, scimType: "invalidFilter" });
  });
});

test("attack D2 I12 a filter sent twice, or as filter[not]=, is invalidFilter instead of passed over", () => {
  const read = (query: string) => readListQuery(new URLSearchParams(query), User);
  expect(refusal(() => read("filter=userName+pr&filter=title+pr")).scimType).toBe("invalidFilter");
  for (const query of ["filter[not]=", "FILTER[]=userName+pr", "filter%5Bnot%5D="])
    expect(refusal(() => read(query)).scimType).toBe("invalidFilter");
  expect(refusal(() => read("count[]=1")).scimType).toBe("invalidValue");
});

test.each([
  ['title co "%"', true],
  ['title co "_"', true],
  ['title co "\\\\"', true],
  ['userName co "%"', false],
  ['userName sw "_"', false],
  ['userName co "\\\\"', false],
  ['userName co "a%a"', false],
])("attack D3 %s means these characters and no others", (text, expected) => expect(holds(text)).toBe(expected));

test("D7 a quoted boolean for a boolean attribute is taken, as Entra ID sends it", () => {
  expect(holds('active eq "true"')).toBe(true);
  expect(holds('active eq "False"')).toBe(false);
});

test.each(["sideways", "desc", "1", "ascending,descending"])("attack D9 sortOrder=%s is invalidValue", (sortOrder) => {
  const params = new URLSearchParams({ sortBy: "userName", sortOrder });
  expect(refusal(() => readListQuery(params, User)).scimType).toBe("invalidValue");
});

test("attack D10 attributes beside excludedAttributes are invalidValue", () => {
  const params = new URLSearchParams("attributes=userName&excludedAttributes=title");
  expect(refusal(() => readListQuery(params, User)).scimType).toBe("invalidValue");
});

test("attack D12 a URN counts in any letter case, and another resource's never", () => {
  expect(holds(`${U.toUpperCase()}:USERNAME eq "ADA"`)).toBe(true);
  expect(refusal(() => parseFilter(`${U}:userName eq "a"`, Group, ignore)).scimType).toBe("invalidFilter");
  expect(
    refusal(() => parseFilter("urn:ietf:params:scim:schemas:core:2.0:Group:members pr", User, ignore)).status,
  ).toBe(400);
  expect(holds(`${E.toLowerCase()}:department pr`)).toBe(false);
});

test.each([`\${7*7}`, `\${java:x}`, "../../x", "__proto__", "constructor", ""])(
  "attack D13 the schema %j is 404 and evaluates to nothing",
  (name) => {
    for (const read of [schemaById, resourceTypeByName]) {
      const error = refusal(() => read("https://x", name));
      expect(error.status).toBe(404);
      expect(error.message).not.toContain("49");
    }
  },
);

test("attack D15 40 parentheses are read, 41, 1,000 and 100,000 are invalidFilter", () => {
  const nested = (depth: number) => `${"(".repeat(depth)}title pr${")".repeat(depth)}`;
  expect(holds(nested(MAX_FILTER_DEPTH))).toBe(true);
  for (const depth of [41, 1_000, 100_000]) {
    expect(refusal(() => parseFilter(nested(depth), User, ignore)).scimType).toBe("invalidFilter");
  }
});

test("attack D16 five thousand negated parentheses are invalidFilter", () => {
  const text = `${"not(".repeat(5_000)}title pr${")".repeat(5_000)}`;
  expect(refusal(() => parseFilter(text, User, ignore)).scimType).toBe("invalidFilter");
});

test("attack D17 4 KiB are read, one character more and 1 MiB are invalidFilter", () => {
  const ofLength = (length: number) => `title eq "${"a".repeat(length - 11)}"`;
  expect(holds(ofLength(4_096))).toBe(false);
  for (const length of [4_097, 1_048_576]) {
    expect(refusal(() => parseFilter(ofLength(length), User, ignore)).scimType).toBe("invalidFilter");
  }
});

test("attack D18 100 terms are read, 101 are invalidFilter", () => {
  const terms = (count: number) => Array.from({ length: count }, (_, n) => `title eq "${n}"`).join(" or ");
  expect(holds(terms(100))).toBe(false);
  expect(refusal(() => parseFilter(terms(101), User, ignore)).scimType).toBe("invalidFilter");
});

describe("co, sw and ew", () => {
  const texts = ["id", "externalId", "userName", "meta.version", "name.givenName", "emails.value", "profileUrl"];
  test.each(texts)("look into the text of %s, whatever kind of name or address it is", (name) => {
    for (const op of ["co", "sw", "ew"])
      expect(parseFilter(`${name} ${op} "a"`, User, ignore)).toMatchObject({ kind: "compare", op });
  });

  test.each(["active", "emails.primary", "meta.created", "meta.lastModified"])(
    "are invalidFilter for %s, which is no text",
    (name) => {
      for (const op of ["co", "sw", "ew"]) {
        expect(refusal(() => parseFilter(`${name} ${op} "a"`, User, ignore)).scimType).toBe("invalidFilter");
      }
    },
  );

  test("keep to the letter case where the attribute does", () => {
    expect(holds('externalId sw "x"')).toBe(false);
    expect(holds('externalId sw "X"')).toBe(true);
    expect(holds('userName ew "DA"')).toBe(true);
  });
});
