import type { Page } from "@playwright/test";
import { expect, type Populated, test } from "../populated.ts";

test.use({ trace: "off" });

const LIMIT = 200_000;

const PAGES: readonly { name: string; path: (at: Populated) => string }[] = [
  { name: "the sign-in page", path: () => "/sign-in" },
  { name: "the list of directories", path: () => "/directory-sync" },
  { name: "members", path: () => "/members" },
  { name: "the organization's settings", path: () => "/settings" },
  { name: "the audit log", path: () => "/audit" },
  { name: "API keys", path: () => "/settings/api-keys" },
  { name: "roles of the organization", path: () => "/settings/roles" },
  ...["", "/tokens", "/mapping", "/roles", "/log", "/users", "/groups"].map((path) => ({
    name: `a directory's ${path.slice(1) || "overview"}`,
    path: ({ directoryId }: Populated) => `/directory-sync/${directoryId}${path}`,
  })),
  { name: "a user", path: ({ directoryId, userId }) => `/directory-sync/${directoryId}/users/${userId}` },
  { name: "a group", path: ({ directoryId, groupId }) => `/directory-sync/${directoryId}/groups/${groupId}` },
  { name: "a log entry", path: ({ directoryId, entryId }) => `/directory-sync/${directoryId}/log?entry=${entryId}` },
];

/** Bytes on the wire of all scripts a first visit loads, those fetched ahead included. */
async function weighScripts(page: Page, path: string): Promise<{ bytes: number; scripts: number; plain: string[] }> {
  const client = await page.context().newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Set<string>();
  const plain: string[] = [];
  let bytes = 0;
  client.on("Network.responseReceived", ({ requestId, response, type }) => {
    if (type !== "Script" && !/javascript/.test(response.mimeType)) return;
    scripts.add(requestId);
    const encoding = Object.entries(response.headers).find(([name]) => name.toLowerCase() === "content-encoding");
    if (!encoding) plain.push(response.url);
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto(path, { waitUntil: "networkidle" });
  return { bytes, scripts: scripts.size, plain };
}

for (const { name, path } of PAGES) {
  test(`the first load of ${name} takes less than 200 kB of compressed JavaScript`, async ({ admin, populated }) => {
    const { bytes, scripts, plain } = await weighScripts(admin, path(populated));
    test
      .info()
      .annotations.push({ type: "weight", description: `${(bytes / 1000).toFixed(1)} kB, ${scripts} scripts` });
    expect(scripts).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(LIMIT);
    expect(plain, "scripts that were sent uncompressed").toEqual([]);
  });
}
