// @ts-check
import { nodeTooOld, report, Stop } from "./failure.mjs";
import { runForeground } from "./foreground.mjs";
import { installedEnv, installedNode } from "./install.mjs";
import { prepare, total } from "./prepare.mjs";
import { root } from "./stamps.mjs";

async function main() {
  const tooOld = nodeTooOld(process.versions.node);
  if (tooOld) throw new Stop(tooOld);
  await prepare();
  console.log(`[${total}/${total}] Start the server`);
  const env = installedEnv({ NODE_ENV: "production" });
  return runForeground(installedNode, ["server.ts", ...process.argv.slice(2)], { env, cwd: root, second: "SIGKILL" });
}

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = report(error);
}
