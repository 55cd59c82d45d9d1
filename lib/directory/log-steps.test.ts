import { expect, test } from "vitest";
import { adviceFor } from "#lib/causes/advice.ts";
import type { CauseCode } from "#lib/causes/catalogue.ts";
import type { LogRecord } from "./log-context.ts";
import { stepsOf } from "./log-steps.ts";

const refusedFor = (code: CauseCode, tokenPrefix: string | null) => {
  const { title } = adviceFor(code, "entra");
  return { entry: { outcome: "refused", cause: { code, title }, tokenPrefix }, deviations: [] } as unknown as LogRecord;
};

test.each<[CauseCode, string | null, string[]]>([
  ["token-revoked", "scim_abc", ["done", "stopped", "skipped", "skipped", "skipped"]],
  ["rate-limited", "scim_abc", ["done", "stopped", "skipped", "skipped", "skipped"]],
  ["query-invalid", "scim_abc", ["stopped", "done", "skipped", "skipped", "skipped"]],
  ["body-unreadable", "scim_abc", ["stopped", "done", "skipped", "skipped", "skipped"]],
  ["path-unknown", null, ["stopped", "skipped", "skipped", "skipped", "skipped"]],
  ["user-not-found", "scim_abc", ["done", "done", "stopped", "skipped", "skipped"]],
])("%s, with token %s: the steps say how far it came, and that a good token was good", (code, prefix, states) => {
  expect(stepsOf(refusedFor(code, prefix)).map(({ state }) => state)).toEqual(states);
});
