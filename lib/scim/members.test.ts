import { describe, expect, test } from "vitest";
import { readMemberList, readMembers } from "./members.ts";
import type { JsonValue } from "./resource.ts";
import { GROUP_URN } from "./schema/resource-types.ts";

describe("readMembers", () => {
  test("absent and empty differ: only the empty list empties the group", () => {
    expect(readMembers({ displayName: "A" })).toBeUndefined();
    expect(readMembers({ members: null })).toBeUndefined();
    expect(readMembers({ members: [] })).toEqual([]);
  });

  test("the name is taken in any letter case, and under the core URN", () => {
    expect(readMembers({ Members: [{ Value: "1" }] })).toEqual([{ value: "1" }]);
    expect(readMembers({ [GROUP_URN]: { members: [{ value: "1" }] } })).toEqual([{ value: "1" }]);
  });

  test.each<[JsonValue]>([
    [[{ value: "1", display: null, $ref: null, type: null }]],
    [[{ value: "1", type: "" }]],
    [["1"]],
    [{ value: "1" }],
    ["1"],
  ])("takes %j as the member 1", (members) => expect(readMembers({ members })).toEqual([{ value: "1" }]));

  test("somebody named twice is one member, with the type either mention gives", () => {
    const members: JsonValue[] = [
      { value: "1" },
      { value: "2", type: "group" },
      { value: "1", type: "USER" },
      { value: "2" },
    ];
    expect(readMembers({ members })).toEqual([
      { value: "1", type: "User" },
      { value: "2", type: "Group" },
    ]);
  });

  test.each<[string, JsonValue]>([
    ["a number", [7]],
    ["null", [null]],
    ["a list", [["1"]]],
    ["no value", [{ display: "Babs" }]],
    ["value null", [{ value: null }]],
    ["a numeric value", [{ value: 7 }]],
    ["an object as value", [{ value: { not: "" } }]],
    ["NUL", [{ value: "a\0" }]],
    ["half a surrogate pair", ["\ud800"]],
    ["an endless value", ["x".repeat(257)]],
    ["another type", [{ value: "1", type: "Device" }]],
  ])("refuses a member that is or has %s", (_, members) => {
    expect(() => readMembers({ members })).toThrow(expect.objectContaining({ status: 400, scimType: "invalidValue" }));
  });

  test("takes 200,000 members and refuses one more as tooMany", () => {
    const ids = Array.from({ length: 200_001 }, (_, index) => String(index));
    expect(readMemberList(ids.slice(1))).toHaveLength(200_000);
    expect(() => readMemberList(ids)).toThrow(expect.objectContaining({ scimType: "tooMany" }));
  });
});
