import { expect, test } from "vitest";
import type { LogEntry, LogPage } from "#lib/contract/log.ts";
import { type LogPages, newEntries, withNewest } from "./newest-log.ts";

const entry = (id: number): LogEntry => ({
  id: String(id),
  at: "2026-01-01T00:00:00.000Z",
  outcome: "changed",
  operation: "update",
  cause: null,
  sentence: "",
  method: "PUT",
  path: "/Users",
  status: 200,
  scimType: null,
  durationMs: 1,
  targetType: null,
  targetId: null,
  targetName: null,
  tokenPrefix: null,
  requestId: "",
});

/** Entries `from` down to `to`, newest first; the cursor is the oldest id. */
const page = (from: number, to: number): LogPage => ({
  data: Array.from({ length: from - to + 1 }, (_, index) => entry(from - index)),
  nextCursor: to > 1 ? String(to) : null,
});
const pages = (...all: LogPage[]): LogPages => ({
  pages: all,
  pageParams: all.map((_, index) => all[index - 1]?.nextCursor ?? undefined),
});
const ids = (shown: LogPages) => shown.pages.flatMap(({ data }) => data.map(({ id }) => Number(id)));

test("only entries that are not on screen count as new", () => {
  const { entries, more } = newEntries(pages(page(10, 6)), page(12, 8));
  expect(entries.map(({ id }) => id)).toEqual(["12", "11"]);
  expect(more).toBe(false);
});

test("a first page that shares nothing with the screen says that there may be more", () => {
  expect(newEntries(pages(page(10, 6)), page(20, 16)).more).toBe(true);
});

test("the first entries ever are all there is", () => {
  expect(newEntries(pages({ data: [], nextCursor: null }), page(3, 1)).more).toBe(false);
});

test("a single page is replaced, so that a log left open does not grow without end", () => {
  expect(ids(withNewest(pages(page(10, 6)), page(12, 8)))).toEqual([12, 11, 10, 9, 8]);
});

test("pages loaded by hand stay, with the new entries before them and no entry twice", () => {
  const shown = withNewest(pages(page(10, 6), page(5, 1)), page(12, 8));
  expect(ids(shown)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  expect(shown.pages[0]?.nextCursor).toBe("6");
});

test("an entry that was logged late takes its place in time", () => {
  const early = { data: [entry(12), entry(10), entry(9)], nextCursor: "9" };
  const shown = withNewest(pages(early, page(8, 6)), page(12, 9));
  expect(ids(shown)).toEqual([12, 11, 10, 9, 8, 7, 6]);
});

test("the list never hides a gap: after a burst longer than a page it starts anew", () => {
  const shown = withNewest(pages(page(10, 6), page(5, 1)), page(30, 26));
  expect(ids(shown)).toEqual([30, 29, 28, 27, 26]);
  expect(shown.pages[0]?.nextCursor).toBe("26");
});
