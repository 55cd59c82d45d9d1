import { expect, test } from "vitest";
import { relativeTime } from "./time-in-words.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");

test.each([
  ["2026-11-22T12:00:00Z", "just now"],
  ["2026-11-22T11:59:48Z", "12 seconds ago"],
  ["2026-11-22T11:58:59Z", "1 minute ago"],
  ["2026-11-22T09:00:00Z", "3 hours ago"],
  ["2026-11-21T10:00:00Z", "yesterday"],
  ["2026-11-15T12:00:00Z", "7 days ago"],
  ["2026-11-22T12:01:00Z", "in 1 minute"],
  ["2026-11-22T15:30:00Z", "in 3 hours"],
  ["2026-11-23T14:00:00Z", "tomorrow"],
])("%s is told as %j", (at, words) => {
  expect(relativeTime(at, NOW)).toBe(words);
});

test("what is more than a month away is told by its date", () => {
  expect(relativeTime("2026-03-04T23:30:00Z", NOW)).toBe("4 Mar 2026");
  expect(relativeTime("2027-03-04T23:30:00Z", NOW)).toBe("4 Mar 2027");
});

test("a clock that runs behind the server never makes an event lie in the future", () => {
  expect(relativeTime("2026-11-22T12:00:40Z", NOW)).toBe("just now");
});
