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
  expect(countCheck(0)).toEqual({ passed: 1, failed: 0, failures: [] });
  expect(countCheck(2)).toEqual({ passed: 0, failed: 1, failures: [] });
});

describe("vitest's report", () => {
  test("is counted test by test", () => {
    expect(countVitest(file({ numPassedTests: 41, numFailedTests: 2 }), 1)).toMatchObject({ passed: 41, failed: 2 });
    expect(countVitest(file({ numPassedTests: 43, numFailedTests: 0 }), 0)).toMatchObject({ passed: 43, failed: 0 });
  });

  test("names what failed and how its error begins, in one line", () => {
    const assertionResults = [
      { status: "passed", fullName: "one", failureMessages: [] },
      { status: "failed", fullName: "a person is kept", failureMessages: ["AssertionError: expected 1\nto be 2"] },
    ];
    const report = file({ numPassedTests: 1, numFailedTests: 1, testResults: [{ assertionResults }] });
    expect(countVitest(report, 1).failures).toEqual(["a person is kept: AssertionError: expected 1 to be 2"]);
  });

  test("never hides that the run ended badly", () => {
    expect(countVitest(file({ numPassedTests: 43, numFailedTests: 0 }), 1)).toMatchObject({ passed: 43, failed: 1 });
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
    expect(countPlaywright(report, 1)).toMatchObject({ passed: 7, failed: 2 });
  });

  test("names what failed, however deep, and where it stands", () => {
    const spec = (title: string, status: string, message?: string) => ({
      title,
      file: "directory-sync/log.spec.ts",
      line: 7,
      tests: [{ status, results: [{ errors: message ? [{ message }] : [] }, { errors: [] }] }],
    });
    const inner = { specs: [spec("a pause ends", "unexpected", "\u001b[31mError:\u001b[39m late")] };
    const suites = [
      { specs: [spec("a pause begins", "expected"), spec("it is told", "flaky", "busy")], suites: [inner] },
    ];
    const report = file({ stats: { expected: 1, unexpected: 1, flaky: 1 }, suites });
    expect(countPlaywright(report, 1)).toEqual({
      passed: 1,
      failed: 2,
      failures: [
        "directory-sync/log.spec.ts:7 › it is told: busy",
        "directory-sync/log.spec.ts:7 › a pause ends: Error: late",
      ],
    });
  });

  test("never hides that the server did not start", () => {
    const report = file({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } });
    expect(countPlaywright(report, 1)).toMatchObject({ passed: 0, failed: 1 });
  });
});
