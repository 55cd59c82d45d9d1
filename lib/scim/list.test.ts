import { describe, expect, test } from "vitest";
import { DEFAULT_COUNT, listResponse, MAX_RESULTS, readListQuery } from "./list.ts";
import { LIST_RESPONSE_URN, User } from "./schema/resource-types.ts";

const read = (query: string) => readListQuery(new URLSearchParams(query), User);

describe("readListQuery", () => {
  test("without parameters it is the first page of everybody", () => {
    expect(read("")).toEqual({
      startIndex: 1,
      count: DEFAULT_COUNT,
      filter: undefined,
      sortBy: undefined,
      sortOrder: "ascending",
      projection: { only: undefined, without: new Set() },
    });
  });

  test.each([
    ["startIndex=0", 1],
    ["startIndex=-5", 1],
    ["startIndex=", 1],
    ["startindex=7", 7],
    ["startIndex=101", 101],
    ["startIndex=99999999999999999999", 2_147_483_647],
  ])("%s starts at %i", (query, startIndex) => expect(read(query).startIndex).toBe(startIndex));

  test.each([
    ["count=0", 0],
    ["count=-1", 0],
    ["count=2", 2],
    ["count=5000", MAX_RESULTS],
    ["aadOptscim062020=&count=1", 1],
  ])("%s asks for %i", (query, count) => expect(read(query).count).toBe(count));

  test.each(["startIndex=a", "count=1.5", "count=1e3", "count=0x10", "sortOrder=sideways", "count=1&count=2"])(
    "%s is invalidValue",
    (query) => expect(() => read(query)).toThrow(expect.objectContaining({ status: 400, scimType: "invalidValue" })),
  );

  test.each(["filter=", "filter=+", "filter=a+pr&filter=b+pr", "filter=a+pr&Filter=b+pr"])(
    "%s is invalidFilter, never a list of everybody",
    (query) => expect(() => read(query)).toThrow(expect.objectContaining({ status: 400, scimType: "invalidFilter" })),
  );

  test("filter and sorting are handed on as text", () => {
    expect(read('filter=userName+eq+"a%2Bb"&sortBy=name.familyName&sortOrder=Descending')).toMatchObject({
      filter: 'userName eq "a+b"',
      sortBy: "name.familyName",
      sortOrder: "descending",
    });
  });

  test("Entra ID's flag and other unknown parameters change nothing", () => {
    expect(read("aadOptscim062020")).toEqual(read(""));
    expect(read("x=1&x=2")).toEqual(read(""));
  });
});

test("a list response counts what it holds, and all there is", () => {
  expect(listResponse([{ id: "1" }, { id: "2" }], { totalResults: 7, startIndex: 3 })).toEqual({
    schemas: [LIST_RESPONSE_URN],
    totalResults: 7,
    startIndex: 3,
    itemsPerPage: 2,
    Resources: [{ id: "1" }, { id: "2" }],
  });
});
