import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScimError } from "../error.ts";
import { matches } from "../filter/predicate.ts";
import type { MemberInput } from "../members.ts";
import type { JsonValue } from "../resource.ts";
import { GROUP_URN as G, Group, User } from "../schema/resource-types.ts";
import { type MembershipChange, splitMembers } from "./members.ts";
import type { PatchOperation } from "./parse.ts";

function split(operations: PatchOperation[], type = Group) {
  const notes: string[] = [];
  return { ...splitMembers(operations, type, (deviation) => notes.push(deviation)), notes };
}

const change = (...operations: PatchOperation[]) => split(operations).members;
const add = (value: JsonValue, path = "members"): PatchOperation => ({ op: "add", path, value });
const replace = (value: JsonValue, path = "members"): PatchOperation => ({ op: "replace", path, value });
const remove = (path = "members", value?: JsonValue): PatchOperation =>
  value === undefined ? { op: "remove", path } : { op: "remove", path, value };
const nothing: MembershipChange = { replaceAll: false, add: [], remove: [], removeMatching: [] };

function refusal(...operations: PatchOperation[]): ScimError {
  try {
    split(operations);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error("accepted");
}

describe("the forms in which members are added", () => {
  test.each([
    ["OK-18 objects with a display", add([{ value: "b", display: "user@x" }])],
    ["EN-34 $ref null", add([{ $ref: null, value: "b" }])],
    ["OK-21 display null", add([{ value: "b", display: null }])],
    ["RI one object", add({ value: "b" })],
    ["plain ids", add(["b"])],
    ["one plain id", add("b")],
    ["another letter case", add([{ Value: "b" }], "Members")],
    ["the URN", add([{ value: "b" }], `${G}:members`)],
    ["members.value", add(["b"], "members.value")],
    ["EN-37 twice in one value", add([{ value: "b" }, { value: "b" }])],
    ["a filter", add({ value: "b" }, 'members[value eq "b"]')],
    ["a filter and the value", add("b", 'members[value eq "b"].value')],
    ["a value without path", { op: "add", value: { members: [{ value: "b" }] } }],
    ["a value without path under the URN", { op: "add", value: { [G]: { members: [{ value: "b" }] } } }],
    ["a key with the URN", { op: "add", value: { [`${G}:members`]: [{ value: "b" }] } }],
  ] as [string, PatchOperation][])("%s", (_, operation) => {
    expect(change(operation)).toEqual({ ...nothing, add: [{ value: "b" }] });
  });

  test("a type is kept, also when the member is named again without one", () => {
    expect(change(add([{ value: "g", type: "group" }]), add([{ value: "g" }]))?.add).toEqual([
      { value: "g", type: "Group" },
    ]);
  });

  test("AU-03 one operation per member, in one body", () => {
    expect(change(add([{ value: "a" }]), add([{ value: "b" }]))?.add).toEqual([{ value: "a" }, { value: "b" }]);
  });
});

describe("the forms in which members are replaced", () => {
  test("OK-19 the set is exactly what is sent, and the empty list empties", () => {
    expect(change(replace([{ value: "a" }]))).toEqual({ ...nothing, replaceAll: true, add: [{ value: "a" }] });
    expect(change(replace([]))).toEqual({ ...nothing, replaceAll: true });
    expect(change({ op: "replace", value: { members: [] } })).toEqual({ ...nothing, replaceAll: true });
  });

  test("KC-02 replace of members and of other attributes part ways", () => {
    const others = [replace("New", "displayName"), replace("e", "externalId")];
    const { rest, members } = split([replace([{ value: "a" }]), ...others]);
    expect(rest).toEqual(others);
    expect(members).toEqual({ ...nothing, replaceAll: true, add: [{ value: "a" }] });
  });

  test("the value of a present member cannot be changed", () => {
    expect(refusal(replace({ value: "b" }, 'members[value eq "a"]')).scimType).toBe("mutability");
    expect(refusal(replace("b", 'members[value eq "a"].value')).scimType).toBe("mutability");
  });

  test("members do not lose their ids: that would empty the group", () => {
    expect(refusal(remove("members.value")).scimType).toBe("mutability");
  });

  test("other sub-attributes of a member are ours and passed over", () => {
    expect(split([replace("Ada", 'members[value eq "a"].display')])).toMatchObject({
      members: undefined,
      notes: ["member-sub-attribute-ignored"],
    });
  });
});

describe("the forms in which members are removed", () => {
  test("OK-18 EN-36 by a filter on the id", () => {
    expect(change(remove('members[value eq "a"]'))).toEqual({ ...nothing, remove: ["a"] });
    expect(change(remove('members[value eq "a" or value eq "b" or value eq "c"]'))?.remove).toEqual(["a", "b", "c"]);
    expect(change(remove(`${G}:Members[Value Eq "a"]`))?.remove).toEqual(["a"]);
    expect(change(remove('members[value eq "a"].value'))?.remove).toEqual(["a"]);
  });

  test("EN-35 by a value: only those named leave", () => {
    expect(split([remove("members", [{ $ref: null, value: "a" }])])).toMatchObject({
      members: { ...nothing, remove: ["a"] },
      notes: ["remove-members-by-value"],
    });
    expect(change(remove("members", { value: "a" }))?.remove).toEqual(["a"]);
    expect(change(remove("members", ["a", "b"]))?.remove).toEqual(["a", "b"]);
  });

  test("EN-39 with an empty list nobody leaves", () => {
    expect(change(remove("members", []))).toEqual(nothing);
  });

  test("KC-03 without a value, or with null, everybody leaves", () => {
    expect(change(remove())).toEqual({ ...nothing, replaceAll: true });
    expect(change(remove("members", null))).toEqual({ ...nothing, replaceAll: true });
  });

  test("with a value that names nobody it is refused rather than taken for everybody", () => {
    expect(refusal(remove("members", "")).scimType).toBe("invalidValue");
    expect(refusal(remove("members", [{ display: "Ada" }])).scimType).toBe("invalidValue");
    expect(refusal(remove("members", {})).scimType).toBe("invalidValue");
  });

  test("by any other filter it is left to the database to choose", () => {
    const members = change(remove('members[type eq "User"]'));
    expect(members).toMatchObject({ ...nothing, removeMatching: [{ kind: "compare", op: "eq", value: "User" }] });
    expect(members?.removeMatching[0]).toMatchObject({ ref: { keys: ["type"] } });
  });

  test("by a filter that is not understood it is refused", () => {
    expect(refusal(remove('members[value zz "a"]')).scimType).toBe("invalidFilter");
    expect(refusal(remove('members[value eq "x"] or 1')).scimType).toBe("invalidPath");
    expect(refusal(remove('members[type eq "User"].value'), add("x", 'members[value co "x"]')).scimType).toBe(
      "noTarget",
    );
  });

  test("filters that are not on the id are limited in number", () => {
    const many = (count: number) => Array.from({ length: count }, () => remove('members[type eq "User"]'));
    expect(change(...many(20))?.removeMatching).toHaveLength(20);
    expect(refusal(...many(21)).scimType).toBe("tooMany");
  });

  test("a filter on what is not known about members added in the same request is refused", () => {
    expect(refusal(add(["a"]), remove('members[type eq "User"]')).scimType).toBe("invalidFilter");
    expect(change(add([{ value: "a", type: "User" }]), remove('members[type eq "User"]'))?.add).toEqual([]);
  });
});

describe("what does not name members leaves them alone", () => {
  test.each([
    ["EN-40 a rename by path", replace("New", "displayName")],
    ["OK-17 a rename without path", { op: "replace", value: { id: "g", displayName: "New" } }],
    ["EN-41 the empty value", { op: "replace", value: {} }],
    ["a hostile key", { op: "replace", value: JSON.parse('{"__proto__":{"members":[]}}') as JsonValue }],
  ] as [string, PatchOperation][])("%s", (_, operation) => {
    expect(split([operation])).toEqual({ rest: [operation], members: undefined, notes: [] });
  });

  test("OK-17 members null in a value without path says nothing", () => {
    const { rest, members } = split([{ op: "replace", value: { displayName: "New", members: null } }]);
    expect(members).toBeUndefined();
    expect(rest).toEqual([{ op: "replace", value: { displayName: "New" } }]);
  });

  test("AU-04 of a whole group, members go one way and the rest the other", () => {
    const { rest, members } = split([{ op: "replace", value: { displayName: "New", Members: [{ value: "a" }] } }]);
    expect(rest).toEqual([{ op: "replace", value: { displayName: "New" } }]);
    expect(members).toEqual({ ...nothing, replaceAll: true, add: [{ value: "a" }] });
  });

  test("a user has no members", () => {
    const operation = add([{ value: "a" }]);
    expect(split([operation], User)).toMatchObject({ rest: [operation], members: undefined });
  });

  test("a hostile key beside members is still there to be refused", () => {
    const value = JSON.parse('{"members":[],"__proto__":{"x":1}}') as JsonValue;
    const { rest } = split([{ op: "replace", value }]);
    expect(Object.keys(rest[0]?.value ?? {})).toEqual(["__proto__"]);
  });
});

describe("order counts", () => {
  test("E16 add, remove, add of one member ends with the member in", () => {
    expect(change(add(["x"]), remove('members[value eq "x"]'), add(["x"]))).toEqual({
      ...nothing,
      add: [{ value: "x" }],
    });
  });

  test("remove, add, remove ends with the member out", () => {
    expect(change(remove("members", ["x"]), add(["x"]), remove("members", ["x"]))).toEqual({
      ...nothing,
      remove: ["x"],
    });
  });

  test("what came before everybody left does not count", () => {
    expect(change(add(["x"]), remove("members", ["z"]), remove('members[value sw "q"]'), remove(), add(["y"]))).toEqual(
      {
        ...nothing,
        replaceAll: true,
        add: [{ value: "y" }],
      },
    );
  });
});

// The model: a set of ids, changed by one operation after the other.
const ids = ["a", "b", "c", "d"];
const id = fc.constantFrom(...ids);
interface Step {
  readonly operation: PatchOperation;
  readonly model: (members: Set<string>) => Set<string>;
}
const without = (named: readonly string[]) => (members: Set<string>) =>
  new Set([...members].filter((member) => !named.includes(member)));
const named = fc.array(id, { maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  named.map((list) => ({ operation: add(list), model: (members: Set<string>) => new Set([...members, ...list]) })),
  named.map((list) => ({ operation: replace(list), model: () => new Set(list) })),
  named.map((list) => ({ operation: remove("members", list), model: without(list) })),
  id.map((one) => ({ operation: remove(`members[value eq "${one}"]`), model: without([one]) })),
  fc.constant({ operation: remove(), model: () => new Set<string>() }),
  id.map((one) => ({
    operation: remove(`members[not (value eq "${one}")]`),
    model: (members: Set<string>) => new Set([...members].filter((member) => member === one)),
  })),
  id.map((one) => ({
    operation: remove(`members[value gt "${one}"]`),
    model: (members: Set<string>) => new Set([...members].filter((member) => member <= one)),
  })),
);

function applyChange(members: Set<string>, { replaceAll, add, remove, removeMatching }: MembershipChange): Set<string> {
  const stay = replaceAll ? [] : [...members];
  const left = stay.filter(
    (value) => !remove.includes(value) && !removeMatching.some((filter) => matches(filter, { value })),
  );
  return new Set([...left, ...add.map((member: MemberInput) => member.value)]);
}

test("the folded change gives the same members as the operations one by one, whoever was in the group", () => {
  fc.assert(
    fc.property(fc.subarray(ids), fc.array(step, { minLength: 1, maxLength: 8 }), (start, steps) => {
      const members = change(...steps.map(({ operation }) => operation));
      const expected = steps.reduce((current, { model }) => model(current), new Set(start));
      expect(applyChange(new Set(start), members ?? nothing)).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});
