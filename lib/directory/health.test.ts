import { describe, expect, test } from "vitest";
import { backfillOf } from "./health.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const ago = (minutes: number, created: number, over: { refused?: number; throttled?: number } = {}) => ({
  minute: new Date(NOW.getTime() - minutes * 60_000),
  created,
  refused: 0,
  throttled: 0,
  ...over,
});

describe("a backfill", () => {
  test("begins by itself with a burst, and counts people, errors and what was held back", () => {
    const backfill = backfillOf([ago(0, 30), ago(1, 60, { refused: 2 }), ago(2, 60, { throttled: 3 })], NOW);
    expect(backfill).toMatchObject({ people: 150, errors: 2, throttled: 3, endedAt: null });
    expect(backfill?.startedAt).toBe(new Date(NOW.getTime() - 120_000).toISOString());
    expect(backfill?.perMinute).toBeGreaterThan(0);
  });

  test("is not seen in people who arrive one by one", () => {
    expect(backfillOf([ago(0, 1), ago(2, 2), ago(3, 1)], NOW)).toBeNull();
    expect(backfillOf([], NOW)).toBeNull();
  });

  test("ends when nobody arrives any more, and stays on the page for a while", () => {
    expect(backfillOf([ago(5, 40), ago(6, 50)], NOW)).toMatchObject({ people: 90, perMinute: 0 });
    expect(backfillOf([ago(5, 40)], NOW)?.endedAt).not.toBeNull();
    expect(backfillOf([ago(45, 40)], NOW)).toBeNull();
  });

  test("does not run on into the one before it", () => {
    expect(backfillOf([ago(0, 20), ago(1, 20), ago(30, 500)], NOW)?.people).toBe(40);
  });
});
