import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ListQuery, readListQuery } from "./list.ts";
import type { JsonObject } from "./resource.ts";
import { SEARCH_REQUEST_URN, USER_URN, User } from "./schema/resource-types.ts";
import { readSearchRequest } from "./search-request.ts";

const schemas = [SEARCH_REQUEST_URN];

function read(body: JsonObject) {
  const notes: string[] = [];
  return { query: readSearchRequest(body, User, (deviation) => notes.push(deviation)), notes };
}

const thrown = (body: JsonObject) => {
  try {
    read(body);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe("readSearchRequest", () => {
  test("OT-05 the example of RFC 7644 §3.4.3 is read", () => {
    const { query, notes } = read({
      schemas,
      attributes: ["displayName", "userName"],
      filter: 'displayName sw "smith"',
      startIndex: 1,
      count: 10,
    });
    expect(query).toEqual({
      startIndex: 1,
      count: 10,
      cursor: undefined,
      filter: 'displayName sw "smith"',
      sortBy: undefined,
      sortOrder: "ascending",
      projection: { only: new Set(["displayname", "username"]), without: new Set() },
    } satisfies ListQuery);
    expect(notes).toEqual([]);
  });

  test("an empty body asks for the first page of everybody, and its missing schemas are noted", () => {
    expect(read({})).toEqual({ query: readListQuery(new URLSearchParams(), User), notes: ["missing-schemas"] });
    expect(read({ schemas: SEARCH_REQUEST_URN.toUpperCase() }).notes).toEqual([]);
    expect(read({ schemas: [USER_URN, 1] }).notes).toEqual(["missing-schemas"]);
  });

  test("names are taken as a list, or as one text with commas, in any letter case", () => {
    const only = new Set(["username", "name.givenname"]);
    expect(read({ schemas, attributes: ["userName", `${USER_URN}:name.givenName`] }).query.projection.only).toEqual(
      only,
    );
    expect(read({ schemas, ATTRIBUTES: "userName, name.givenName" }).query.projection.only).toEqual(only);
    expect(read({ schemas, excludedAttributes: ["groups"] }).query.projection.without).toEqual(new Set(["groups"]));
  });

  test("says the same as a query with the same parameters", () => {
    const parameters = fc.record(
      {
        startIndex: fc.integer({ min: -5, max: 3_000_000_000 }),
        count: fc.integer({ min: -5, max: 5_000 }),
        filter: fc.constantFrom('userName eq "a"', "title pr"),
        sortBy: fc.constantFrom("userName", " title "),
        sortOrder: fc.constantFrom("ascending", "Descending"),
        attributes: fc.constantFrom("userName", "name,title"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(parameters, (sent) => {
        const params = new URLSearchParams(Object.entries(sent).map(([name, value]) => [name, String(value)]));
        expect(read({ schemas, ...sent }).query).toEqual(readListQuery(params, User));
      }),
    );
  });

  test.each<[JsonObject, string]>([
    [{ filter: "" }, "invalidFilter"],
    [{ filter: 1 }, "invalidFilter"],
    [{ filter: ["userName pr"] }, "invalidFilter"],
    [{ filter: { not: "" } }, "invalidFilter"],
    [{ startIndex: 1.5 }, "invalidValue"],
    [{ startIndex: "1e3" }, "invalidValue"],
    [{ startIndex: true }, "invalidValue"],
    [{ count: [] }, "invalidValue"],
    [{ count: "x", cursor: "" }, "invalidCount"],
    [{ cursor: "", startIndex: 1 }, "invalidValue"],
    [{ cursor: 1 }, "invalidValue"],
    [{ sortOrder: "sideways" }, "invalidValue"],
    [{ sortBy: 1 }, "invalidValue"],
    [{ attributes: [1] }, "invalidValue"],
    [{ attributes: { a: 1 } }, "invalidValue"],
    [{ attributes: ["a"], excludedAttributes: ["b"] }, "invalidValue"],
  ])("attack D2 D10 G4 %j is %s", (body, scimType) => {
    expect(thrown({ schemas, ...body })).toMatchObject({ status: 400, scimType });
  });

  test("null counts as not sent", () => {
    const nulls = { filter: null, cursor: null, startIndex: null, count: null, attributes: null, sortBy: null };
    expect(read({ schemas, ...nulls }).query).toEqual(read({ schemas }).query);
  });
});
