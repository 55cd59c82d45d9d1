import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../resource.ts";
import { ENTERPRISE_USER_URN as E, Group, User } from "../schema/resource-types.ts";
import { parseFilter } from "./parse.ts";
import { matches } from "./predicate.ts";

const ada: JsonObject = {
  id: "u1",
  userName: "Ada.Lovelace",
  externalId: "JoHn.x",
  active: true,
  title: "50% off_er\\",
  name: { givenName: "Ada", familyName: "Lovelace" },
  emails: [
    { value: "ada@work.example", type: "work", primary: true },
    { value: "ada@home.example", type: "home" },
  ],
  addresses: [{ type: "work", locality: "London" }],
  photos: [{ value: "https://x.example/A.png", type: "photo" }],
  meta: { created: "2026-01-31T12:00:00.500Z" },
  [E]: { department: "Engines", manager: { value: "m1" } },
  "urn:acme:2.0:User": { Floor: 3, tags: ["a", "b"], badge: { color: "red" } },
};

const holds = (text: string, resource = ada) =>
  matches(
    parseFilter(text, User, () => {}),
    resource,
  );

describe("a filter holds", () => {
  test.each([
    'userName eq "ADA.lovelace"',
    'userName sw "ada."',
    'userName ew "LACE"',
    'userName co "a.l"',
    'externalId eq "JoHn.x"',
    "active eq true",
    'active eq "True"',
    'title co "%"',
    'title co "_"',
    'title co "\\\\"',
    'name.givenName eq "ada"',
    "name pr",
    "emails pr",
    'emails co "home"',
    'emails.type eq "work"',
    'emails[type eq "work" and value co "work"]',
    'emails[type eq "home"].value eq "ADA@home.example"',
    'emails[not (type eq "work")]',
    'emails[type ne "work"]',
    "emails[primary eq true]",
    'addresses[type eq "work"].locality eq "london"',
    'meta.created eq "2026-01-31T13:00:00.5+01:00"',
    'meta.created gt "2026-01-31T12:00:00Z"',
    'meta.created le "2026-01-31T12:00:00.5009999Z"',
    'department eq "engines"',
    'manager eq "m1"',
    "urn:acme:2.0:User:floor gt 2",
    'URN:ACME:2.0:user:TAGS eq "B"',
    'urn:acme:2.0:User:badge.color eq "RED"',
    "nickName eq null",
    "title ne null",
    'nickName ne "x"',
    'not (nickName eq "x")',
    'title pr and not (nickName pr or locale eq "de")',
    'userName gt "ada"',
    'userName le "ADA.LOVELACE"',
  ])("%s", (text) => {
    expect(holds(text)).toBe(true);
  });
});

describe("a filter does not hold", () => {
  test.each([
    'userName eq "Ada"',
    'externalId eq "john.x"',
    'photos.value eq "https://x.example/a.png"',
    "active eq false",
    'title co "%%"',
    "nickName pr",
    'nickName eq ""',
    'emails[type eq "work" and value co "home"]',
    'emails[type eq "work"].value eq "ada@home.example"',
    'emails.value ne "ada@work.example"',
    'emails[type eq "other"]',
    'addresses[type eq "home"].locality eq "london"',
    "title eq null",
    "urn:acme:2.0:User:floor gt 3",
    'urn:acme:2.0:User:floor eq "3"',
    'urn:other:2.0:User:floor eq "3"',
    'userName lt "ada"',
    'department eq "x"',
  ])("%s", (text) => {
    expect(holds(text)).toBe(false);
  });
});

test("empty values do not count as present", () => {
  const empty: JsonValue[] = [null, "", [], {}, [""], { a: null }];
  for (const title of empty) expect(holds("title pr", { title })).toBe(false);
  expect(holds("active pr", { active: false })).toBe(true);
});

test("a group is found by a member's id", () => {
  const filter = parseFilter('members eq "u1"', Group, () => {});
  expect(matches(filter, { members: [{ value: "u2" }, { value: "u1" }] })).toBe(true);
  expect(matches(filter, { members: [{ value: "u2" }] })).toBe(false);
});

test("texts are ordered by code point, as the database does it", () => {
  expect(holds('title gt "\uffee"', { title: "\u{1f600}" })).toBe(true);
  expect(holds('title lt "\u{1f600}"', { title: "\ue000" })).toBe(true);
});

test("keys that every object inherits are never taken for content", () => {
  const filter = parseFilter('urn:acme:2.0:User:tags eq "x"', User, () => {});
  expect(matches(filter, {})).toBe(false);
  expect(holds("urn:acme:2.0:User:length pr", { "urn:acme:2.0:User": {} })).toBe(false);
});

const term = fc.constantFrom(
  'userName eq "a"',
  "title pr",
  'emails.value co "x"',
  'emails[type eq "work"]',
  "active eq true",
  "title eq null",
);
const resource = fc.record(
  {
    userName: fc.constantFrom("a", "B"),
    title: fc.constantFrom("t", ""),
    active: fc.boolean(),
    emails: fc.array(fc.record({ value: fc.constantFrom("x", "y"), type: fc.constantFrom("work", "home") })),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

test("ne is the negation of eq, and not, and, or obey De Morgan", () => {
  fc.assert(
    fc.property(term, term, resource, (a, b, subject) => {
      expect(holds(`not (${a} and ${b})`, subject)).toBe(holds(`not (${a}) or not (${b})`, subject));
      expect(holds(`not (${a} or ${b})`, subject)).toBe(holds(`not (${a}) and not (${b})`, subject));
      const negated = a.replace(" eq ", " ne ");
      if (negated !== a && !a.includes("[")) expect(holds(negated, subject)).toBe(!holds(a, subject));
    }),
  );
});
