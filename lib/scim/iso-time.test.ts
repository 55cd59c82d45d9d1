import fc from "fast-check";
import { expect, test } from "vitest";
import { isoTime } from "./iso-time.ts";

test("any time is written as toISOString writes it", () => {
  fc.assert(fc.property(fc.date({ noInvalidDate: true }), (date) => isoTime(date) === date.toISOString()));
});

test("what is no time is refused as toISOString refuses it", () => {
  expect(() => isoTime(new Date(Number.NaN))).toThrow(RangeError);
});
