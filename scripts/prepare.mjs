// @ts-check
import { build } from "./build.mjs";
import { Stop } from "./failure.mjs";
import { onStop } from "./foreground.mjs";
import { install, installedEnv, installedNode, isInstalled } from "./install.mjs";
import { elapsed, runQuietly, startStep } from "./progress.mjs";
import { withSetupLock } from "./setup-lock.mjs";
import { isFresh, made, root } from "./stamps.mjs";

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => boolean} isDone
 * @property {(step: { note: (text: string) => void, onStart: (pid: number) => void }) => Promise<void>} run
 */

/** @type {Step[]} */
const steps = [
  { name: "Install the packages", isDone: isInstalled, run: install },
  { name: "Generate the database client", isDone: () => isFresh(made.client), run: generate },
  { name: "Build the app", isDone: () => isFresh(made.app), run: build },
];
/** How many steps a command has that does one thing more. */
export const total = steps.length + 1;

/** @type {number | undefined} */
let working;

/** @param {Parameters<Step["run"]>[0]} step */
async function generate({ note, onStart }) {
  const options = { cwd: root, env: installedEnv(), onLine: note, onStart };
  const { code, output } = await runQuietly(installedNode, ["scripts/generate.ts"], options);
  if (code !== 0) throw new Stop("The database client could not be generated; the last lines are above.", output);
}

async function runSteps() {
  for (const [index, { name, isDone, run }] of steps.entries()) {
    const step = startStep(`[${index + 1}/${total}] ${name}`);
    try {
      const done = isDone();
      if (!done) await run({ note: step.note, onStart: (pid) => (working = pid) });
      working = undefined;
      step.end(done ? "up to date" : "done");
    } catch (error) {
      step.end("failed");
      throw error;
    }
  }
}

/** @param {NodeJS.Signals} signal */
function interrupt(signal) {
  console.log("\nStopped before it was ready; run the command again to go on.");
  try {
    if (working) process.kill(-working, "SIGTERM");
  } finally {
    process.exit(signal === "SIGINT" ? 130 : 143);
  }
}

/** Whatever a server needs in a folder just cloned: packages, database client, build. Says what it does. */
export async function prepare() {
  const began = performance.now();
  if (steps.every(({ isDone }) => isDone())) {
    const time = elapsed(performance.now() - began);
    console.log(`[1-${total - 1}/${total}] Packages, database client and app are up to date (${time})`);
    return;
  }
  const undo = onStop(interrupt);
  const onWait = () => console.log("Another process is preparing this folder; waiting until it has finished …");
  await withSetupLock(runSteps, { onWait }).finally(undo);
}
