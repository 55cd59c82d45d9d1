// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./stamps.mjs";

// A holder touches its file every two seconds; one that has not for this long is gone (a crash, a pulled plug).
const abandonedAfter = 20_000;

/** @type {Set<string>} */
const held = new Set();

/**
 * Runs `work` while no other process prepares the same checkout: two of them would empty node_modules or .next under each other.
 * @template T
 * @param {() => Promise<T>} work
 * @param {{ file?: string, onWait?: () => void }} [options]
 */
export async function withSetupLock(work, { file = join(root, ".cache/rollcall-setup.lock"), onWait } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    if (!told) onWait?.();
    told = true;
    await sleep(250);
  }
  held.add(file);
  const alive = setInterval(() => existsSync(file) && utimesSync(file, new Date(), new Date()), 2_000);
  const release = () => rmSync(file, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(alive);
    held.delete(file);
    process.removeListener("exit", release);
    release();
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    if (isAbandoned(file)) rmSync(file, { force: true });
    return false;
  }
}

/** @param {string} file */
function isAbandoned(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > abandonedAfter) return true;
    const holder = Number(readFileSync(file, "utf8"));
    if (!holder) return false;
    // A container that restarts often gets the same process id again.
    if (holder === process.pid) return !held.has(file);
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH";
  }
}
