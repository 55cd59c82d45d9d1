import { spawnSync } from "node:child_process";
import { isFresh, made, makeFresh, root } from "./stamps.mjs";

/** Generates the Prisma client, unless the one that is there fits the schema. */
async function generate(force: boolean): Promise<void> {
  if (!force && isFresh(made.client)) return console.log("The database client is up to date.");
  await makeFresh(made.client, async () => {
    const { status, error } = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
      cwd: root,
      stdio: "inherit",
      // Prisma's CLI downloads a schema engine even for `generate`, which never runs it: name any program as that engine.
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" },
    });
    if (error || status !== 0) throw new Error("`prisma generate` failed", { cause: error });
  });
}

try {
  await generate(process.argv.includes("--force"));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
