import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { endGroup, killMarked, signalGroup } from "./process-group.ts";
import { runQuietly } from "./progress.mjs";

const here = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
const started: number[] = [];
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const gone = (pid: number) => vi.waitUntil(() => !isAlive(pid), { timeout: 20_000 });

afterEach(() => {
  for (const pid of started.splice(0)) if (isAlive(pid)) process.kill(pid, "SIGKILL");
});

/** A program as start.mjs runs it, that prints its process id and then each signal it gets. */
const stubborn = `
  for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => console.log(name));
  setInterval(() => {}, 1000);
  console.log("pid", process.pid);
`;
const polite = `${stubborn} process.on("SIGINT", () => process.exit(7)); process.on("SIGTERM", () => process.exit(8));`;

async function foreground(program: string): Promise<{ outer: ChildProcess; inner: number; said: () => string }> {
  const script = `
    import { runForeground } from ${here("foreground.mjs")};
    const options = { env: process.env, cwd: process.cwd(), second: "SIGKILL" };
    process.exitCode = await runForeground(process.execPath, ["-e", ${JSON.stringify(program)}], options);
  `;
  const outer = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let text = "";
  outer.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await vi.waitUntil(() => /pid \d+\n/.test(text), { timeout: 20_000 });
  const inner = Number(/pid (\d+)/.exec(text)?.[1]);
  started.push(inner, outer.pid ?? inner);
  return { outer, inner, said: () => text };
}

describe("a program in the foreground", () => {
  test("gets the signal, and its exit code is ours", async () => {
    const { outer, inner } = await foreground(polite);
    outer.kill("SIGINT");
    expect(await once(outer, "exit")).toEqual([7, null]);
    expect(isAlive(inner)).toBe(false);
  });

  test("gets one Ctrl-C once, though the terminal and npm both send it", async () => {
    const { outer, said } = await foreground(stubborn);
    outer.kill("SIGINT");
    await vi.waitUntil(() => said().includes("SIGINT"));
    outer.kill("SIGINT");
    await sleep(200);
    expect(said().match(/SIGINT/g)).toHaveLength(1);
  });

  test("that hangs is killed by the second Ctrl-C", async () => {
    const { outer, inner, said } = await foreground(stubborn);
    outer.kill("SIGINT");
    await vi.waitUntil(() => said().includes("SIGINT"));
    await sleep(800);
    outer.kill("SIGINT");
    expect(await once(outer, "exit")).toEqual([137, null]);
    expect(isAlive(inner)).toBe(false);
  });

  test("does not outlive the script that started it, even one that was killed", async () => {
    const { outer, inner } = await foreground(polite);
    outer.kill("SIGKILL");
    await gone(inner);
  });
});

describe("a stage of the tests", () => {
  test("ends with all it started, also what ignores a polite request", async () => {
    const child = spawn("sh", ["-c", "trap '' INT TERM; sleep 600 & echo $!; wait; wait"], { detached: true });
    const [line] = await once(child.stdout.setEncoding("utf8"), "data");
    const grandchild = Number(line);
    started.push(grandchild);
    await endGroup(child.pid ?? 0, 300);
    await gone(grandchild);
    expect(signalGroup(child.pid ?? 0, 0)).toBe(false);
  });

  test.runIf(process.platform === "linux")("loses what left its process group, and nobody else does", async () => {
    const options = { detached: true, stdio: "ignore" } as const;
    const marked = spawn("sleep", ["600"], { ...options, env: { ...process.env, ROLLCALL_MARK: "mine" } });
    const other = spawn("sleep", ["600"], { ...options, env: { ...process.env, ROLLCALL_MARK: "mine-too" } });
    started.push(marked.pid ?? 0, other.pid ?? 0);
    await Promise.all([once(marked, "spawn"), once(other, "spawn")]);
    expect(killMarked("ROLLCALL_MARK", "mine")).toBe(1);
    await gone(marked.pid ?? 0);
    expect(isAlive(other.pid ?? 0)).toBe(true);
  });

  test("reports its exit code and the last lines of both streams", async () => {
    const script = 'for i in 1 2 3; do echo "line $i"; done; echo problem >&2; exit 3';
    const { code, output } = await runQuietly("sh", ["-c", script], { keep: 3 });
    expect(code).toBe(3);
    expect(output).toContain("problem");
    expect(output.split("\n")).toHaveLength(3);
  });

  test("that cannot be started is a failure, not a crash", async () => {
    expect((await runQuietly("no-such-program-anywhere", [])).code).toBe(127);
  });
});
