/**
 * `npm run bench`: measures Rollcall beside a bare server on one throw-away PostgreSQL of this machine. What a
 * new clone lacks, `scripts/bench.mjs` makes first. Everything stays on the loopback address and ends by itself.
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { report } from "../scripts/failure.mjs";
import { startPostgres } from "../scripts/postgres.ts";
import { startStep } from "../scripts/progress.mjs";
import { type Arguments, readArguments, USAGE } from "./arguments.ts";
import { compare } from "./compare.ts";
import { compareDoors } from "./doors.ts";
import { fairness } from "./fairness.ts";
import { growth } from "./growth.ts";
import { moves } from "./moves.ts";
import { twoProcesses } from "./processes.ts";
import { picture, table, verdictOf } from "./report.ts";
import { soak } from "./soak.ts";

/** What was measured: `text` for people, `figures` for `--json`, and whether everything that must be reached was. */
export interface Finding {
  readonly text: string;
  readonly figures: unknown;
  readonly good: boolean;
}
export type Say = (line: string) => void;

async function comparison(url: string, given: Arguments, say: Say): Promise<Finding> {
  const rows = await compare(url, given, say);
  const caption = `${cpus().length} cores shared by server, PostgreSQL and load; ${given.people} people; median of ${given.rounds} rounds of ${given.seconds} s`;
  if (given.picture) writeFileSync(given.picture, picture(rows, caption));
  return {
    text: `${table(rows)}\n\n${caption}`,
    figures: rows,
    good: rows.every((row) => verdictOf(row) !== "missed"),
  };
}

function choose(given: Arguments): (url: string, given: Arguments, say: Say) => Promise<Finding> {
  if (given.doors) return compareDoors;
  if (given.scale !== undefined) return growth;
  if (given.moves) return moves;
  if (given.fairness) return fairness;
  if (given.soak !== undefined) return soak;
  if (given.processes > 1) return twoProcesses;
  return comparison;
}

async function run(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (given.help) return console.log(USAGE);
  // With --json, standard output is the figures and nothing else.
  const log = console.log;
  if (given.json) console.log = console.error;
  const postgres = await startPostgres({ durable: true, say: console.error });
  const step = startStep("Measuring");
  try {
    const { text, figures, good } = await choose(given)(postgres.url, given, step.note);
    step.end(good ? "done" : "done, and not everything was reached");
    log(given.json ? JSON.stringify(figures, null, 2) : `\n${text}`);
    if (!good) process.exitCode = 1;
  } catch (error) {
    step.end("FAILED");
    throw error;
  } finally {
    await postgres.stop();
  }
}

await run().catch((error) => {
  process.exitCode = report(error);
});
