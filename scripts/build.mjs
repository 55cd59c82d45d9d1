// @ts-check
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nextStep, report, Stop } from "./failure.mjs";
import { installedEnv, installedNode } from "./install.mjs";
import { runQuietly, startStep } from "./progress.mjs";
import { withSetupLock } from "./setup-lock.mjs";
import { shareChunks } from "./share-chunks.mjs";
import { isFresh, made, makeFresh, root } from "./stamps.mjs";

/**
 * Builds the app with Next for production.
 * @param {{ note: (text: string) => void, onStart?: (pid: number) => void }} step
 */
export async function build({ note, onStart }) {
  await makeFresh(made.app, async () => {
    const next = join(root, "node_modules/next/dist/bin/next");
    const env = installedEnv({ NODE_ENV: "production" });
    const { code, output } = await runQuietly(installedNode, [next, "build"], {
      cwd: root,
      env,
      onLine: note,
      onStart,
    });
    if (code !== 0) throw new Stop(nextStep(output, "Next could not build the app; its last lines are above."), output);
    shareChunks(join(root, ".next/server"));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !isFresh(made.app)) {
  const step = startStep("Build the app");
  try {
    await withSetupLock(() => (isFresh(made.app) ? Promise.resolve() : build(step)));
    step.end("done");
  } catch (error) {
    step.end("failed");
    process.exitCode = report(error);
  }
}
