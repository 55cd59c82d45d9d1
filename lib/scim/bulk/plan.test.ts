import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../resource.ts";
import { type BulkItem, isRefused } from "./operation.ts";
import { planBulk } from "./plan.ts";
import { readBulk } from "./read.ts";
import { referencesOf, resolveOperation } from "./reference.ts";

const items = (operations: JsonValue[]) =>
  readBulk({ Operations: operations }, { maxOperations: 10_000 }, () => {}).operations;
const user = (bulkId: string, ...references: string[]): JsonObject => ({
  method: "POST",
  path: "/Users",
  bulkId,
  data: { manager: references.map((other) => ({ value: `bulkId:${other}` })) },
});
const patch = (path: string, data: JsonObject = {}): JsonObject => ({ method: "PATCH", path, data });
const order = (operations: JsonValue[]) => planBulk(items(operations)).map(({ index }) => index);
const refusals = (operations: JsonValue[]) =>
  planBulk(items(operations))
    .filter(isRefused)
    .map(({ index, error }) => [index, error.status, error.scimType]);

describe("planBulk", () => {
  test("without references the order is the one that was sent", () => {
    expect(order([user("b"), patch("/Users/1"), user("a"), patch("/Groups/2")])).toEqual([0, 1, 2, 3]);
  });

  test("an operation waits for the one that creates what it refers to, others do not wait for it", () => {
    expect(order([user("a", "c"), user("b"), user("c"), user("d")])).toEqual([1, 2, 0, 3]);
    expect(order([patch("/Users/bulkId:a"), user("a")])).toEqual([1, 0]);
  });

  test("a chain that points forward is turned round", () => {
    expect(order([user("a", "b"), user("b", "c"), user("c", "d"), user("d")])).toEqual([3, 2, 1, 0]);
  });

  test("an operation on the same resource does not overtake the one that waits", () => {
    const members = { Operations: [{ op: "add", path: "members", value: [{ value: "bulkId:u" }] }] };
    expect(order([patch("/Groups/1", members), { method: "DELETE", path: "/Groups/1" }, user("u")])).toEqual([2, 0, 1]);
  });

  test("what was refused keeps its turn", () => {
    expect(order([user("a"), { method: "post" }, user("b")])).toEqual([0, 1, 2]);
  });

  test("any request comes out whole, each after what it refers to", () => {
    const links = fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 3 }), { maxLength: 10 });
    fc.assert(
      fc.property(links, (graph) => {
        const names = (others: readonly number[]) => others.filter((other) => other < graph.length).map((n) => `n${n}`);
        const planned = planBulk(items(graph.map((others, n) => user(`n${n}`, ...names(others)))));
        expect(planned.map(({ index }) => index).sort((a, b) => a - b)).toEqual(graph.map((_, n) => n));
        const done = new Map<string, string>();
        for (const item of planned) {
          if (isRefused(item)) continue;
          const mayRun = [...referencesOf(item)].every((bulkId) => done.has(bulkId));
          expect(mayRun).toBe(true);
          done.set(item.bulkId ?? "", "id");
        }
      }),
    );
  });

  test("ten thousand operations in one chain are planned without recursion", () => {
    const chain = Array.from({ length: 10_000 }, (_, n) => (n === 9_999 ? user(`n${n}`) : user(`n${n}`, `n${n + 1}`)));
    expect(order(chain).slice(0, 2)).toEqual([9_999, 9_998]);
  });
});

describe("attack F5", () => {
  test("a reference to itself is 409", () =>
    expect(refusals([user("a", "a"), user("b")])).toEqual([[0, 409, undefined]]));

  test("a circle is 409 for all in it and all that wait for it, others run", () => {
    const operations = [user("a", "b"), user("b", "c"), user("c", "a"), user("d", "a"), user("e")];
    expect(refusals(operations)).toEqual([0, 1, 2, 3].map((index) => [index, 409, undefined]));
    expect(order(operations)).toEqual([0, 1, 2, 3, 4]);
  });

  test("a bulkId nobody bears is invalidValue", () => {
    expect(refusals([user("a", "nobody"), patch("/Users/bulkId:ghost"), user("b")])).toEqual([
      [0, 400, "invalidValue"],
      [1, 400, "invalidValue"],
    ]);
  });

  test("a bulkId that two bear is invalidValue for both", () => {
    expect(refusals([user("a"), user("b"), user("a")])).toEqual([
      [0, 400, "invalidValue"],
      [2, 400, "invalidValue"],
    ]);
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "bulkId:%s is a bulkId like any other",
    (name) => {
      expect(refusals([user("a", name)])).toEqual([[0, 400, "invalidValue"]]);
      expect(order([user("a", name), user(name)])).toEqual([1, 0]);
    },
  );
});

describe("resolveOperation", () => {
  const resolve = (operation: JsonObject, ids: Record<string, string>) => {
    const [item] = items([operation]) as [BulkItem];
    if (isRefused(item)) throw item.error;
    return resolveOperation(item, new Map(Object.entries(ids)));
  };

  test("puts real ids into the path and wherever the data refers to one", () => {
    const data: JsonObject = {
      members: [{ value: "bulkId:a", $ref: "https://x/scim/v2/Users/bulkId:a" }, { value: "7" }],
      manager: { value: "bulkId:b", $ref: "../Users/bulkId:b" },
      Operations: [
        { op: "remove", path: 'members[value eq "bulkId:a" or value eq "bulkId:b"]' },
        { op: "add", path: "members", value: ["bulkId:b"] },
      ],
    };
    expect(resolve(patch("/Groups/bulkId:a", data), { a: "1", b: "2" })).toMatchObject({
      endpoint: "Groups",
      id: "1",
      data: {
        members: [{ value: "1", $ref: "https://x/scim/v2/Users/1" }, { value: "7" }],
        manager: { value: "2", $ref: "../Users/2" },
        Operations: [{ path: 'members[value eq "1" or value eq "2"]' }, { path: "members", value: ["2"] }],
      },
    });
  });

  test("leaves text alone that merely speaks of a bulkId", () => {
    const data = { title: 'the "bulkId:a" one', displayName: "see /Users/bulkId:a", path: "bulkId" };
    expect(resolve(patch("/Users/1", data), {}).data).toEqual(data);
  });

  test("a bulkId whose operation failed is invalidValue", () => {
    expect(() => resolve(patch("/Users/bulkId:a"), {})).toThrow(expect.objectContaining({ scimType: "invalidValue" }));
  });

  test("a key __proto__ in the data stays a key and reaches no prototype", () => {
    const data = JSON.parse('{"__proto__":{"isAdmin":true},"manager":{"value":"bulkId:a"}}') as JsonObject;
    const resolved = resolve({ method: "PUT", path: "/Users/1", data }, { a: "1" });
    expect(Object.keys(resolved.data ?? {})).toEqual(["__proto__", "manager"]);
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined();
    expect(() => resolve({ method: "PUT", path: "/Users/bulkId:__proto__", data: {} }, {})).toThrow("did not succeed");
  });
});
