import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { findChromium } from "./chromium.ts";
import { Stop } from "./failure.mjs";
import { installedEnv } from "./install.mjs";
import { startPostgres, type TemporaryPostgres } from "./postgres.ts";
import { endGroup, killMarked, signalGroup } from "./process-group.ts";
import { elapsed, runQuietly, startStep } from "./progress.mjs";
import { root } from "./stamps.mjs";
import { type Counts, countCheck, countPlaywright, countVitest } from "./test-counts.ts";

/** One stage of `npm test`; the first that fails is the last. */
type Stage = { name: string; run: (say: (line: string) => void) => Promise<Counts> };

const mark = randomUUID();
const scratch = mkdtempSync(join(tmpdir(), "rollcall-test-"));
const began = performance.now();
const total: Counts = { passed: 0, failed: 0, failures: [] };
/** Programs that run now; each leads a process group. */
const working = new Set<number>();
let postgres: TemporaryPostgres | undefined;
let interrupted = false;
/** What the program that failed last had printed. */
let failure = "";

/** Runs a Node program of the installed packages; its output is shown only when it fails. */
async function program(args: string[], say: (line: string) => void, env: Record<string, string> = {}): Promise<number> {
  if (interrupted) return 130;
  const colour = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  let started: number | undefined;
  const { code, output } = await runQuietly(process.execPath, args, {
    cwd: root,
    // No test may reach the database that this machine otherwise works with.
    env: installedEnv({ ROLLCALL_TEST_RUN: mark, DATABASE_URL: "", ...colour, ...env }),
    keep: 2_000,
    onLine: (line) => line && say(line),
    onStart: (pid) => {
      started = pid;
      if (pid) working.add(pid);
    },
  });
  if (started) working.delete(started);
  if (code !== 0) failure = output;
  return code;
}

const bin = {
  biome: "node_modules/@biomejs/biome/bin/biome",
  next: "node_modules/next/dist/bin/next",
  tsc: "node_modules/typescript/bin/tsc",
  vitest: "node_modules/vitest/vitest.mjs",
  playwright: "node_modules/@playwright/test/cli.js",
};

function add(sum: Counts, { passed, failed, failures }: Counts): void {
  sum.passed += passed;
  sum.failed += failed;
  sum.failures.push(...failures);
}

const check =
  (...programs: string[][]): Stage["run"] =>
  async (say) => {
    for (const args of programs) {
      const code = await program(args, say);
      if (code !== 0) return countCheck(code);
    }
    return countCheck(0);
  };

/** No check, so it counts only when it fails. */
async function generate(say: (line: string) => void): Promise<Counts> {
  const code = await program(["scripts/generate.ts"], say);
  return { ...countCheck(code), passed: 0 };
}

async function databaseUrl(say: (line: string) => void): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  postgres ??= await startPostgres({ say });
  return postgres.url;
}

async function unitTests(say: (line: string) => void): Promise<Counts> {
  const report = join(scratch, "vitest.json");
  const args = [bin.vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const code = await program(args, say, { NODE_ENV: "test", TEST_DATABASE_URL: await databaseUrl(say) });
  return countVitest(report, code);
}

async function browserTests(
  say: (line: string) => void,
  name: string,
  args: string[],
  { databaseUrl = "", server = "" } = {},
) {
  const report = join(scratch, `${name}.json`);
  const chromium = JSON.stringify(await findChromium(say));
  const data = join(scratch, `${name}-data`);
  mkdirSync(data);
  const env = { E2E_DATA_DIR: data, E2E_REPORT: report, E2E_CHROMIUM: chromium };
  const which = { E2E_DATABASE_URL: databaseUrl, E2E_SERVER: server };
  // Programs that run side by side would empty each other's folder of results.
  const output = `--output=test-results/${name}`;
  const code = await program([bin.playwright, "test", output, ...args], say, { ...env, ...which });
  return countPlaywright(report, code);
}

/** The browser tests that care about the database, on a database of their own in the PostgreSQL of the unit tests. */
async function browserTestsOnPostgres(say: (line: string) => void): Promise<Counts> {
  const server = await databaseUrl(say);
  const name = `rollcall_e2e_${mark.replaceAll("-", "")}`;
  const own = new URL(server);
  own.pathname = `/${name}`;
  await query(server, `CREATE DATABASE ${name}`);
  try {
    return await browserTests(say, "playwright-postgres", ["--grep", "@postgres"], { databaseUrl: own.href });
  } finally {
    await query(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).catch((error) => say(String(error)));
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** What a frame around the handlers could spoil; all of e2e/scim takes its time and is run by hand (docs/scim.md). */
const PLAIN_NEXT = ["e2e/scim/wire.spec.ts", "e2e/scim/rfc.spec.ts"];

type Say = (line: string) => void;
const onEmbedded = (say: Say, name: string, ...args: string[]) => browserTests(say, `playwright-${name}`, args);
const inPlainNext = (say: Say) => browserTests(say, "playwright-next", PLAIN_NEXT, { server: "next" });

/** In how many parts the pages are looked at: each boots a server, and the last one is the time a core may be idle. */
const PAGE_PARTS = 3;
/** What runs on PostgreSQL is not told a second time. */
const pages = (part: number) => (say: Say) =>
  onEmbedded(say, `pages-${part}`, "e2e/directory-sync", "--grep-invert=@postgres", `--shard=${part}/${PAGE_PARTS}`);

/** The longest first, so that the last ones end at about the same time. */
const browserPrograms: readonly ((say: Say) => Promise<Counts>)[] = [
  ...Array.from({ length: PAGE_PARTS }, (_, index) => pages(index + 1)),
  (say) => onEmbedded(say, "scim", "e2e/scim", "e2e/operations.spec.ts"),
  browserTestsOnPostgres,
  inPlainNext,
];

/**
 * Two programs at a time, each with a server and a database of its own: a browser test waits more than it works. Whichever
 * row is free takes the next, so that both end at about the same time. After a failure none is begun; the one under way
 * goes on, so that all that is wrong in it is known.
 */
async function browserRows(say: Say): Promise<Counts> {
  const counts: Counts = { passed: 0, failed: 0, failures: [] };
  const outputs: string[] = [];
  const waiting = [...browserPrograms];
  const runRow = async () => {
    for (let run = waiting.shift(); run && counts.failed === 0; run = waiting.shift()) {
      const counted = await run(say);
      add(counts, counted);
      if (counted.failed > 0) outputs.push(failure);
    }
  };
  await Promise.all([runRow(), runRow()]);
  failure = outputs.join("\n");
  return counts;
}

const stages: Stage[] = [
  { name: "Lint, formatting and walls", run: check([bin.biome, "check", "."]) },
  { name: "Generate the database client", run: generate },
  { name: "Types", run: check([bin.next, "typegen"], [bin.tsc, "--noEmit", "--incremental", "false"]) },
  { name: "Schema and migrations agree", run: check(["scripts/schema-diff.ts"]) },
  { name: "Unit and integration tests, on PGlite and PostgreSQL", run: unitTests },
  { name: "Build the app", run: check(["scripts/build.mjs"]) },
  { name: "Browser tests, on the embedded database, on PostgreSQL and inside plain Next", run: browserRows },
];

/** Runs one stage, adds what it counted to the total and returns whether the next may run. */
async function runStage(stage: Stage, position: string): Promise<boolean> {
  const step = startStep(`${position} ${stage.name}`);
  failure = "";
  let counts: Counts;
  try {
    counts = await stage.run(step.note);
  } catch (error) {
    failure =
      error instanceof Stop
        ? `${error.output}\n${error.message}`
        : String(error instanceof Error ? error.stack : error);
    counts = countCheck(1);
  }
  add(total, counts);
  const good = counts.failed === 0;
  step.end(
    `${good ? "passed" : "FAILED"}${counts.passed + counts.failed > 1 ? `, ${counts.passed} passed, ${counts.failed} failed` : ""}`,
  );
  if (!good && !interrupted) console.log(`\n${failure}\n`);
  return good;
}

async function cleanUp(patience: number): Promise<void> {
  await Promise.all([...working].map((pid) => endGroup(pid, patience)));
  killMarked("ROLLCALL_TEST_RUN", mark);
  await postgres?.stop();
}

function finish(): never {
  console.log(`Took ${elapsed(performance.now() - began)}.`);
  // Once more and last, because all that a program printed fills many screens.
  for (const line of total.failures) console.log(`FAILED ${line}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed === 0 ? 0 : 1);
}

async function interrupt(): Promise<void> {
  if (interrupted) {
    for (const pid of working) signalGroup(pid, "SIGKILL");
    return;
  }
  interrupted = true;
  console.log("\nInterrupted; ending what was started …");
  await cleanUp(15_000);
  total.failed = Math.max(total.failed, 1);
  finish();
}

// Also when this very script breaks, for instance because nobody reads its output any more.
process.on("exit", () => {
  for (const pid of working) signalGroup(pid, "SIGKILL");
  killMarked("ROLLCALL_TEST_RUN", mark);
  rmSync(scratch, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);

for (const [index, stage] of stages.entries()) {
  const good = await runStage(stage, `[${index + 2}/${stages.length + 1}]`);
  // Whatever a stage left behind would disturb the next one.
  if (!interrupted && killMarked("ROLLCALL_TEST_RUN", mark) > 0)
    console.log("      ended what this stage left running");
  if (!good) break;
}
if (!interrupted) {
  await cleanUp(5_000);
  finish();
}
