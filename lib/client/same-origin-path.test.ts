import { expect, test } from "vitest";
import { sameOriginPath } from "./same-origin-path.ts";

const ORIGIN = "https://rollcall.example";

test("a path of this site is kept with its query and fragment", () => {
  expect(sameOriginPath("/directory-sync/d1/log?outcome=refused#top", ORIGIN)).toBe(
    "/directory-sync/d1/log?outcome=refused#top",
  );
  expect(sameOriginPath(`${ORIGIN}/settings/members`, ORIGIN)).toBe("/settings/members");
});

test.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\t//evil.example",
  "javascript:alert(1)",
  "",
  undefined,
])("%j never leads away from this site", (wanted) => {
  expect(sameOriginPath(wanted, ORIGIN)).toBe("/directory-sync");
});
