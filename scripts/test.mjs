// @ts-check
import { nodeTooOld, report, Stop } from "./failure.mjs";
import { onStop, runForeground } from "./foreground.mjs";
import { install, installedEnv, installedNode, isInstalled } from "./install.mjs";
import { startStep } from "./progress.mjs";
import { withSetupLock } from "./setup-lock.mjs";
import { root } from "./stamps.mjs";

/** @type {number | undefined} */
let working;

async function prepare() {
  const step = startStep("[1/8] Install the packages");
  const done = isInstalled();
  try {
    if (!done) await install({ note: step.note, onStart: (pid) => (working = pid) });
    step.end(done ? "up to date" : "done");
  } catch (error) {
    step.end("failed");
    throw error;
  }
}

function interrupt() {
  console.log("0 passed, 1 failed");
  try {
    if (working) process.kill(-working, "SIGTERM");
  } finally {
    process.exit(130);
  }
}

async function main() {
  const tooOld = nodeTooOld(process.versions.node);
  if (tooOld) throw new Stop(tooOld);
  const undo = onStop(interrupt);
  const onWait = () => console.log("Another process is preparing this folder; waiting until it has finished …");
  await withSetupLock(prepare, { onWait }).finally(undo);
}

try {
  await main();
  // The rest cleans up after itself at the first Ctrl-C and at once at the second.
  process.exitCode = await runForeground(installedNode, ["scripts/test.ts"], {
    env: installedEnv(),
    cwd: root,
    second: "SIGINT",
  });
} catch (error) {
  process.exitCode = report(error);
  console.log("0 passed, 1 failed");
}
