import { afterEach, describe, expect, test, vi } from "vitest";
import { ScimError } from "./error.ts";
import { parseFilter } from "./filter/parse.ts";
import { matches } from "./filter/predicate.ts";
import { parseJson } from "./json.ts";
import { parsePath } from "./path.ts";
import type { JsonObject } from "./resource.ts";
import { Group, User } from "./schema/resource-types.ts";

// Looks at a character and comparisons are what these readers spend their time on: counting them needs no clock.
const looks = ["charAt", "charCodeAt"] as const;

afterEach(() => {
  vi.restoreAllMocks();
});

/** How many characters are looked at while `read` runs, be it taken or refused. */
function countLooks(read: () => unknown): number {
  const spies = looks.map((name) => vi.spyOn(String.prototype, name));
  try {
    read();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
  }
  const steps = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return steps;
}

const ignore = () => {};
const shapes: [string, (length: number) => string][] = [
  ["parentheses", (length) => "(".repeat(length)],
  ["negated parentheses", (length) => "not(".repeat(length / 4)],
  ["negations", (length) => "not ".repeat(length / 4)],
  ["terms", (length) => "title pr or ".repeat(length / 12)],
  ["element filters", (length) => "emails[type pr] and ".repeat(length / 20)],
  ["brackets", (length) => "emails[".repeat(length / 7)],
  ["a value that repeats itself", (length) => `title co "${"a".repeat(length)}!"`],
  ["escapes", (length) => `title eq "${"\\\\".repeat(length / 2)}"`],
  ["dots", (length) => `${"a.".repeat(length / 2)} pr`],
  ["colons", (length) => `urn:${"a:".repeat(length / 2)}b pr`],
];

describe.each(shapes)("%s", (_, make) => {
  test("attack D15 D16 D19 a filter twice as long is read with about twice the looks", () => {
    const [once, twice] = [1_000, 2_000].map((length) => countLooks(() => parseFilter(make(length), User, ignore)));
    expect(twice).toBeLessThanOrEqual(2 * (once ?? 0) + 100);
    expect(twice).toBeLessThanOrEqual(4 * 2_100);
  });

  test("attack D15 D16 D17 D19 one of 100,000 characters is refused before any of them is looked at", () => {
    expect(countLooks(() => parseFilter(make(100_000), User, ignore))).toBe(0);
    expect(countLooks(() => parsePath(make(100_000), User, ignore))).toBe(0);
    expect(() => parseFilter(make(100_000), User, ignore)).toThrow(
      expect.objectContaining({ scimType: "invalidFilter" }),
    );
    expect(() => parsePath(make(100_000), User, ignore)).toThrow(expect.objectContaining({ scimType: "invalidPath" }));
  });
});

test.each<[string, (length: number) => string]>([
  ["one long text", (length) => `{"a":"${"a".repeat(length)}"}`],
  ["escapes", (length) => `{"a":"${"\\n".repeat(length / 2)}"}`],
  ["an open text", (length) => `{"a":"${"a".repeat(length)}`],
  ["numbers", (length) => `{"a":[${"1,".repeat(length / 2)}1]}`],
  ["one long number", (length) => `{"a":${"1".repeat(length)}}`],
  [
    "names",
    (length) => `{${Array.from({ length: length / 10 }, (_, n) => `"n${String(n).padStart(5, "0")}":1`).join()}}`,
  ],
  ["brackets", (length) => `{"a":${"[".repeat(length)}`],
  ["space", (length) => `{"a":${" ".repeat(length)}1}`],
])("attack C17 D20 a body of %s is scanned with a few looks at each character", (_, make) => {
  const [once, twice] = [20_000, 40_000].map((length) => countLooks(() => parseJson(make(length))));
  expect(twice).toBeLessThanOrEqual(2 * (once ?? 0) + 200);
  expect(twice).toBeLessThanOrEqual(8 * 80_000);
});

test("attack C18 D18 a filter of 100 comparisons looks at each member once for each of them", () => {
  const members = Array.from({ length: 500 }, (_, n) => ({ value: `v${n}` }));
  let reads = 0;
  const get = (member: JsonObject, key: string | symbol) => {
    reads += 1;
    return Reflect.get(member, key) as unknown;
  };
  const counted = members.map((member) => new Proxy(member, { get }));
  const text = `members[${Array.from({ length: 100 }, (_, n) => `value eq "x${n}"`).join(" or ")}]`;
  expect(matches(parseFilter(text, Group, ignore), { members: counted })).toBe(false);
  expect(reads).toBeLessThanOrEqual(500 * 100);
});
