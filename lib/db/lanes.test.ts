import { describe, expect, test } from "vitest";
import { lanes } from "./lanes.ts";

const BAD = -1;
const LEFT_OUT = 0;

/** Remembers what was written in which way; `BAD` cannot be written, `LEFT_OUT` only alone. */
function recorder() {
  const together: number[][] = [];
  const alone: number[] = [];
  const inLane = lanes<number, string>({
    async together(changes) {
      together.push([...changes]);
      await new Promise(setImmediate);
      if (changes.includes(BAD)) throw new Error("one of them is bad");
      return changes.map((change) => (change === LEFT_OUT ? undefined : `together ${change}`));
    },
    async alone(change) {
      alone.push(change);
      await new Promise(setImmediate);
      if (change === BAD) throw new Error("bad");
      return `alone ${change}`;
    },
  });
  return { together, alone, inLane };
}

describe("a lane", () => {
  test("writes a single change by itself", async () => {
    const { inLane, together } = recorder();
    expect(await inLane("a", 7)).toBe("alone 7");
    expect(await inLane("a", 8)).toBe("alone 8");
    expect(together).toEqual([]);
  });

  test("writes what arrives together, and what arrives meanwhile, together, in the order in which it came", async () => {
    const { inLane, together } = recorder();
    const first = [1, 2, 3].map((change) => inLane("a", change));
    await new Promise(setImmediate);
    const later = [4, 5].map((change) => inLane("a", change));
    expect(await Promise.all([...first, ...later])).toEqual([1, 2, 3, 4, 5].map((change) => `together ${change}`));
    expect(together).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
  });

  test("keeps keys apart and its statements small", async () => {
    const { inLane, together } = recorder();
    const many = Array.from({ length: 70 }, (_, index) => index + 1);
    await Promise.all([...many.map((change) => inLane("a", change)), inLane("b", 1), inLane("b", 2)]);
    expect(together.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([2, 6, 32, 32]);
  });

  test("writes alone what was left out, and everything of a statement that failed; only the bad one fails", async () => {
    const { inLane } = recorder();
    expect(await Promise.all([inLane("a", 1), inLane("a", LEFT_OUT), inLane("a", 2)])).toEqual([
      "together 1",
      "alone 0",
      "together 2",
    ]);
    const results = await Promise.allSettled([inLane("a", 1), inLane("a", BAD), inLane("a", 2)]);
    expect(results.map((result) => (result.status === "fulfilled" ? result.value : "failed"))).toEqual([
      "alone 1",
      "failed",
      "alone 2",
    ]);
    expect(await inLane("a", 9)).toBe("alone 9");
  });
});
