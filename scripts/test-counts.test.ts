import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countCheck, countPlaywright, countVitest } from "./test-counts.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-counts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (content: unknown) => {
  const path = join(folder, "report.json");
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

test("a check counts as one", () => {
  expect(countCheck(0)).toEqual({ passed: 1, failed: 0 });
  expect(countCheck(2)).toEqual({ passed: 0, failed: 1 });
});

describe("vitest's report", () => {
  test("is counted test by test", () => {
    expect(countVitest(file({ numPassedTests: 41, numFailedTests: 2 }), 1)).toEqual({ passed: 41, failed: 2 });
    expect(countVitest(file({ numPassedTests: 43, numFailedTests: 0 }), 0)).toEqual({ passed: 43, failed: 0 });
  });

  test("never hides that the run ended badly", () => {
    expect(countVitest(file({ numPassedTests: 43, numFailedTests: 0 }), 1)).toEqual({ passed: 43, failed: 1 });
  });

  test.each([
    ["cut off", '{"numPassed'],
    ["strange", { passed: 3 }],
  ])("that is %s counts as a failure", (_, content) => {
    expect(countVitest(file(content), 0).failed).toBe(1);
    expect(countVitest(join(folder, "absent.json"), 0).failed).toBe(1);
  });
});

describe("Playwright's report", () => {
  test("is counted test by test, a flaky one as failed", () => {
    const report = file({ stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 0 } });
    expect(countPlaywright(report, 1)).toEqual({ passed: 7, failed: 2 });
  });

  test("never hides that the server did not start", () => {
    const report = file({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } });
    expect(countPlaywright(report, 1)).toEqual({ passed: 0, failed: 1 });
  });
});
