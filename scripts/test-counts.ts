import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

/** How many tests, or checks that count as one, passed and failed, and a line for each that failed and has a name. */
export type Counts = { passed: number; failed: number; failures: string[] };

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z
    .array(
      z.object({
        assertionResults: z.array(
          z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()).nullish() }),
        ),
      }),
    )
    .default([]),
});

type Suite = { specs: Spec[]; suites: Suite[] };
const Spec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ errors: z.array(z.object({ message: z.string().default("") })) })),
    }),
  ),
});
type Spec = z.infer<typeof Spec>;
const Suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ specs: z.array(Spec).default([]), suites: z.array(Suite).default([]) }),
);
const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  suites: z.array(Suite).default([]),
});

/** A check without tests of its own, such as the linter. */
export const countCheck = (code: number): Counts =>
  code === 0 ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [] };

/** What vitest's JSON report says. A run that ended badly failed at least once, whatever the report says. */
export function countVitest(file: string, code: number): Counts {
  const report = VitestReport.safeParse(readJson(file));
  if (!report.success) return withExitCode({ passed: 0, failed: 1, failures: [] }, code);
  const { numPassedTests: passed, numFailedTests: failed, testResults } = report.data;
  const failures = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(({ fullName, failureMessages }) => failureLine(fullName, failureMessages ?? []));
  return withExitCode({ passed, failed, failures }, code);
}

/** What Playwright's JSON report says, likewise. */
export function countPlaywright(file: string, code: number): Counts {
  const report = PlaywrightReport.safeParse(readJson(file));
  if (!report.success) return withExitCode({ passed: 0, failed: 1, failures: [] }, code);
  const { stats, suites } = report.data;
  const failures = suites.flatMap(specsOf).flatMap(({ title, file: spec, line, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) => {
        const messages = results.flatMap(({ errors }) => errors).map(({ message }) => message);
        return failureLine(`${spec}:${line} › ${title}`, messages);
      }),
  );
  return withExitCode({ passed: stats.expected, failed: stats.unexpected + stats.flaky, failures }, code);
}

const specsOf = ({ specs, suites }: Suite): Spec[] => [...specs, ...suites.flatMap(specsOf)];

/** Its name and how its first error begins, in one line. */
function failureLine(name: string, messages: readonly string[]): string {
  const reason = stripVTControlCharacters(messages[0] ?? "").replace(/\s+/g, " ");
  return reason ? `${name}: ${reason.slice(0, 300)}` : name;
}

// A suite that does not load and an error outside of any test are failures that no counter shows.
const withExitCode = ({ passed, failed, failures }: Counts, code: number): Counts => ({
  passed,
  failed: code === 0 ? failed : Math.max(failed, 1),
  failures,
});

function readJson(file: string): unknown {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
