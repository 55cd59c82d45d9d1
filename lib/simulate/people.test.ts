import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeGroups, makePeople } from "./people.ts";

const seeds = fc.nat(1_000_000);

describe("people", () => {
  test("the same seed makes the same people, and more people leave the first ones as they were", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 40 }), (seed, count) => {
        const people = makePeople({ count: count + 5, seed, domain: "example.test" });
        expect(makePeople({ count, seed, domain: "example.test" })).toEqual(people.slice(0, count));
      }),
      { numRuns: 20 },
    );
  });

  test("another seed makes other people", () => {
    const names = (seed: number) =>
      makePeople({ count: 25, seed, domain: "example.test" }).map(({ userName }) => userName);
    const first = new Set(names(1));
    expect(names(2).filter((name) => first.has(name)).length).toBeLessThan(5);
  });

  test("no two people share a sign-in name or an e-mail address, in any case", () => {
    const people = makePeople({ count: 2000, seed: 3, domain: "example.test" });
    expect(new Set(people.map(({ userName }) => userName.toLowerCase())).size).toBe(2000);
    expect(new Set(people.map(({ email }) => email.toLowerCase())).size).toBe(2000);
  });

  test("sign-in names are plain letters, names keep their accents and apostrophes", () => {
    const people = makePeople({ count: 500, seed: 1, domain: "example.test" });
    for (const { userName } of people) expect(userName).toMatch(/^[a-z0-9'-]+\.[a-z0-9'-]+@example\.test$/);
    expect(people.some(({ familyName }) => familyName.includes("'"))).toBe(true);
    expect(people.some(({ givenName }) => /[^\x20-\x7e]/.test(givenName))).toBe(true);
  });

  test("every manager comes before the people who report to them", () => {
    const people = makePeople({ count: 60, seed: 5, domain: "example.test" });
    for (const [index, { manager }] of people.entries()) if (index > 0) expect(manager).toBeLessThan(index);
    expect(people[0]?.manager).toBeUndefined();
  });
});

describe("groups", () => {
  test("everybody is in a group, nobody twice in the same one, and group names differ", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (seed, count, people) => {
        const groups = makeGroups({ count, people, seed });
        expect(new Set(groups.flatMap(({ members }) => members)).size).toBe(people);
        for (const { members } of groups) expect(new Set(members).size).toBe(members.length);
        expect(new Set(groups.flatMap(({ name, laterName }) => [name, laterName])).size).toBe(2 * count);
      }),
      { numRuns: 30 },
    );
  });
});
