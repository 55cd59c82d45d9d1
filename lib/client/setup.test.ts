import { expect, test } from "vitest";
import { RequestFailed } from "./request.ts";
import { isDeadLink, linkVisitQuery } from "./setup.ts";

const failure = (status: number) => new RequestFailed({ code: "any", message: "", status });

/** How long until the next look at the setup, after a look that ended with `error`. */
function nextLook(error: Error | null): unknown {
  const { refetchInterval } = linkVisitQuery("secret");
  if (typeof refetchInterval !== "function") return refetchInterval;
  // Only the state of the query is asked for.
  return refetchInterval({ state: { error } } as Parameters<typeof refetchInterval>[0]);
}

test("a visit through a setup link outlives every failure but the end of the link", () => {
  for (const status of [0, 429, 500, 503]) expect(nextLook(failure(status)), String(status)).toBe(nextLook(null));
  expect(nextLook(new TypeError("something in the page"))).toBe(nextLook(null));
  expect(nextLook(failure(401))).toBe(false);
  expect(isDeadLink(failure(401))).toBe(true);
});
