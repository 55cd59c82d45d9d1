import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** Sends a signal to a process group; returns whether there was one. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

/** Ends a process group: as Ctrl-C would first, by force after `patience` milliseconds. */
export async function endGroup(group: number, patience: number): Promise<void> {
  // Playwright and vitest clean up after SIGINT, not after SIGTERM.
  signalGroup(group, "SIGINT");
  const deadline = Date.now() + patience;
  while (signalGroup(group, 0) && Date.now() < deadline) await sleep(50);
  signalGroup(group, "SIGKILL");
}

/**
 * Kills every process that was started with `name=value` in its environment, ourselves excepted. It finds those that left
 * their group, such as a server that a test runner started; only Linux shows environments, elsewhere nothing happens.
 */
export function killMarked(name: string, value: string): number {
  if (!existsSync("/proc/self/environ")) return 0;
  const mark = `${name}=${value}`;
  const marked = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((pid) => environment(pid).includes(mark));
  for (const pid of marked) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended between the look and the blow.
    }
  }
  return marked.length;
}

function environment(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
