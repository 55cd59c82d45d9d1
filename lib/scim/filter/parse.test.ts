import { describe, expect, test, vi } from "vitest";
import { ScimError } from "../error.ts";
import { ENTERPRISE_USER_URN as E, Group, USER_URN as U, User } from "../schema/resource-types.ts";
import { foldFilter } from "./fold.ts";
import { MAX_FILTER_DEPTH, MAX_FILTER_TERMS, parseFilter } from "./parse.ts";
import type { Filter } from "./tree.ts";

/** The filter in one line, with every bracket that precedence implies. */
function spell(filter: Filter): string {
  return foldFilter<string>(filter, {
    and: (left, right) => `(${left} & ${right})`,
    or: (left, right) => `(${left} | ${right})`,
    not: (operand) => `!${operand}`,
    compare: (ref, op, value) => `${ref.keys.join("/")} ${op} ${JSON.stringify(value)}`,
    present: (ref) => `${ref.keys.join("/")} pr`,
    element: (ref, inner) => `${ref.keys.join("/")}[${spell(inner)}]`,
  });
}

function read(text: string, type = User) {
  const notes: string[] = [];
  const filter = parseFilter(text, type, (deviation) => notes.push(deviation));
  return { filter, spelled: spell(filter), notes };
}

function refusal(text: string, type = User): ScimError {
  try {
    parseFilter(text, type, () => {});
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error(`accepted: ${text}`);
}

describe("the grammar of RFC 7644 §3.4.2.2", () => {
  test.each([
    ['userName eq "a"', 'userName eq "a"'],
    ['userName ne "a"', 'userName ne "a"'],
    ['userName co "a"', 'userName co "a"'],
    ['userName sw "a"', 'userName sw "a"'],
    ['userName ew "a"', 'userName ew "a"'],
    ["title pr", "title pr"],
    ['userName gt "a"', 'userName gt "a"'],
    ['userName ge "a"', 'userName ge "a"'],
    ['userName lt "a"', 'userName lt "a"'],
    ['userName le "a"', 'userName le "a"'],
    ["active eq true", "active eq true"],
    ["active ne false", "active ne false"],
    ["title eq null", "title eq null"],
    ["title ne null", "title ne null"],
    ['  ( userName   eq\t"a" )  ', 'userName eq "a"'],
    ['name.familyName co "O\'Malley"', 'name/familyName co "O\'Malley"'],
    ['userName eq "a\\"b\\\\c\\u00e9"', 'userName eq "a\\"b\\\\cé"'],
    ['meta.lastModified gt "2011-05-13T04:42:34Z"', 'meta/lastModified gt "2011-05-13T04:42:34.000Z"'],
    [`${U}:name.familyName eq "a"`, 'name/familyName eq "a"'],
    [`${E}:manager.value eq "m"`, `${E}/manager/value eq "m"`],
    ['urn:acme:ext:2.0:User:badge.color eq "red"', 'urn:acme:ext:2.0:User/badge/color eq "red"'],
    ["urn:acme:ext:2.0:User:floor ge 3", "urn:acme:ext:2.0:User/floor ge 3"],
    ['emails[type eq "work" and value co "@x"]', 'emails[(type eq "work" & value co "@x")]'],
    ['userType eq "E" and emails[type pr]', '(userType eq "E" & emails[type pr])'],
  ])("reads %s", (text, spelled) => {
    expect(read(text).spelled).toBe(spelled);
  });

  test("binds not tighter than and, and tighter than or, and reads equals from the left", () => {
    expect(read("title pr or nickName pr and locale pr").spelled).toBe("(title pr | (nickName pr & locale pr))");
    expect(read("title pr and nickName pr or locale pr").spelled).toBe("((title pr & nickName pr) | locale pr)");
    expect(read("not (title pr) and nickName pr").spelled).toBe("(!title pr & nickName pr)");
    expect(read("not (title pr and nickName pr)").spelled).toBe("!(title pr & nickName pr)");
    expect(read("(title pr or nickName pr) and locale pr").spelled).toBe("((title pr | nickName pr) & locale pr)");
    expect(read("title pr or nickName pr or locale pr").spelled).toBe("((title pr | nickName pr) | locale pr)");
    expect(read("not not title pr").spelled).toBe("title pr");
  });

  test("PI-01 takes operators, names, URNs and keywords in any letter case", () => {
    expect(read('USERNAME Eq "a" AND NOT (TITLE Pr) Or Name.FamilyName PR').spelled).toBe(
      '((userName eq "a" & !title pr) | name/familyName pr)',
    );
    expect(read(`${U.toUpperCase()}:username eq "a"`).spelled).toBe('userName eq "a"');
  });
});

describe("what identity providers write", () => {
  test('EN-03 reads emails[type eq "work"].value as a condition on one and the same element', () => {
    const spelled = 'emails[(type eq "work" & value eq "a@b")]';
    expect(read('emails[type eq "work"].value eq "a@b"').spelled).toBe(spelled);
    expect(read('emails[type eq "work"].value pr').spelled).toBe('emails[(type eq "work" & value pr)]');
    expect(read('emails[type eq "work"] eq "a@b"')).toMatchObject({
      spelled,
      notes: ["element-filter-without-value"],
    });
    expect(read('addresses[type eq "work"].locality eq "Oslo" and title pr').spelled).toBe(
      '(addresses[(type eq "work" & locality eq "Oslo")] & title pr)',
    );
  });

  test.each([
    ["externalId eq jyoung", 'externalId eq "jyoung"'],
    ["externalId eq 701984", 'externalId eq "701984"'],
    ["externalId eq 007", 'externalId eq "007"'],
    ["userName sw O", 'userName sw "O"'],
    ["userName eq a+b@x.com", 'userName eq "a+b@x.com"'],
    ["meta.Created gt 2015-10-10T14:38:21.8617979-07:00", 'meta/created gt "2015-10-10T21:38:21.861Z"'],
  ])("EN-04 takes the unquoted value of %s and notes it", (text, spelled) => {
    expect(read(text)).toMatchObject({ spelled, notes: ["unquoted-filter-value"] });
  });

  test("EN-05 finds userName by its URN", () => {
    expect(read(`${U}:userName eq "a"`)).toMatchObject({ spelled: 'userName eq "a"', notes: [] });
  });

  test("EN-06 compares a manager by its value, with and without the URN", () => {
    const spelled = `(id eq "u" & ${E}/manager/value eq "m")`;
    expect(read(`id eq "u" and ${E}:manager.value eq "m"`)).toMatchObject({ spelled, notes: [] });
    expect(read(`id eq "u" and ${E}:manager eq "m"`)).toMatchObject({ spelled, notes: [] });
    expect(read('id eq "u" and manager eq "m"')).toMatchObject({
      spelled,
      notes: ["extension-attribute-without-urn"],
    });
  });

  test("takes a quoted boolean for a boolean attribute and notes it", () => {
    expect(read('active eq "True"')).toMatchObject({ spelled: "active eq true", notes: ["boolean-as-string"] });
    expect(read("active eq False")).toMatchObject({ spelled: "active eq false", notes: ["boolean-as-string"] });
    expect(read('roles[primary eq "True"].value eq "a"').spelled).toBe('roles[(primary eq true & value eq "a")]');
  });

  test("compares a complex multi-valued attribute by its value", () => {
    expect(read('emails co "x"').spelled).toBe('emails/value co "x"');
    expect(read('members eq "id"', Group).spelled).toBe('members/value eq "id"');
    expect(read("emails pr").spelled).toBe("emails pr");
  });
});

describe("the address of an attribute", () => {
  test("says which row it has and whether a multi-valued attribute is on the way", () => {
    const ref = (text: string) => {
      const { filter } = read(text);
      if (filter.kind !== "compare") throw new Error("not a comparison");
      return filter.ref;
    };
    expect(ref('emails.value eq "a"')).toMatchObject({ multiValued: true, attribute: { name: "value" } });
    expect(ref('name.givenName eq "a"')).toMatchObject({ multiValued: false, attribute: { name: "givenName" } });
    expect(ref('urn:acme:1.0:User:x eq "a"')).toMatchObject({ multiValued: false, attribute: undefined });
  });
});

describe("what is refused is refused as invalidFilter", () => {
  test.each([
    ["", 1, "attribute is due"],
    ["   ", 4, "attribute is due"],
    ["userName", 9, "operator"],
    ["userName eq", 12, "value is due"],
    ['userName qq "x"', 10, "operator"],
    ['userName zz "x"', 10, "operator"],
    ['userName eq "x', 13, "never closed"],
    ['userName eq "a\\q"', 13, "JSON string"],
    ['userName eq "x" or 1 eq 1', 20, '"1"'],
    ['x" or "1"="1"', 13, "never closed"],
    ['x "or" "1"', 1, '"x"'],
    ['\'; drop table "User";--', 1, "';"],
    ['userName eq {"not":""}', 14, '"and", "or" or the end'],
    ['emails[type eq "work"', 22, '"]"'],
    [")(", 1, "attribute is due"],
    ["and", 1, '"and"'],
    ["title pr and", 13, "attribute is due"],
    ["title pr nickName pr", 10, '"and", "or"'],
    ["title eq and", 10, "quotes"],
    ['title pr) or userName eq "x"', 9, '"and", "or"'],
    ["active gt true", 11, "no order"],
    ['active co "tr"', 11, "true or false"],
    ["active eq yes", 11, "true or false"],
    ['active gt "true"', 11, "no order"],
    ["userName eq true", 13, "quotes"],
    ["title co null", 10, "null"],
    ['meta.created gt "not-a-date"', 17, "date and time"],
    ['meta.created gt "2026-13-45T99:99:99Z"', 17, "date and time"],
    ['meta.created sw "2026-01-31T12:00:00Z"', 17, "text to look for"],
    ["urn:acme:1.0:User:n eq 99999999999999999999", 24, "too large"],
    ["urn:acme:1.0:User:n gt 1e999", 24, "too large"],
    ["urn:acme:1.0:User:n co 1", 24, "text"],
    ['x509Certificates.value gt "aa"', 27, "no order"],
    ['password eq "x"', 1, '"password"'],
    ["password pr", 1, '"password"'],
    [`${U}:password sw "a"`, 1, "password"],
    ['directoryId eq "A"', 1, '"directoryId"'],
    ['meta.tenantId eq "A"', 1, '"meta.tenantId"'],
    ['toString eq "x"', 1, '"toString"'],
    ['constructor.name eq "Object"', 1, '"constructor.name"'],
    ["__proto__.x pr", 1, '"__proto__.x"'],
    ["hasOwnProperty pr", 1, '"hasOwnProperty"'],
    ["urn:acme:1.0:User:__proto__ pr", 1, "__proto__"],
    ["name.__proto__ pr", 1, '"name.__proto__"'],
    ["emails[__proto__ pr]", 8, '"__proto__"'],
    ['emails[type eq "work"].nope eq "a"', 23, '"emails.nope"'],
    ['name[givenName eq "a"]', 1, "no elements"],
    ['userName[value eq "a"]', 1, "no elements"],
    ['name eq "x"', 1, "familyName"],
    ['addresses eq "x"', 1, "streetAddress"],
    ['urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "x"', 1, "Group"],
    [`${E} pr`, 1, "enterprise"],
    ['userName eq "\\u0000"', 13, "not text"],
    ['userName eq "\\ud800"', 13, "not text"],
    ["<script>alert(1)</script>", 1, "<script>"],
  ])("%s, pointing at column %i", (text, column, part) => {
    const error = refusal(text);
    expect(error).toMatchObject({ status: 400, scimType: "invalidFilter" });
    expect(error.message).toContain(`at column ${column}: `);
    expect(error.message).toContain(part);
  });

  test("names of another resource type mean nothing", () => {
    expect(refusal('userName eq "a"', Group).scimType).toBe("invalidFilter");
    expect(refusal('members eq "a"', User).scimType).toBe("invalidFilter");
  });
});

describe("bounds", () => {
  const nested = (depth: number) => `${"(".repeat(depth)}title pr${")".repeat(depth)}`;

  test("40 parentheses inside one another are read, 41 are refused", () => {
    expect(read(nested(MAX_FILTER_DEPTH)).spelled).toBe("title pr");
    expect(refusal(nested(MAX_FILTER_DEPTH + 1)).message).toContain("brackets inside one another");
    expect(refusal(nested(1_000)).scimType).toBe("invalidFilter");
    expect(refusal(`${"not(".repeat(500)}title pr${")".repeat(500)}`).scimType).toBe("invalidFilter");
    expect(read(`${"not ".repeat(1_001)}title pr`).spelled).toBe("!title pr");
  });

  test("brackets side by side do not add up to depth", () => {
    const filter = Array.from({ length: 60 }, () => "(title pr)").join(" or ");
    expect(read(filter).filter.kind).toBe("or");
  });

  test("100 comparisons are read, 101 are refused", () => {
    const joined = (count: number) => Array.from({ length: count }, () => "title pr").join(" or ");
    expect(read(joined(MAX_FILTER_TERMS)).filter.kind).toBe("or");
    expect(refusal(joined(MAX_FILTER_TERMS + 1)).message).toContain("100 comparisons");
  });

  test("4,096 characters are read, one more is refused", () => {
    const ofLength = (length: number) => `title eq "${"a".repeat(length - 11)}"`;
    expect(read(ofLength(4_096)).filter.kind).toBe("compare");
    expect(refusal(ofLength(4_097)).message).toContain("4097");
    expect(refusal("(".repeat(100_000)).scimType).toBe("invalidFilter");
  });

  test.each([
    ["a long word", "a".repeat(4_000)],
    ["an unclosed string of backslashes", `title eq "${"\\".repeat(4_000)}`],
    ["alternating quotes", 'title eq "a" '.repeat(300)],
    ["brackets", "[".repeat(4_000)],
    ["blanks", " ".repeat(4_000)],
  ])("looks at each character a few times at most: %s", (_, text) => {
    const charAt = vi.spyOn(String.prototype, "charAt");
    expect(() => parseFilter(text, User, () => {})).toThrow(ScimError);
    const steps = charAt.mock.calls.length;
    charAt.mockRestore();
    expect(steps).toBeLessThanOrEqual(4 * text.length);
  });
});

test.each([
  ["meta.location pr", User],
  ['groups.$ref eq "a"', User],
  ["groups[$ref pr]", User],
  ['members.$ref eq "a"', Group],
  ['members[value eq "a" and $ref pr]', Group],
])("an address that exists only in answers cannot be filtered by: %s", (text, type) => {
  expect(refusal(text, type).scimType).toBe("invalidFilter");
});

test("an address that was sent can be filtered by", () => {
  expect(read(`${E}:manager.$ref eq "a"`).spelled).toBe(`${E}/manager/$ref eq "a"`);
  expect(read("photos[value pr]").spelled).toBe("photos[value pr]");
});
