import { defineConfig } from "@playwright/test";
import { endToEndSettings } from "./scripts/e2e-settings.ts";

const { baseURL, server, browser } = await endToEndSettings();
const report = process.env.E2E_REPORT;

export default defineConfig({
  testDir: "e2e",
  // Several processes need a database that several can open.
  testIgnore: process.env.E2E_DATABASE_URL ? [] : ["**/two-processes.spec.ts"],
  outputDir: "test-results",
  // One server and one database: tests that ran side by side would see each other's people come and go.
  workers: 1,
  retries: 0,
  forbidOnly: report !== undefined,
  // The longest stories fill, push and read a whole directory in the browser.
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: report ? [["list"], ["json", { outputFile: report }]] : [["list"]],
  use: {
    baseURL,
    browserName: "chromium",
    launchOptions: { executablePath: browser.executablePath, args: browser.args },
    // Recording one takes nearly half of a test's time; whoever looks into a failure runs that test by hand, with it.
    trace: report ? "off" : "retain-on-failure",
    screenshot: "only-on-failure",
  },
  webServer: server && {
    command: server.command,
    env: server.env,
    url: `${baseURL}/readyz`,
    reuseExistingServer: false,
    timeout: 300_000,
    stdout: "pipe",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
  },
});
