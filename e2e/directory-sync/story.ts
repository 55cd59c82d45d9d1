import { expect, type Page } from "@playwright/test";
import type { Provider } from "#lib/simulate/wire.ts";
import { type IdentityProvider, identityProvider } from "../../scripts/simulate/identity-provider.ts";
import type { PhaseReport } from "../../scripts/simulate/report.ts";
import { test, unique } from "../fixtures.ts";
import { administrator, fillInSignIn, hydrated } from "../sign-in.ts";
import { expectNowhere, issueToken } from "./reveal.ts";

export interface Setting {
  /** How the IdP speaks. */
  provider: Provider;
  /** What is chosen in the dialog. */
  choice: string;
  /** Who acts in the sentences of the log. */
  speaker: string;
  /** The field of the overview that holds the address to paste into this IdP. */
  address: string;
}

const PEOPLE = 25;
const GROUPS = 3;

/** From the first sign-in to the refusal of a revoked token: what an administrator and an IdP go through together. */
export async function tellWholeStory(page: Page, setting: Setting): Promise<void> {
  await test.step("sign in and open an organization", () => enter(page));
  const directoryId = await test.step("add a directory", () => addDirectory(page, setting));
  const base = await page.getByRole("textbox", { name: setting.address }).inputValue();
  const token = await test.step("issue a token", () => issueFirstToken(page));
  await test.step("the token is nowhere after its reveal", () => expectNowhere(page, token, directoryId));

  const idp = identityProvider(setting.provider, { base, token, users: PEOPLE, groups: GROUPS });
  const tabs = await test.step("open the log and the users beside it", () => openTabs(page, directoryId));
  await test.step("the IdP calls", () => watchFirstCall(idp, tabs, setting));
  await test.step("people arrive", () => watchPeopleArrive(idp, tabs));
  await test.step("groups arrive", () => readGroups(idp, page, directoryId));
  await test.step("members come and go", () => watchMembership(idp, tabs.users));
  await test.step("the token is in no log entry", () => expectNowhere(page, token, directoryId));
  await test.step("revoke the token", () => revoke(page));
  await test.step("the IdP is refused, and the log says so", () => watchRefusal(idp, tabs.log, token, setting));
}

async function enter(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1, name: "Sign in to Rollcall" })).toBeVisible();
  await fillInSignIn(page, administrator());
  await expect(page.getByRole("heading", { level: 1, name: "Directory sync" })).toBeVisible();
  await hydrated(page);

  const name = unique("Story");
  await page.getByRole("button", { name: /^Organization:/ }).click();
  await page.getByRole("menuitem", { name: "Create organization" }).click();
  const dialog = page.getByRole("dialog", { name: "Create organization" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Create organization" }).click();
  await expect(page.getByRole("button", { name: `Organization: ${name}` })).toBeVisible();
  await expect(page.getByText("No directories yet")).toBeVisible();
  await hydrated(page);
}

async function addDirectory(page: Page, { choice }: Setting): Promise<string> {
  const name = unique("Production");
  await page.getByRole("button", { name: "Add directory" }).click();
  const dialog = page.getByRole("dialog", { name: "Add directory" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("radio", { name: choice }).click();
  await dialog.getByRole("button", { name: "Create directory" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("Waiting for the first request")).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

async function issueFirstToken(page: Page): Promise<string> {
  await page.getByRole("link", { name: "Tokens", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tokens" })).toBeVisible();
  await expect(page.getByText("Your IdP cannot connect yet")).toBeVisible();
  const token = await issueToken(page, "Production token");
  await expect(page.getByRole("row", { name: /Production token/ })).toContainText("Active");
  return token;
}

interface Tabs {
  overview: Page;
  log: Page;
  users: Page;
}

/** Three pages side by side, each with a mark that a reload would wipe out. */
async function openTabs(overview: Page, directoryId: string): Promise<Tabs> {
  const context = overview.context();
  const [log, users] = [await context.newPage(), await context.newPage()];
  await overview.goto(`/directory-sync/${directoryId}`);
  await log.goto(`/directory-sync/${directoryId}/log`);
  await users.goto(`/directory-sync/${directoryId}/users`);
  for (const page of [overview, log, users]) {
    await hydrated(page);
    await page.evaluate(() => Object.assign(window, { openedOnce: true }));
  }
  await expect(log.getByText("No request yet")).toBeVisible();
  await expect(users.getByText("No users yet")).toBeVisible();
  return { overview, log, users };
}

const expectNoReload = async (page: Page) => expect(await page.evaluate(() => "openedOnce" in window)).toBe(true);

const expectAsPlanned = (...phases: PhaseReport[]) =>
  expect(
    phases.flatMap(({ unexpected }) => unexpected),
    "answers the IdP did not expect",
  ).toEqual([]);

async function watchFirstCall(idp: IdentityProvider, { overview, log }: Tabs, { speaker }: Setting): Promise<void> {
  expectAsPlanned(await idp.testConnection());
  await expect(overview.getByRole("status").getByText("Active", { exact: true })).toBeVisible();
  await expect(log.getByRole("link", { name: new RegExp(`^${speaker} `) }).first()).toBeVisible();
  await expectNoReload(overview);
}

async function watchPeopleArrive(idp: IdentityProvider, { log, users }: Tabs): Promise<void> {
  expectAsPlanned(...(await idp.provisionUsers()));
  await expect(users.getByText(`${PEOPLE} of ${PEOPLE} users`)).toBeVisible();
  for (const { profile } of idp.people.slice(0, 3)) {
    await expect(users.getByRole("link", { name: profile.displayName, exact: true })).toBeVisible();
  }
  await expect(log.getByRole("link", { name: / created .+: / }).first()).toBeVisible();
  await expectNoReload(users);
  await expectNoReload(log);
}

async function readGroups(idp: IdentityProvider, page: Page, directoryId: string): Promise<void> {
  expectAsPlanned(await idp.pushGroups());
  await page.goto(`/directory-sync/${directoryId}/groups`);
  await expect(page.getByText(`${GROUPS} of ${GROUPS} groups`)).toBeVisible();
  const [group] = idp.groups;
  if (!group) throw new Error("The IdP has no groups.");
  await page.getByRole("link", { name: group.name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: group.name })).toBeVisible();
  const members = page.getByRole("table", { name: "Members of this group" });
  await expect(page.getByText(`${group.members.length} of ${group.members.length} members`)).toBeVisible();
  for (const { profile } of group.members) {
    await expect(members.getByRole("link", { name: profile.displayName, exact: true })).toBeVisible();
  }
}

/** Everybody who was sent and the administrator; then one is set inactive, and active again. */
async function watchMembership(idp: IdentityProvider, page: Page): Promise<void> {
  await page.goto("/members");
  await hydrated(page);
  await expect(page.getByText(`${PEOPLE + 1} of ${PEOPLE + 1} members`)).toBeVisible();
  const leaver = idp.people.at(-1);
  if (!leaver) throw new Error("The IdP has no people.");
  const row = page.getByRole("row").filter({ hasText: leaver.person.email });
  await expect(row).toBeVisible();

  await page.evaluate(() => Object.assign(window, { openedOnce: true }));
  expectAsPlanned(await idp.deactivate(1));
  await expect(row).toBeHidden();
  await expect(page.getByText(`${PEOPLE} of ${PEOPLE} members`)).toBeVisible();
  await page.getByRole("button", { name: "Inactive", exact: true }).click();
  await expect(row).toContainText("Inactive");
  await expect(page.getByText("1 of 1 members")).toBeVisible();

  expectAsPlanned(await idp.reactivate(1));
  await expect(row).toBeHidden();
  await page.getByRole("button", { name: "Active", exact: true }).click();
  await expect(row).toContainText("Active");
  await expectNoReload(page);
}

async function revoke(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Tokens", exact: true }).click();
  await hydrated(page);
  await page.getByRole("button", { name: "Revoke Production token" }).click();
  const question = page.getByRole("alertdialog", { name: "Revoke Production token?" });
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await question.getByRole("button", { name: "Revoke token" }).click();
  await expect(question).toBeHidden();
  const row = page.getByRole("row", { name: /Production token/ });
  await expect(row).toContainText("Revoked");
  await expect(row.getByRole("button")).toHaveCount(0);
}

async function watchRefusal(idp: IdentityProvider, log: Page, token: string, { speaker }: Setting): Promise<void> {
  const { statuses } = await idp.testConnection();
  expect(statuses).toEqual({ 401: 1 });
  const refusal = log.getByRole("link", { name: new RegExp(`^${speaker} called with a token .*has been revoked`) });
  await expect(refusal).toBeVisible();
  await expectNoReload(log);

  await refusal.click();
  const entry = log.getByRole("dialog", { name: /has been revoked/ });
  await expect(entry.getByText("Refused", { exact: true })).toBeVisible();
  await expect(entry.getByText("401", { exact: true })).toBeVisible();
  await expect(entry).toContainText(token.slice(0, "scim_".length + 8));
  await expect(entry).not.toContainText(token);
}
