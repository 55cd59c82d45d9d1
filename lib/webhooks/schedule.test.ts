import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextAttemptAt, RETRY_DELAYS_MS, readRetryAfter } from "./schedule.ts";

const now = new Date("2026-03-01T12:00:00Z");

describe("the schedule of attempts", () => {
  test("adds up to 75 hours, 35 minutes and 5 seconds in ten attempts, then gives up", () => {
    const total = RETRY_DELAYS_MS.reduce((sum, delay) => sum + delay, 0);
    expect([RETRY_DELAYS_MS.length, total]).toEqual([10, ((75 * 60 + 35) * 60 + 5) * 1_000]);
    expect(nextAttemptAt(10, { now, random: 0.5, retryAfterMs: undefined })).toBeUndefined();
  });

  test("is kept within a tenth, and a receiver can only ask for later", () => {
    fc.assert(
      fc.property(
        fc.nat(9),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.nat(86_400_000)),
        (tries, random, asked) => {
          const at = nextAttemptAt(tries, { now, random, retryAfterMs: asked ?? undefined });
          const waited = (at?.getTime() ?? 0) - now.getTime();
          const planned = RETRY_DELAYS_MS[tries] ?? 0;
          expect(waited).toBeGreaterThanOrEqual(Math.max(planned * 0.9 - 1, asked ?? 0));
          expect(waited).toBeLessThanOrEqual(Math.max(planned * 1.1 + 1, asked ?? 0));
        },
      ),
    );
  });
});

test.each([
  ["120", 120_000],
  ["0", 0],
  ["999999999", 86_400_000],
  ["Sun, 01 Mar 2026 12:01:00 GMT", 60_000],
  ["Sun, 01 Mar 2126 12:01:00 GMT", 86_400_000],
  ["Sun, 01 Mar 2026 11:00:00 GMT", undefined],
  ["-1", undefined],
  ["abc", undefined],
  ["1.5", undefined],
  ["", undefined],
  [undefined, undefined],
])("Retry-After: %s is %s ms", (header, expected) => {
  expect(readRetryAfter(header, now)).toBe(expected);
});
