// @ts-check
import { spawn } from "node:child_process";
import { signalCode } from "./progress.mjs";

const lifeline = new URL("lifeline.mjs", import.meta.url).href;

// One Ctrl-C arrives up to three times: from the terminal, from npm, and from whoever runs npm.
const samePress = 700;

const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
const parent = process.ppid;

/**
 * Calls `stop` at every signal that asks us to end, and once when npm was ended: it runs us through a shell, which a SIGTERM
 * to npm ends without a word to us, so that only our parent changes.
 * @param {(signal: NodeJS.Signals) => void} stop
 * @returns {() => void} takes it back
 */
export function onStop(stop) {
  for (const name of signals) process.on(name, stop);
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event === undefined || process.ppid === parent) return;
    clearInterval(watch);
    stop("SIGTERM");
  }, 250).unref();
  return () => {
    clearInterval(watch);
    for (const name of signals) process.removeListener(name, stop);
  };
}

/**
 * Hands the terminal over to a Node program and returns its exit code. It runs in a session of its own, so that it gets each
 * signal once; a second Ctrl-C sends `second`.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd: string, second: NodeJS.Signals }} options
 * @returns {Promise<number>}
 */
export function runForeground(node, args, { env, cwd, second }) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ["--import", lifeline, ...args], {
      env: { ...env, ROLLCALL_LIFELINE: String(process.pid) },
      cwd,
      stdio: ["pipe", "inherit", "inherit"],
      detached: true,
    });
    let last = 0;
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      const now = Date.now();
      if (now - last < samePress) return;
      child.kill(last === 0 ? signal : second);
      last = now;
    };
    const undo = onStop(forward);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      undo();
      resolve(code ?? signalCode(signal));
    });
  });
}
