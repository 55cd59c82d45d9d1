import { describe, expect, test } from "vitest";
import { PROVIDERS } from "#lib/contract/provider.ts";
import { adviceFor, saidToIdp } from "./advice.ts";
import { CAUSE_CODES, CAUSES, type CauseCode, type CauseFacts, isCauseCode } from "./catalogue.ts";
import { MENUS } from "./menus.ts";
import { causeOfAnswer, causeOfPath, causeOfPerson } from "./recognise.ts";

const everywhere = CAUSE_CODES.flatMap((code) => PROVIDERS.map((provider) => ({ code, provider })));

describe("every cause, for every provider", () => {
  test("says why and what to do in whole sentences, with no gap left open", () => {
    for (const { code, provider } of everywhere) {
      const { why, fix, title } = adviceFor(code, provider);
      expect(why, code).toMatch(/^[A-Z].*\.$/);
      expect(fix, code).toMatch(/^(active|[A-Z]).*\.$/);
      expect(title, code).not.toMatch(/\.$/);
      expect(fix + why, code).not.toMatch(/[{}]/);
    }
  });

  test("points at a menu of that provider, at a page of ours, or says that nothing has to be done", () => {
    for (const { code, provider } of everywhere) {
      const { menu, page, fix } = adviceFor(code, provider);
      const isAnswered =
        menu !== null || page !== null || /Nothing has to be done|operator|one after the other/.test(fix);
      expect(isAnswered, `${code} for ${provider}`).toBe(true);
      if (menu) expect(Object.values(MENUS[provider].places)).toContain(menu);
    }
  });

  test("has a code that a URL and a CSV can hold", () => {
    for (const code of CAUSE_CODES) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

test("no token's failure is explained to whoever sent it", () => {
  const aboutTokens = CAUSE_CODES.filter((code) => code.startsWith("token-") && code !== "token-lacks-scope");
  for (const code of aboutTokens) expect(saidToIdp(code, "okta_saml")).toBe("");
});

test("what is said to the provider names its own menu", () => {
  expect(saidToIdp("username-taken", "entra")).toMatch(/ To mend it: .*precedence 1.*Enterprise apps ▸/);
  expect(saidToIdp("version-conflict", "entra")).toBe("");
});

describe("an error is recognised", () => {
  test.each<[number, string | undefined, string, string, CauseCode]>([
    [400, "invalidFilter", "/scim/v2/Users", "", "filter-invalid"],
    [400, "invalidSyntax", "/scim/v2/Users", "", "body-unreadable"],
    [400, "invalidValue", "/scim/v2/Users", "userName is required.", "required-missing"],
    [400, "invalidValue", "/scim/v2/Users", "emails.value must be one e-mail address, with one @", "email-malformed"],
    [400, "invalidValue", "/scim/v2/Users", "title must be text, not a number.", "value-invalid"],
    [400, "mutability", "/scim/v2/Users/1", "", "mutability"],
    [400, "noTarget", "/scim/v2/Users/1", "", "no-target"],
    [400, "expiredCursor", "/scim/v2/Users", "", "paging-invalid"],
    [401, undefined, "/scim/v2/Users", "", "token-unknown"],
    [403, undefined, "/scim/v2/Users", "This token lacks the scope post:users.", "token-lacks-scope"],
    [404, undefined, "/scim/v2/Users/1", "", "user-not-found"],
    [404, undefined, "/scim/v2/Groups/1", "", "group-not-found"],
    [404, undefined, "/scim/v2/Users/Users", "", "path-doubled"],
    [404, undefined, "/scim/v2/scim/v2/Users", "", "path-doubled"],
    [404, undefined, "/scim/v2/connections/a/scim/v2/Users", "", "path-doubled"],
    [404, undefined, "/scim/v2/Persons", "", "path-unknown"],
    [405, undefined, "/scim/v2/Users", "", "method-not-allowed"],
    [409, "uniqueness", "/scim/v2/Users", "", "username-taken"],
    [409, "uniqueness", "/scim/v2/connections/a/groups/1", "", "group-name-taken"],
    [412, undefined, "/scim/v2/Users/1", "", "version-conflict"],
    [413, undefined, "/scim/v2/Groups/1", "", "body-too-large"],
    [415, undefined, "/scim/v2/Users", "", "media-type"],
    [429, undefined, "/scim/v2/Users", "", "rate-limited"],
    [500, undefined, "/scim/v2/Users", "", "internal-error"],
    [501, undefined, "/scim/v2/Me", "", "not-implemented"],
    [503, undefined, "/scim/v2/Users", "", "database-unavailable"],
    [418, undefined, "/scim/v2/Users", "", "request-invalid"],
  ])("%i %s at %s: %s → %s", (status, scimType, path, detail, code) => {
    expect(causeOfAnswer({ status, scimType, method: "POST", path, detail })).toBe(code);
  });

  test.each([
    ["GET", "/scim/v2/Users"],
    ["POST", "/scim/v2/Users/.search"],
  ])("a value that %s %s does not accept is one of its parameters, and not a person's", (method, path) => {
    const detail = "startIndex must be a whole number.";
    expect(causeOfAnswer({ status: 400, scimType: "invalidValue", method, path, detail })).toBe("query-invalid");
  });
});

test("a doubled slash is worth a word, a single one is not", () => {
  expect(causeOfPath("/scim/v2//Users")).toBe("path-doubled-slash");
  expect(causeOfPath("/scim/v2/Users")).toBeUndefined();
});

test.each([
  [{}, undefined],
  [{ hasEmail: false, hasFirstName: false }, "email-missing"],
  [{ hasLastName: false }, "names-missing"],
  [{ hasActive: false }, "active-missing"],
] as const)("a person with %j lacks %s", (lacks, code) => {
  const whole = { hasEmail: true, hasFirstName: true, hasLastName: true, hasActive: true };
  expect(causeOfPerson({ ...whole, ...lacks })).toBe(code);
});

test("a code of a former version is not taken for one of today", () => {
  expect(isCauseCode("username-taken")).toBe(true);
  expect(isCauseCode("constructor")).toBe(false);
});

test("whoever is told what to do has shown who it is", () => {
  for (const code of CAUSE_CODES) {
    const cause: CauseFacts = CAUSES[code];
    if (cause.isSaid) expect(cause.severity).toBe("refused");
  }
});
