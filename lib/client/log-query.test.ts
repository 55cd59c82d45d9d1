import { describe, expect, test } from "vitest";
import { readTypedQuery } from "./log-query.ts";

describe("a typed query", () => {
  test.each([
    ["ana", {}, "ana"],
    ["status:404 ana lima", { status: "404" }, "ana lima"],
    ["result:refused,failed op:create", { outcome: "refused,failed", operation: "create" }, ""],
    ["RESULT:Refused", { outcome: "refused" }, ""],
    ['group:"Sales EMEA" x', { group: "Sales EMEA" }, "x"],
    ["why:username-taken last:7d", { cause: "username-taken", last: "7d" }, ""],
    ["after:2026-01-31", { from: "2026-01-31T00:00:00.000Z" }, ""],
    ["attr:title token:scim_01HKX9SY", { attribute: "title", token: "scim_01HKX9SY" }, ""],
  ])("%s", (text, filters, q) => {
    expect(readTypedQuery(text)).toEqual({ filters, q });
  });

  test.each(["status:many", "op:explode", "after:whenever", "https://acme.example", "constructor:x", "result:"])(
    "%s is text to search for, not a filter",
    (text) => {
      expect(readTypedQuery(text)).toEqual({ filters: {}, q: text });
    },
  );

  test("a time ago is a moment", () => {
    const { filters } = readTypedQuery("after:-2h");
    expect(Date.now() - Date.parse(filters.from ?? "")).toBeGreaterThanOrEqual(7_200_000);
  });
});
