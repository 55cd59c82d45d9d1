import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { startPostgres } from "./postgres.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";

const isOpen = (url: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows[0];
}

async function folderOf(url: string): Promise<string> {
  const row = await ask(url, "SELECT current_setting('data_directory') AS data");
  return dirname(z.object({ data: z.string() }).parse(row).data);
}

describe.skipIf(!findPostgresBinaries())("a temporary PostgreSQL", () => {
  test("answers, knows letters beyond ASCII, and leaves nothing behind when stopped", async () => {
    const { url, stop } = await startPostgres();
    const folder = await folderOf(url);
    expect(await ask(url, "SELECT lower('ÄÖÜ') AS lower")).toEqual({ lower: "äöü" });
    await stop();
    expect(await isOpen(url)).toBe(false);
    expect(existsSync(folder)).toBe(false);
    await expect(stop()).resolves.toBeUndefined();
  });

  test("keeps the guarantees of a real one when asked to", async () => {
    const { url, stop } = await startPostgres({ durable: true });
    try {
      expect(await ask(url, "SHOW fsync")).toEqual({ fsync: "on" });
      expect(await ask(url, "SHOW synchronous_commit")).toEqual({ synchronous_commit: "on" });
    } finally {
      await stop();
    }
  });

  test("does not take just anybody on this machine", async () => {
    const { url, stop } = await startPostgres();
    const stranger = new URL(url);
    stranger.password = "guess";
    try {
      await expect(ask(stranger.href, "SELECT 1")).rejects.toThrow(/password/);
    } finally {
      await stop();
    }
  });

  test("goes when the process that started it is killed", async () => {
    const script = fileURLToPath(new URL("postgres.ts", import.meta.url));
    const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(child.stdout.setEncoding("utf8"), "data");
    const url = String(line).trim();
    const folder = await folderOf(url);
    expect(existsSync(folder)).toBe(true);
    child.kill("SIGKILL");
    await vi.waitUntil(async () => !(await isOpen(url)), { timeout: 20_000 });
    await vi.waitUntil(() => !existsSync(folder), { timeout: 20_000 });
  });
});
