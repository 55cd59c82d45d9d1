import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DataFolderLocked, lockDataFolder } from "./data-folder-lock.ts";

const LOCK = JSON.stringify(new URL("./data-folder-lock.ts", import.meta.url).href);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rollcall-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lockFile = () => join(folder, "lock.json");

/** What another process says that tries to take the folder. */
function takeInChild(): string {
  const script = `
    import { lockDataFolder } from ${LOCK};
    try { lockDataFolder(${JSON.stringify(folder)}); console.log("taken"); }
    catch (error) { console.log(error.name + ": " + error.message); }`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).stdout.trim();
}

describe("the data folder", () => {
  test("taken by this process is refused to another, with a sentence that says what to do", () => {
    lockDataFolder(folder);
    const said = takeInChild();
    expect(said).toContain("DataFolderLocked");
    expect(said).toContain(`in use by process ${process.pid}`);
    expect(said).toMatch(/Stop that process, or set DATA_DIR .*, or DATABASE_URL/);
  });

  test("is free again when it was released", () => {
    lockDataFolder(folder)();
    expect(existsSync(lockFile())).toBe(false);
    expect(takeInChild()).toBe("taken");
  });

  test("is taken over from a process that was killed", () => {
    expect(takeInChild()).toBe("taken");
    expect(existsSync(lockFile())).toBe(true);
    const release = lockDataFolder(folder);
    expect(JSON.parse(readFileSync(lockFile(), "utf8"))).toMatchObject({ pid: process.pid });
    release();
  });

  test.runIf(process.platform === "linux")("is taken over from a process whose id somebody else has now", () => {
    writeFileSync(lockFile(), JSON.stringify({ pid: process.ppid, startedAt: "1" }));
    expect(() => lockDataFolder(folder)).not.toThrow();
  });

  test("is kept from us while a living process has it", () => {
    writeFileSync(lockFile(), JSON.stringify({ pid: process.ppid, startedAt: null }));
    expect(() => lockDataFolder(folder)).toThrow(DataFolderLocked);
  });

  test("is taken over when the lock cannot be read", () => {
    writeFileSync(lockFile(), "{ half a lo");
    expect(() => lockDataFolder(folder)).not.toThrow();
  });
});
