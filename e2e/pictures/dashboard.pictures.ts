import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { APIRequestContext, Page } from "@playwright/test";
import { identityProvider } from "../../scripts/simulate/identity-provider.ts";
import { runPhases } from "../../scripts/simulate/simulate.ts";
import { root } from "../../scripts/stamps.mjs";
import { setTheme } from "../accessibility.ts";
import { animationsEnded } from "../directory-sync/reveal.ts";
import { createOwnOrganization, expect, test, viewing } from "../fixtures.ts";
import type { Management } from "../management.ts";
import { open } from "../sign-in.ts";
import { withPalette } from "./palette-png.ts";

const MINUTE = 60_000;

/** The same people and groups every time; only ids, times and token prefixes differ from run to run. */
async function provision(http: APIRequestContext, management: Management, organizationId: string): Promise<string> {
  const { id, endpoint_url: base } = await management.createDirectory(organizationId, "Okta production", "okta_saml");
  const issue = async (name: string) =>
    (await http.post(`/api/directories/${id}/tokens`, { data: { name } })).json() as Promise<{
      id: string;
      token: string;
    }>;
  await management.revokeToken(organizationId, (await issue("First try")).id);
  const { token } = await issue("Okta production");
  await issue("Okta preview");
  // One request at a time keeps the log in the same order.
  const idp = identityProvider("okta", { base, token, domain: "harbour.test", concurrency: 1 });
  await runPhases(idp);
  expect(idp.report().unexpected).toEqual([]);
  return id;
}

/** What a first start on one's own machine shows, in place of the port that was free here. */
async function showUsualAddress(page: Page): Promise<void> {
  const field = page.getByRole("textbox", { name: "Endpoint URL" });
  if ((await field.count()) === 0) return;
  await field.evaluate((input: HTMLInputElement) => {
    input.value = "http://localhost:3000/scim/v2/";
  });
}

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await animationsEnded(page);
  await page.mouse.move(0, 799);
  await showUsualAddress(page);
  const picture = withPalette(await page.screenshot({ animations: "disabled", caret: "hide" }));
  expect(picture.byteLength, `${name}.png is small enough for a README`).toBeLessThan(150_000);
  writeFileSync(join(root, "docs/pictures", `${name}.png`), picture);
}

test("pictures of the dashboard", async ({ browser, origin, adminHttp, adminState, management }) => {
  // Twenty-eight pages, on however busy a machine.
  test.setTimeout(15 * MINUTE);
  const organization = await createOwnOrganization(adminHttp, "Harbour & Sons");
  const id = await provision(adminHttp, management, organization.id);
  mkdirSync(join(root, "docs/pictures"), { recursive: true });
  const context = await browser.newContext({ storageState: viewing(adminState, organization) });
  const page = await context.newPage();
  // Everything happened four minutes ago, whatever the machine needed to do it.
  await page.clock.setFixedTime(Date.now() + 4 * MINUTE);

  const directory = `/directory-sync/${id}`;
  const screens: readonly { name: string; path: string; shows: string | RegExp }[] = [
    { name: "overview", path: directory, shows: /requests in the last 24 hours|requests/i },
    { name: "setup", path: `${directory}/setup`, shows: "Setup" },
    { name: "tokens", path: `${directory}/tokens`, shows: "Okta preview" },
    { name: "mapping", path: `${directory}/mapping`, shows: "name.givenName" },
    { name: "roles", path: `${directory}/roles`, shows: "Roles" },
    { name: "log", path: `${directory}/log`, shows: / deleted the group / },
    { name: "users", path: `${directory}/users`, shows: "25 of 25 users" },
    { name: "groups", path: `${directory}/groups`, shows: "Groups" },
    { name: "webhooks", path: "/directory-sync/webhooks", shows: "Webhooks" },
    { name: "events", path: "/directory-sync/events", shows: "Events" },
    { name: "members", path: "/members", shows: "Members" },
    { name: "settings", path: "/settings", shows: "Verified domains" },
    { name: "audit", path: "/audit", shows: "Audit log" },
    { name: "api-docs", path: "/docs/api", shows: "API" },
  ];
  for (const theme of ["light", "dark"] as const) {
    await setTheme(context, origin, theme);
    for (const { name, path, shows } of screens) {
      await open(page, path);
      await expect(page.getByText(shows).first()).toBeAttached();
      await take(page, theme === "light" ? name : `${name}-dark`);
    }
  }
  await context.close();
});
