import { afterEach, describe, expect, test, vi } from "vitest";
import { toInstant } from "./date-time.ts";

afterEach(() => vi.unstubAllEnvs());

describe("an xsd:dateTime stands for one instant", () => {
  test.each([
    ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31t12:00:00z", "2026-01-31T12:00:00.000Z"],
    ["2026-01-31T12:00:00.5+01:00", "2026-01-31T11:00:00.500Z"],
    ["2015-10-10T14:38:21.8617979-07:00", "2015-10-10T21:38:21.861Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ])("%s", (text, instant) => {
    expect(new Date(toInstant(text) ?? Number.NaN).toISOString()).toBe(instant);
  });

  test("the same one wherever the server runs, also without an offset", () => {
    for (const zone of ["UTC", "Asia/Tokyo", "America/New_York"]) {
      vi.stubEnv("TZ", zone);
      expect(toInstant("2026-01-31T12:00:00")).toBe(Date.UTC(2026, 0, 31, 12));
    }
  });
});

test.each([
  "",
  "2026",
  "2026-01-31",
  "2026-02-30T00:00:00Z",
  "2026-01-31T24:00:00Z",
  "2026-01-31T12:00:00+99:99",
  "-2026-01-31T12:00:00Z",
  "now",
])("%j stands for none", (text) => {
  expect(toInstant(text)).toBeUndefined();
});
