// @ts-check
import { nodeTooOld, report, Stop } from "./failure.mjs";
import { runForeground } from "./foreground.mjs";
import { installedEnv, installedNode } from "./install.mjs";
import { prepare } from "./prepare.mjs";
import { root } from "./stamps.mjs";

async function main() {
  const tooOld = nodeTooOld(process.versions.node);
  if (tooOld) throw new Stop(tooOld);
  // With --json, standard output is the figures and nothing else.
  console.log = console.error;
  await prepare();
  const options = { env: installedEnv(), cwd: root, second: /** @type {const} */ ("SIGKILL") };
  return runForeground(installedNode, ["bench/run.ts", ...process.argv.slice(2)], options);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = report(error);
}
