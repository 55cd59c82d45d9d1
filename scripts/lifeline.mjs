// @ts-check
// Preloaded into the program that start.mjs or test.mjs runs: when they are gone, however they went, so is it.
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.env.ROLLCALL_LIFELINE === String(process.ppid)) {
  const end = () => process.kill(process.pid, "SIGTERM");
  process.stdin.on("error", end).on("close", end).resume();
  /** @type {import("node:net").Socket} */ (/** @type {unknown} */ (process.stdin)).unref();
}
