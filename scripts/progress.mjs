// @ts-check
import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

const onTerminal = process.stdout.isTTY === true;
const beat = onTerminal ? 500 : 10_000;

/**
 * @param {number} ms
 * @returns {string} such as `0.4 s`, `12 s` or `3 min 05 s`
 */
export function elapsed(ms) {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/**
 * A numbered step on the screen: its name at once, a sign of life while it runs, and the time it took.
 * On a terminal one line is rewritten; elsewhere a line is added every ten seconds.
 * @param {string} name such as `[1/4] Install the packages`
 */
export function startStep(name) {
  const began = performance.now();
  let note = "";
  const width = process.stdout.columns ?? 80;
  const draw = () => {
    const time = elapsed(performance.now() - began);
    if (!onTerminal) return console.log(`      ${time}${note && `  ${note}`}`);
    process.stdout.write(`\r\x1b[2K${`${name} … ${time}${note && `  ${note}`}`.slice(0, width - 1)}`);
  };
  if (onTerminal) draw();
  else console.log(`${name} …`);
  const timer = setInterval(draw, beat);

  /** @param {string} outcome */
  const end = (outcome) => {
    clearInterval(timer);
    const time = elapsed(performance.now() - began);
    console.log(onTerminal ? `\r\x1b[2K${name}: ${outcome} (${time})` : `      ${outcome} (${time})`);
  };
  return {
    /** What is happening now, shown with the next sign of life. @param {string} text */
    note: (text) => {
      note = text;
    },
    end,
  };
}

/**
 * @typedef {object} Outcome
 * @property {number} code the exit code; 128 + signal when a signal ended it
 * @property {string} output the last lines it printed, both streams
 */

/**
 * Runs a program out of sight, in a process group of its own so that it can be ended with all it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, keep?: number, onLine?: (line: string) => void, onStart?: (pid: number) => void }} [options]
 * @returns {Promise<Outcome>}
 */
export function runQuietly(command, args, { env = process.env, cwd, keep = 40, onLine, onStart } = {}) {
  return new Promise((resolve) => {
    /** @type {string[]} */
    const lines = [];
    const child = spawn(command, [...args], { env, cwd, stdio: ["ignore", "pipe", "pipe"], detached: true });
    if (child.pid) onStart?.(child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream.setEncoding("utf8");
      stream.on("data", (/** @type {string} */ chunk) => {
        const parts = (rest + chunk).split(/\r?\n/);
        rest = parts.pop() ?? "";
        for (const part of parts) take(part);
      });
      stream.on("end", () => rest && take(rest));
    }
    /** @param {string} line */
    const take = (line) => {
      lines.push(line);
      if (lines.length > keep) lines.shift();
      onLine?.(stripVTControlCharacters(line).trim());
    };
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code, signal) => resolve({ code: code ?? signalCode(signal), output: lines.join("\n") }));
  });
}

const signals = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGTERM: 15 };

/**
 * The exit code a shell gives to a program that a signal ended.
 * @param {NodeJS.Signals | null} signal
 */
export function signalCode(signal) {
  return 128 + (signal && signal in signals ? signals[/** @type {keyof typeof signals} */ (signal)] : 0);
}
