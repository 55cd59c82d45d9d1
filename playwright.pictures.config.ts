import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

/** `npm run pictures`: takes the pictures of docs/pictures from the real dashboard, on the same server as the tests. */
export default defineConfig(tests, {
  testDir: "e2e/pictures",
  testMatch: "*.pictures.ts",
  reporter: [["list"]],
  use: { trace: "off", screenshot: "off", viewport: { width: 1280, height: 800 }, locale: "en-GB", timezoneId: "UTC" },
});
