import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** How many tests, or checks that count as one, passed and failed. */
export type Counts = { passed: number; failed: number };

const VitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() });
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
});

/** A check without tests of its own, such as the linter. */
export const countCheck = (code: number): Counts => (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** What vitest's JSON report says. A run that ended badly failed at least once, whatever the report says. */
export function countVitest(file: string, code: number): Counts {
  const report = VitestReport.safeParse(readJson(file));
  const counts = report.success
    ? { passed: report.data.numPassedTests, failed: report.data.numFailedTests }
    : { passed: 0, failed: 1 };
  return withExitCode(counts, code);
}

/** What Playwright's JSON report says, likewise. */
export function countPlaywright(file: string, code: number): Counts {
  const report = PlaywrightReport.safeParse(readJson(file));
  const { expected, unexpected, flaky } = report.success ? report.data.stats : { expected: 0, unexpected: 1, flaky: 0 };
  return withExitCode({ passed: expected, failed: unexpected + flaky }, code);
}

// A suite that does not load and an error outside of any test are failures that no counter shows.
const withExitCode = ({ passed, failed }: Counts, code: number): Counts => ({
  passed,
  failed: code === 0 ? failed : Math.max(failed, 1),
});

function readJson(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
