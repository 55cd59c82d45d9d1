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

describe("pages by cursor (RFC 9865)", () => {
  test("an empty cursor asks for the first page, none for pages by index", () => {
    expect(read("cursor=").cursor).toBe("");
    expect(read("cursor&count=5")).toMatchObject({ cursor: "", count: 5 });
    expect(read("Cursor=VZUTiyhEQJ94IR").cursor).toBe("VZUTiyhEQJ94IR");
    expect(read("count=5").cursor).toBeUndefined();
  });

  test.each([
    ["cursor=a&startIndex=1", "invalidValue"],
    ["cursor=&startIndex=", "invalidValue"],
    ["cursor=a&cursor=b", "invalidValue"],
    ["cursor=a&CURSOR=a", "invalidValue"],
    ["cursor=a%00b", "invalidCursor"],
    ["cursor=%7B%22id%22%3A1%7D", "invalidCursor"],
    ["cursor=../../x", "invalidCursor"],
    [`cursor=${"a".repeat(2_049)}`, "invalidCursor"],
    ["cursor=&count=ten", "invalidCount"],
    ["cursor=&count=1.5", "invalidCount"],
  ])("attack B13 G5 %s is refused as %s", (query, scimType) =>
    expect(() => read(query)).toThrow(expect.objectContaining({ status: 400, scimType })),
  );

  test("a page by cursor tells the next one and not where it stands", () => {
    const page = listResponse([{ id: "1" }], { totalResults: 7, nextCursor: "n", previousCursor: "p" });
    expect(page).toEqual({
      schemas: [LIST_RESPONSE_URN],
      totalResults: 7,
      itemsPerPage: 1,
      nextCursor: "n",
      previousCursor: "p",
      Resources: [{ id: "1" }],
    });
    expect(listResponse([], { totalResults: 0, nextCursor: undefined })).not.toHaveProperty("nextCursor");
  });
});

describe("attacks on pages", () => {
  test.each(["startIndex=0", "startIndex=-5"])("attack G1 %s is the first page", (query) =>
    expect(read(query).startIndex).toBe(1),
  );

  test.each(["count=-1", "count=0"])("attack G2 %s asks for nobody", (query) => expect(read(query).count).toBe(0));

  test("attack G3 a count past all limits is the advertised maximum", () => {
    expect(read("count=1000000000").count).toBe(MAX_RESULTS);
  });

  test.each(["startIndex=abc", "startIndex=1.5", "startIndex=1e3", "startIndex=NaN", "startIndex=1&startIndex=2"])(
    "attack G4 G5 %s is invalidValue",
    (query) => expect(() => read(query)).toThrow(expect.objectContaining({ scimType: "invalidValue" })),
  );

  test("attack G4 an index that no integer holds is capped instead of failing later", () => {
    expect(read("startIndex=9999999999999999999").startIndex).toBe(2_147_483_647);
  });

  test("attack D22 a hundred thousand parameters are looked through, ten thousand names refused", () => {
    const many = new URLSearchParams(Array.from({ length: 100_000 }, (_, index) => [`p${index}`, "1"]));
    many.set("count", "3");
    expect(readListQuery(many, User).count).toBe(3);
    const names = Array.from({ length: 10_000 }, (_, index) => `a${index}`).join();
    expect(() => read(`attributes=${names}`)).toThrow(expect.objectContaining({ scimType: "invalidValue" }));
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
