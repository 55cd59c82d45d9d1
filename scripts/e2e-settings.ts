import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, findChromium } from "./chromium.ts";
import { freePort } from "./free-port.ts";

/** Where the browser tests go and as whom they sign in. */
export type EndToEndSettings = {
  baseURL: string;
  /** Absent when `E2E_BASE_URL` names a server that already runs. */
  server?: { command: string; env: Record<string, string> };
  browser: Browser;
};

/**
 * The settings of one browser test run. Those that the environment does not give are made up and put into it, because
 * Playwright reads its configuration again in every worker, and the tests read the same names.
 *
 * - `E2E_BASE_URL`: a server that already runs, with its `ROLLCALL_API_KEY`, `ADMIN_EMAIL` and `ADMIN_PASSWORD`
 * - `E2E_DATABASE_URL`: an empty PostgreSQL for the server; absent: the embedded database in a temporary folder
 * - `E2E_SERVER=next`: Next's own server instead of server.ts
 */
export async function endToEndSettings(): Promise<EndToEndSettings> {
  const env = process.env;
  env.ROLLCALL_API_KEY ||= `rollcall_${randomBytes(24).toString("base64url")}`;
  env.ADMIN_EMAIL ||= "admin@example.com";
  env.ADMIN_PASSWORD ||= randomBytes(15).toString("base64url");
  env.E2E_CHROMIUM ??= JSON.stringify(await findChromium(console.error));
  const browser: Browser = JSON.parse(env.E2E_CHROMIUM);
  if (env.E2E_BASE_URL) return { baseURL: env.E2E_BASE_URL, browser };

  env.E2E_PORT ??= String(await freePort());
  env.E2E_DATA_DIR ??= temporaryFolder();
  const baseURL = `http://127.0.0.1:${env.E2E_PORT}`;
  const script = env.E2E_SERVER === "next" ? "scripts/plain-next.ts" : "server.ts";
  const server = {
    command: `"${process.execPath}" scripts/build.mjs && "${process.execPath}" ${script}`,
    env: {
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: env.E2E_PORT,
      BASE_URL: baseURL,
      DATA_DIR: env.E2E_DATA_DIR,
      // Empty, not absent: the developer's own .env must not lead the tests to another database.
      DATABASE_URL: env.E2E_DATABASE_URL ?? "",
      AUTH_SECRET: "only-for-browser-tests-0123456789abcdef",
      ROLLCALL_API_KEY: env.ROLLCALL_API_KEY,
      ADMIN_EMAIL: env.ADMIN_EMAIL,
      ADMIN_PASSWORD: env.ADMIN_PASSWORD,
      // The receivers of the webhook tests listen on this machine.
      ALLOW_PRIVATE_WEBHOOKS: "true",
      LOG_LEVEL: "warn",
    },
  };
  return { baseURL, server, browser };
}

/** A folder that goes with this process; Playwright has stopped the server by then. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-e2e-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
