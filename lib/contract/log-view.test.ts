import { expect, test } from "vitest";
import { SaveLogView, viewQuery } from "./log-view.ts";

test("a view is the filters of an address, in one order, without what is open and where the list stands", () => {
  expect(viewQuery("?q=ana&entry=x&outcome=refused&cursor=y&view=causes")).toBe("outcome=refused&q=ana&view=causes");
  expect(viewQuery("?outcome=")).toBe("");
});

test.each([
  ["status=404", true],
  ["?status=4xx&last=24h", true],
  ["status=9xx", false],
  ["last=1y", false],
  ["entry=x", false],
  ["", false],
])("%s may be saved: %s", (query, may) => {
  expect(SaveLogView.safeParse({ name: "View", query }).success).toBe(may);
});
