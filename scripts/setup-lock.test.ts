import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withSetupLock } from "./setup-lock.mjs";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-lock-"));
  file = join(folder, "lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nobody = 2 ** 22 + 1;

test("processes that prepare the same folder take turns", async () => {
  const diary = join(folder, "diary");
  const script = `
    import { appendFileSync } from "node:fs";
    import { setTimeout } from "node:timers/promises";
    import { withSetupLock } from ${JSON.stringify(new URL("setup-lock.mjs", import.meta.url).href)};
    await withSetupLock(async () => {
      appendFileSync(${JSON.stringify(diary)}, "in ");
      await setTimeout(50);
      appendFileSync(${JSON.stringify(diary)}, "out ");
    }, { file: ${JSON.stringify(file)} });
  `;
  const run = () => promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  await Promise.all([run(), run(), run(), run()]);
  expect(readFileSync(diary, "utf8")).toBe("in out ".repeat(4));
});

test("the lock is gone after the work, and after work that failed", async () => {
  await withSetupLock(async () => expect(existsSync(file)).toBe(true), { file });
  expect(existsSync(file)).toBe(false);
  await expect(withSetupLock(() => Promise.reject(new Error("no")), { file })).rejects.toThrow("no");
  expect(existsSync(file)).toBe(false);
});

test("the lock of a process that no longer exists holds nobody up", async () => {
  writeFileSync(file, String(nobody));
  await expect(withSetupLock(async () => "done", { file })).resolves.toBe("done");
});

test("a lock that nobody has touched for long holds nobody up, even if its process id lives on", async () => {
  writeFileSync(file, String(process.ppid));
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  await expect(withSetupLock(async () => "done", { file })).resolves.toBe("done");
});

test("a waiting process says so once", async () => {
  writeFileSync(file, String(process.ppid));
  let said = 0;
  const onWait = () => {
    said += 1;
    setTimeout(() => rmSync(file), 600);
  };
  await withSetupLock(async () => {}, { file, onWait });
  expect(said).toBe(1);
});
