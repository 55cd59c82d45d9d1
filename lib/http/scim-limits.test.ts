import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { scimLimits } from "./scim-limits.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Two processes that hear each other, and themselves as PostgreSQL has it. */
function pair(perSecond: number) {
  const processes: ReturnType<typeof scimLimits>[] = [];
  const tell = async (text: string) => {
    for (const one of processes) one.heard(text);
  };
  processes.push(scimLimits(perSecond, "one", tell), scimLimits(perSecond, "two", tell));
  return processes as [ReturnType<typeof scimLimits>, ReturnType<typeof scimLimits>];
}

async function take(limits: ReturnType<typeof scimLimits>, tokenId: string, count: number): Promise<number> {
  let taken = 0;
  for (let index = 0; index < count; index++) {
    await limits
      .of(null)
      ?.consume(tokenId)
      .then(
        () => (taken += 1),
        () => {},
      );
  }
  return taken;
}

test("without a limit there is none, and a directory's own comes before the operator's", async () => {
  const limits = scimLimits(0, "one", async () => {});
  expect(limits.of(null)).toBeUndefined();
  expect(limits.of(5)?.policy).toBe('"default";q=10;w=2');
  expect(scimLimits(100, "one", async () => {}).of(0)).toBeUndefined();
});

test("what one process has counted is gone from the budget of the other a moment later", async () => {
  const [one, two] = pair(100);
  expect(await take(one, "token", 150)).toBe(150);
  await vi.advanceTimersByTimeAsync(300);
  expect(await take(two, "token", 150)).toBe(50);
  expect(await take(two, "other token", 150)).toBe(150);
});

test("a process does not count its own operations twice", async () => {
  const [one] = pair(100);
  await take(one, "token", 100);
  await vi.advanceTimersByTimeAsync(300);
  expect(await take(one, "token", 150)).toBe(100);
});

test("nobody is told of tokens that hardly do anything", async () => {
  const tell = vi.fn(async () => {});
  const limits = scimLimits(100, "one", tell);
  await take(limits, "token", 3);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(tell).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
});

test("news that comes late is not counted against what happens now", async () => {
  const said: string[] = [];
  const one = scimLimits(100, "one", async (text) => void said.push(text));
  const two = scimLimits(100, "two", async () => {});
  await take(one, "token", 150);
  await vi.advanceTimersByTimeAsync(300);
  expect(said).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1_000);
  two.heard(said[0] ?? "");
  expect(await take(two, "token", 150)).toBe(150);
});
