import type { Page } from "@playwright/test";
import { identityProvider } from "../../scripts/simulate/identity-provider.ts";
import { requestUrl } from "../../scripts/simulate/scim-client.ts";
import { expect, test, unique } from "../fixtures.ts";
import { hydrated, open } from "../sign-in.ts";
import { activate, tabTo } from "./without-mouse.ts";

/** The base URL as the wizard shows it, in the IdP's own field, and the token, made in its step. Keyboard alone. */
async function connectByKeyboard(page: Page, field: string): Promise<{ base: string; token: string }> {
  const base = await page.getByRole("textbox", { name: field }).inputValue();
  await activate(page, page.getByRole("button", { name: "Make token" }));
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByLabel("Name")).toHaveValue(/ — Production$/);
  await activate(page, dialog.getByRole("button", { name: "Make token" }));
  const shown = page.getByRole("dialog", { name: "Paste your token now" }).getByRole("textbox");
  const token = await shown.inputValue();
  await activate(page, page.getByRole("checkbox", { name: "I have stored it" }), "Space");
  await activate(page, page.getByRole("dialog").getByRole("button", { name: "Done" }));
  return { base, token };
}

const stepOf = (page: Page, title: string) =>
  page.locator("ol[aria-label=Steps]:visible").getByRole("button", { name: title });

async function goTo(page: Page, title: string): Promise<void> {
  await activate(page, stepOf(page, title));
  await expect(page.getByRole("heading", { level: 2, name: title })).toBeFocused();
}

const ticked = (page: Page) => expect(page.getByText("It works")).toBeVisible();
const isDone = (page: Page, title: string) => expect(stepOf(page, title)).toHaveAccessibleName(/, done$/);

test("Okta is connected through the wizard with the keyboard alone, and each step ticks itself", async ({ admin }) => {
  await open(admin, "/directory-sync/setup");
  await tabTo(admin, admin.getByRole("radio", { name: "Okta (SAML app)" }));
  await admin.keyboard.press("Space");
  const name = unique("Okta by keyboard");
  const field = admin.getByLabel("Name");
  await tabTo(admin, field);
  await admin.keyboard.press("Control+A");
  await admin.keyboard.type(name);
  await admin.keyboard.press("Enter");
  await expect(admin.getByRole("heading", { level: 1, name: "Setup" })).toBeVisible();
  await hydrated(admin);

  await goTo(admin, "Connect Okta");
  await expect(admin).toHaveURL(/step=connect/);
  await expect(admin.getByText("Waiting for Okta's test call")).toBeVisible();
  const { base, token } = await connectByKeyboard(admin, "SCIM connector base URL");
  const okta = identityProvider("okta", { base, token, users: 6, groups: 1 });
  await okta.testConnection();
  await ticked(admin);

  await goTo(admin, "Assign one person to try it");
  await okta.provisionUsers();
  await ticked(admin);
  await goTo(admin, "Change something about that person");
  await okta.updateProfiles();
  await ticked(admin);
  await goTo(admin, "Take one person out again");
  await okta.deactivate(1);
  await ticked(admin);
  await goTo(admin, "Push groups");
  await expect(admin.getByText("No group was pushed")).toBeVisible();
  await okta.pushGroups();
  await ticked(admin);
  await expect(admin.getByText("No group was pushed")).toBeHidden();
  // Progress is on the server: another visit finds it as it was left.
  await admin.goto(admin.url().replace(/\?.*/, ""));
  await isDone(admin, "Push groups");
  await expect(admin.getByRole("heading", { level: 2, name: "Push groups" })).toBeVisible();
});

test("Entra is connected through the wizard, with the ending of its Tenant URL", async ({
  admin,
  management,
  home,
}) => {
  const { id } = await management.createDirectory(home.id, unique("Entra"), "entra");
  await open(admin, `/directory-sync/${id}/setup?step=connect`);
  const { base, token } = await connectByKeyboard(admin, "Tenant URL");
  expect(base).toMatch(/\/scim\/v2\/\?aadOptscim062020$/);
  const entra = identityProvider("entra", { base, token, users: 2, groups: 1 });
  await entra.testConnection();
  await ticked(admin);
  await goTo(admin, "Send one person on demand");
  await entra.provisionUsers();
  await ticked(admin);
  await goTo(admin, "Send groups");
  await entra.pushGroups();
  await ticked(admin);
});

test("Google's first call ticks too, and its guide is honest about groups", async ({ admin, management, home }) => {
  const google = await management.openDirectory(home.id, unique("Google"), "google");
  await open(admin, `/directory-sync/${google.id}/setup?step=connect`);
  await fetch(requestUrl(google.base, { path: "/Users", query: "count=1" }), {
    headers: { authorization: `Bearer ${google.token}` },
  });
  await ticked(admin);
  await goTo(admin, "Know what Google can and cannot do");
  await expect(admin.getByText("Groups are not sent", { exact: false }).first()).toBeVisible();
});

test("the template app gets its address without a slash at the end", async ({ admin, management, home }) => {
  const { id } = await management.createDirectory(home.id, unique("Template"), "okta_scim");
  await open(admin, `/directory-sync/${id}/setup?step=connect`);
  await expect(admin.getByRole("textbox", { name: "SCIM 2.0 Base URL" })).toHaveValue(/\/scim\/v2$/);
});

test("two questions say which Okta way, and another way keeps the token", async ({ admin, directory }) => {
  await open(admin, `/directory-sync/${directory.id}/setup?step=provider`);
  await admin.getByText("Which Okta way?").click();
  await admin.getByRole("button", { name: "Yes", exact: true }).click();
  await admin.getByRole("button", { name: "Choose Okta (SCIM 2.0 template app)" }).click();
  await expect(stepOf(admin, "Add the template app")).toBeVisible();
  await open(admin, `/directory-sync/${directory.id}/setup?step=connect`);
  await expect(admin.getByText("Identity provider, not used yet")).toBeVisible();
});

test("a change of the setup that fails is told where it was made, and the step stays", async ({ admin, directory }) => {
  await open(admin, `/directory-sync/${directory.id}/setup?step=provider`);
  const path = `**/api/directories/${directory.id}/setup`;
  await admin.route(path, (route) => (route.request().method() === "PATCH" ? route.abort() : route.continue()));
  const failure = admin.getByRole("main").getByRole("alert").filter({ hasText: "The server cannot be reached." });
  const start = admin.getByRole("heading", { level: 2, name: "Choose the way" });
  await admin.getByRole("button", { name: "Done, next step" }).click();
  await expect(failure).toBeVisible();
  await expect(start).toBeVisible();

  await admin.getByRole("button", { name: "Start over" }).click();
  const question = admin.getByRole("alertdialog");
  await expect(question.getByText("The server cannot be reached.")).toBeHidden();
  await question.getByRole("button", { name: "Start over" }).click();
  await expect(question).toContainText("The server cannot be reached.");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(failure).toBeHidden();

  await admin.unroute(path);
  await admin.getByRole("button", { name: "Done, next step" }).click();
  await expect(start).toBeHidden();
  await isDone(admin, "Choose the way");
});

test.describe("every row of the troubleshooting tables is told without leaving the page", () => {
  const call = (base: string, path: string, token: string, init: RequestInit = {}) =>
    fetch(requestUrl(base, { path }), {
      ...init,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
    });
  const wrong = (page: Page) => page.getByRole("list", { name: "What went wrong" });

  test("what is turned away: a wrong path, a doubled slash, an unknown token, too many requests", async ({
    admin,
    management,
    home,
    directory,
  }) => {
    await open(admin, `/directory-sync/${directory.id}/setup?step=connect`);
    await call(directory.base, "/Users/Users", directory.token);
    await expect(wrong(admin)).toContainText("Part of the address is doubled");
    await call(directory.base, "//Users", directory.token);
    await expect(wrong(admin)).toContainText("Doubled slash in the address");

    const strange = `scim_9ZZ${"a".repeat(46)}`;
    await call(directory.base.replace(/\/scim\/v2\/?$/, `/scim/v2/connections/${directory.id}`), "/Users", strange);
    await expect(wrong(admin)).toContainText("Unknown token");
    await expect(wrong(admin)).toContainText("scim_9ZZ");
    await expect(wrong(admin)).not.toContainText(strange);

    await management.http.patch(`/v1/organizations/${home.id}/directories/${directory.id}`, {
      data: { rate_limit: 1 },
    });
    for (let each = 0; each < 5; each += 1) await call(directory.base, "/Users", directory.token);
    await expect(wrong(admin)).toContainText("Too many requests");
  });

  test("missing names, groups that change no role, an expired token, a revoked token", async ({
    admin,
    adminHttp,
    management,
    home,
    directory,
  }) => {
    await open(admin, `/directory-sync/${directory.id}/setup?step=assign`);
    const userName = `${unique("nameless").replaceAll(" ", ".")}@example.test`;
    const created = await call(directory.base, "/Users", directory.token, {
      method: "POST",
      body: JSON.stringify({ schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName, active: true }),
    });
    const { id } = (await created.json()) as { id: string };
    await expect(wrong(admin)).toContainText("First or last name is missing");
    await call(directory.base, "/Groups", directory.token, {
      method: "POST",
      body: JSON.stringify({ displayName: unique("Admins"), members: [{ value: id }] }),
    });
    await expect(wrong(admin)).toContainText("The group gives no role");
    await expect(wrong(admin).getByRole("link", { name: "Open Roles" })).toBeVisible();

    // Without an overlap the old token is over at once.
    const path = `/api/directories/${directory.id}/tokens/${directory.tokenId}/rotate`;
    expect((await adminHttp.post(path, { data: { overlapSeconds: 0 } })).status()).toBe(201);
    expect((await call(directory.base, "/Users", directory.token)).status).toBe(401);
    await expect(wrong(admin)).toContainText("The token has expired");
    await expect(wrong(admin)).toContainText("Issue a new token on the Tokens page");
    await expect(wrong(admin).getByRole("link", { name: "Open Tokens" }).first()).toBeVisible();

    const revoked = await management.issueToken(home.id, directory.id, "Revoked at once");
    await management.revokeToken(home.id, revoked.id);
    await call(directory.base, "/Users", revoked.token);
    await expect(wrong(admin)).toContainText("The token was revoked");
    await expect(wrong(admin)).toContainText("Provisioning");
  });
});

test("the IdP is played, tests itself, and leaves nothing behind", async ({ admin, directory }) => {
  await open(admin, `/directory-sync/${directory.id}/setup?step=try`);
  await admin.getByRole("button", { name: "Joiner" }).click();
  await expect(admin.getByRole("list", { name: "Requests: Joiner" })).toContainText("Test: Okta created");
  await admin.getByRole("button", { name: "Leaver" }).click();
  await expect(admin.getByRole("list", { name: "Requests: Leaver" })).toContainText("inactive");
  await admin.getByRole("button", { name: "Group push" }).click();
  await expect(admin.getByRole("list", { name: "Requests: Group push" })).toContainText("POST /Groups");
  await admin.getByRole("button", { name: "Run self-test" }).click();
  await expect(admin.getByText(/^All \d+ calls were answered/)).toBeVisible();
  const [download] = await Promise.all([
    admin.waitForEvent("download"),
    admin.getByRole("button", { name: "Postman collection" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.postman_collection\.json$/);
  await admin.getByRole("button", { name: "Remove the test" }).click();
  await expect(admin.getByText("Here from tests")).toBeHidden();
  const { data } = await (await admin.request.get(`/api/directories/${directory.id}/log`)).json();
  expect(data).toEqual([]);
});

test("a setup link opens one directory for somebody without an account, until it is revoked", async ({
  admin,
  browser,
  directory,
  origin,
}) => {
  await open(admin, `/directory-sync/${directory.id}/setup?step=link`);
  await admin.getByLabel("For whom").fill("Dana, IT");
  await admin.getByRole("button", { name: "Make setup link" }).click();
  const url = await admin.getByRole("textbox", { name: "Setup link for Dana, IT" }).inputValue();

  const context = await browser.newContext({ baseURL: origin });
  const visitor = await context.newPage();
  await visitor.goto(url);
  await expect(visitor.getByRole("heading", { level: 1 })).toContainText("Connect Okta");
  await expect(visitor.getByRole("navigation", { name: "Main" })).toHaveCount(0);
  await expect(visitor.getByRole("button", { name: "Send to your IT admin" })).toHaveCount(0);
  await stepOf(visitor, "Connect Okta").click();
  await visitor.getByRole("button", { name: "Make another token" }).click();
  await visitor.getByRole("dialog").getByRole("button", { name: "Make token" }).click();
  const token = await visitor.getByRole("dialog", { name: "Paste your token now" }).getByRole("textbox").inputValue();
  await visitor.getByRole("checkbox", { name: "I have stored it" }).check();
  await visitor.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await identityProvider("okta", { base: directory.base, token, users: 1, groups: 0 }).testConnection();
  await ticked(visitor);
  expect(await context.cookies(), "no session is made").toEqual([]);
  for (const path of ["/api/me", `/api/directories/${directory.id}`, `/api/directories/${directory.id}/setup`]) {
    expect((await visitor.request.get(path)).status(), path).toBe(401);
  }

  await admin.getByRole("button", { name: "Done", exact: true }).click();
  const links = admin.getByRole("list", { name: "Setup links" });
  await expect(links).toContainText("Opened");
  await expect(links).toContainText("1 token made with it");
  await links.getByRole("button", { name: "Revoke the link for Dana, IT" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Revoke link" }).click();
  await expect(links).toContainText("Revoked");
  await expect(visitor.getByText("This link does not work")).toBeVisible();
  await context.close();
});

test("a change through a setup link from another site is refused, and a secret that is guessed at is slowed down", async ({
  playwright,
  origin,
}) => {
  const http = await playwright.request.newContext({ baseURL: origin });
  const secret = { authorization: `Setup setup_${"a".repeat(49)}` };
  const elsewhere = { ...secret, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  expect((await http.patch("/api/setup", { headers: elsewhere, data: {} })).status()).toBe(403);
  expect((await http.get("/api/setup", { headers: secret })).status()).toBe(401);
  expect((await http.get("/api/setup")).status()).toBe(401);
  await http.dispose();
});
