// @ts-check
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's own folder. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Something this repository makes out of its files: it is made again when an input changed or the output is gone.
 * @typedef {{ stamp: string, inputs: string[], output: string, ignore?: RegExp }} Made
 */

/** @satisfies {Record<string, Made>} */
export const made = {
  packages: {
    stamp: "node_modules/.rollcall-install",
    inputs: ["package.json", "package-lock.json"],
    output: "node_modules/node",
  },
  client: {
    stamp: "node_modules/.cache/rollcall-client",
    inputs: ["prisma/schema", "prisma.config.ts", "node_modules/prisma/package.json"],
    output: "lib/db/generated/client.ts",
  },
  app: {
    stamp: ".next/rollcall-build",
    inputs: [
      "app",
      "components",
      "lib",
      "public",
      "prisma/schema",
      "instrumentation.ts",
      "proxy.ts",
      "scripts/share-chunks.mjs",
      "next.config.ts",
      "postcss.config.mjs",
      "tsconfig.json",
      "package.json",
      "package-lock.json",
    ],
    output: ".next/BUILD_ID",
    // The generated client follows from prisma/schema, and no test reaches the built app.
    ignore: /^lib\/db\/generated$|\.test\.tsx?$/,
  },
};

/**
 * A hash over the names and contents of files and folders; a missing one counts as absent, not as an error.
 * @param {readonly string[]} inputs paths below `base`
 * @param {{ base?: string, ignore?: RegExp }} [options]
 */
export function fingerprint(inputs, { base = root, ignore } = {}) {
  const hash = createHash("sha256");
  /** @param {string} path */
  const add = (path) => {
    const full = join(base, path);
    if (ignore?.test(path) || !existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
      return;
    }
    const content = readFileSync(full);
    hash.update(`${path}\0${content.length}\0`).update(content);
  };
  for (const input of inputs) add(input);
  return hash.digest("hex");
}

/**
 * Whether the stamp left by `markFresh` still fits the inputs, and the output is there.
 * @param {Made} thing
 */
export function isFresh(thing, base = root) {
  const stamp = join(base, thing.stamp);
  if (!existsSync(stamp) || !existsSync(join(base, thing.output))) return false;
  return readFileSync(stamp, "utf8") === fingerprint(thing.inputs, { base, ignore: thing.ignore });
}

/**
 * Runs `make` and stamps the result with the inputs as they were before, so that an edit during the work is not missed.
 * @param {Made} thing
 * @param {() => Promise<void>} make
 */
export async function makeFresh(thing, make, base = root) {
  const stamp = join(base, thing.stamp);
  rmSync(stamp, { force: true });
  const inputs = fingerprint(thing.inputs, { base, ignore: thing.ignore });
  await make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, inputs);
}
