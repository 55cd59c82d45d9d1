import type { APIRequestContext, Page } from "@playwright/test";
import { test as base, createOwnOrganization, expect, type Organization, unique, viewing } from "../fixtures.ts";
import { administrator, hydrated, open } from "../sign-in.ts";

/** An organization of each test's own, on a page that shows it: nothing of another test's stands in its lists. */
const test = base.extend<{ own: { organization: Organization; page: Page } }>({
  own: async ({ context, adminHttp, adminState }, use) => {
    const organization = await createOwnOrganization(adminHttp, unique("Own"));
    await context.setStorageState(viewing(adminState, organization));
    await use({ organization, page: await context.newPage() });
  },
});

interface Line {
  action: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}
async function auditLines(http: APIRequestContext, { id }: Organization): Promise<Line[]> {
  return (await (await http.get(`/api/organizations/${id}/audit`)).json()).data;
}

const PASSWORD = "a long and quite new password";

test("an invited person makes an account, sees what a member may, and the link works once", async ({
  own: { organization, page },
  adminHttp,
  browser,
  origin,
}) => {
  const email = `${unique("dana").replace(" ", ".")}@corp.example`;
  await open(page, "/members");
  await page.getByRole("button", { name: "Invite" }).click();
  const asking = page.getByRole("dialog", { name: "Invite people" });
  await asking.getByLabel("E-mail addresses").fill(`${email}\nnot-an-address`);
  await asking.getByRole("button", { name: "Invite", exact: true }).click();
  const outcome = page.getByRole("dialog", { name: "Invited" });
  await expect(outcome).toContainText("That is no e-mail address.");
  const link = await outcome.getByRole("textbox").first().inputValue();
  await outcome.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("table", { name: "Invitations" }).getByRole("row", { name: email })).toContainText(
    "Waiting",
  );
  expect(await page.content()).not.toContain(link);

  const context = await browser.newContext({ baseURL: origin });
  const visitor = await context.newPage();
  await visitor.goto(link);
  await expect(visitor.getByRole("heading", { name: `Join ${organization.name}` })).toBeVisible();
  await visitor.getByLabel("Your name").fill("Dana");
  await visitor.getByLabel("Password").fill("short");
  await visitor.getByRole("button", { name: /^(Make|Create|Join)/ }).click();
  await expect(visitor.getByText(/at least 10 characters/i).first()).toBeVisible();
  await visitor.getByLabel("Password").fill(PASSWORD);
  await visitor.getByRole("button", { name: /^(Make|Create|Join)/ }).click();
  await expect(visitor.getByRole("heading", { level: 1, name: /Directory sync|Welcome/ })).toBeVisible();
  // What a member may not do is refused by the server, whatever the page shows.
  const attempt = { headers: { origin }, data: { name: "Mine now" } };
  expect((await visitor.request.patch(`/api/organizations/${organization.id}/settings`, attempt)).status()).toBe(403);
  await visitor.goto(link);
  await expect(visitor.getByRole("heading", { name: "This invitation cannot be used" })).toBeVisible();
  await context.close();

  await expect(page.getByRole("table", { name: "Invitations" }).getByRole("row", { name: email })).toContainText(
    "Accepted",
  );
  expect((await auditLines(adminHttp, organization)).map(({ action }) => action)).toEqual(
    expect.arrayContaining(["invitation.created", "invitation.accepted"]),
  );
});

test("a revoked invitation opens nothing", async ({ own: { page }, browser, origin }) => {
  await open(page, "/members");
  await page.getByRole("button", { name: "Invite" }).click();
  const asking = page.getByRole("dialog", { name: "Invite people" });
  await asking.getByLabel("E-mail addresses").fill("gone@corp.example");
  await asking.getByRole("button", { name: "Invite", exact: true }).click();
  const outcome = page.getByRole("dialog", { name: "Invited" });
  const link = await outcome.getByRole("textbox").first().inputValue();
  await outcome.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Revoke gone@corp.example" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await question.getByRole("button", { name: "Revoke invitation" }).click();
  await expect(page.getByRole("row", { name: /gone@corp\.example/ })).toContainText("Revoked");
  const context = await browser.newContext({ baseURL: origin });
  const visitor = await context.newPage();
  await visitor.goto(link);
  await expect(visitor.getByRole("heading", { name: "This invitation cannot be used" })).toBeVisible();
  await context.close();
});

test("settings are saved whole, survive a reload, are refused with a reason, and stand in the audit log before and after", async ({
  own: { page },
}) => {
  await open(page, "/settings");
  await page.getByLabel("Provisioning log").fill("90");
  await page.getByLabel("Time zone").selectOption("Pacific/Chatham");
  await page.getByLabel("Attributes").fill("phoneNumbers, title");
  await page.getByRole("checkbox", { name: /A webhook endpoint fails/ }).uncheck();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The settings are in force.")).toBeVisible();
  await open(page, "/settings");
  await expect(page.getByLabel("Provisioning log")).toHaveValue("90");
  await expect(page.getByLabel("Time zone")).toHaveValue("Pacific/Chatham");
  await expect(page.getByLabel("Attributes")).toHaveValue("phoneNumbers, title");
  await expect(page.getByRole("checkbox", { name: /A webhook endpoint fails/ })).not.toBeChecked();

  await page.getByLabel("Provisioning log").fill("0");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText(/^At least 1 days?\.$/)).toBeVisible();

  await open(page, "/audit");
  await page
    .getByRole("link", { name: /Organization settings changed/ })
    .or(page.getByRole("button", { name: /Organization settings changed/ }))
    .first()
    .click();
  const changes = page.getByRole("dialog").getByRole("table", { name: "Before and after" });
  await expect(changes).toContainText("365");
  await expect(changes).toContainText("90");
  await expect(changes).toContainText("Pacific/Chatham");
  await expect(changes).toContainText("phoneNumbers");
});

test("a tab stays with its organization when another tab has chosen another one", async ({
  own: { organization, page },
  adminHttp,
}) => {
  const other = await createOwnOrganization(adminHttp, unique("Other"));
  const switcher = page.getByRole("complementary").getByRole("button", { name: /^Organization:/ });
  await open(page, "/members");
  await expect(switcher).toContainText(organization.name);
  // What another tab's choice leaves behind; no focus event tells this tab.
  const cookie = `rollcall-organization=${other.id}; path=/`;
  const chosen = () => page.evaluate(() => document.cookie);
  await page.evaluate((text) => {
    // biome-ignore lint/suspicious/noDocumentCookie: as the page itself does it.
    document.cookie = text;
  }, cookie);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expect(page.getByText(`What holds for ${organization.name}`)).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(organization.name);
  await expect(switcher).toContainText(organization.name);
  expect(await chosen()).toContain(organization.id);
});

test("settings that another admin changes meanwhile are shown, and a save leaves them alone", async ({
  own: { organization, page },
  adminHttp,
}) => {
  const api = `/api/organizations/${organization.id}/settings`;
  await open(page, "/settings");
  await page.getByLabel("Provisioning log").fill("90");
  const theirs = { massChange: { count: 7 }, retention: { bodyDays: 5 } };
  expect((await adminHttp.patch(api, { data: theirs })).status()).toBe(200);
  await expect(async () => {
    // As when the window is looked at again.
    await page.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await expect(page.getByLabel("More people than")).toHaveValue("7", { timeout: 1_000 });
  }).toPass();
  await expect(page.getByLabel("Provisioning log")).toHaveValue("90");
  await expect(page.getByRole("region", { name: "Unsaved changes" })).toContainText("1 unsaved change");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("The settings are in force.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Unsaved changes" })).toBeHidden();
  expect((await (await adminHttp.get(api)).json()).settings).toMatchObject({
    massChange: { count: 7 },
    retention: { logDays: 90, bodyDays: 5 },
  });
});

test("an attribute that another admin declares meanwhile survives a save", async ({
  own: { organization, page },
  adminHttp,
}) => {
  const api = `/api/organizations/${organization.id}/attributes`;
  await open(page, "/settings/roles");
  await page.getByRole("button", { name: "Add attribute" }).click();
  const badge = { key: "badge", label: "Badge", type: "text", required: false };
  expect((await adminHttp.put(api, { data: { data: [badge] } })).status()).toBe(200);
  const mine = page.getByRole("group", { name: /^Attribute/ }).last();
  await mine.getByLabel("Key").fill("desk");
  await mine.getByLabel("Label").fill("Desk");
  await page.getByRole("button", { name: "Save attributes" }).click();
  await expect(page.getByText("Attributes saved")).toBeVisible();
  await expect(page.getByRole("group", { name: "Attribute badge" })).toBeVisible();
  const { data } = await (await adminHttp.get(api)).json();
  expect(data.map(({ key }: { key: string }) => key)).toEqual(["badge", "desk"]);
});

test("the audit log is filtered by address, exported, and verified", async ({
  own: { organization, page },
  adminHttp,
}) => {
  for (const name of ["First", "Second"])
    await adminHttp.post(`/api/organizations/${organization.id}/api-keys`, { data: { name } });
  await open(page, "/audit?q=Second");
  await expect(page.getByRole("row", { name: /API key issued/ })).toContainText("Second");
  const table = page.getByRole("table");
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText(/as (it was|they were) written|intact|unchanged/i).first()).toBeVisible();
  const csv = await adminHttp.get(`/api/organizations/${organization.id}/audit/export?format=csv`);
  expect(csv.status()).toBe(200);
  expect(await csv.text()).toContain("api_key.issued");
  for (const { action, before, after } of await auditLines(adminHttp, organization)) {
    if (action.endsWith("exported")) continue;
    expect(before ?? after, `${action} says what it changed`).not.toBeNull();
  }
});

test("somebody whom a directory sends under an account's address is kept apart or linked by decision, never by itself", async ({
  own: { organization, page },
  management,
}) => {
  const { base: address, token } = await management.openDirectory(organization.id, unique("Okta"), "okta_saml");
  const { email } = administrator();
  const send = (userName: string) =>
    fetch(`${address}Users`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
      body: JSON.stringify({
        schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
        userName,
        displayName: `Sent as ${userName}`,
        active: true,
        emails: [{ value: email, primary: true }],
      }),
    });
  expect((await send("first")).status).toBe(201);
  await open(page, "/members");
  const pending = page.getByRole("region", { name: "Needs a decision" });
  await expect(pending).toContainText("Sent as first");
  await expect(page.getByText("2 of 2 members")).toBeVisible();
  await pending.getByRole("button", { name: "Keep apart Sent as first" }).click();
  await expect(pending).toBeHidden();
  await expect(page.getByText("2 of 2 members")).toBeVisible();

  expect((await send("second")).status).toBe(201);
  await open(page, "/members");
  await expect(page.getByText("3 of 3 members")).toBeVisible();
  await pending.getByRole("button", { name: "Link Sent as second" }).click();
  await expect(pending).toBeHidden();
  // The account's member takes the directory's place in it and stays owner.
  await expect(page.getByText("2 of 2 members")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Sent as second" })).toContainText("Owner");
});

test("break glass: somebody is suspended at once whatever the provider says, undone by the toast, and audited", async ({
  own: { organization, page },
  management,
  adminHttp,
}) => {
  const { base: address, token } = await management.openDirectory(organization.id, unique("Okta"), "okta_saml");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
  const body = { userName: "leaver@corp.example", displayName: "Leaver", active: true };
  expect((await fetch(`${address}Users`, { method: "POST", headers, body: JSON.stringify(body) })).status).toBe(201);
  await open(page, "/members");
  await page.getByRole("button", { name: "Manage Leaver" }).click();
  const dialog = page.getByRole("dialog", { name: "Leaver" });
  await dialog.getByLabel("Suspend for").selectOption({ label: "4 hours" });
  await dialog.getByRole("button", { name: "Suspend now" }).click();
  await expect(page.getByText("Leaver is shut out.")).toBeVisible();
  await page.getByRole("button", { name: "Inactive", exact: true }).click();
  await expect(page.getByRole("row", { name: /Leaver/ })).toContainText("Suspended");
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Active", exact: true }).click();
  await expect(page.getByRole("row", { name: /Leaver/ })).toContainText("Active");
  const lines = await auditLines(adminHttp, organization);
  const suspended = lines.find(({ action }) => action === "member.suspended");
  expect(suspended?.before ?? suspended?.after, "the suspension says what it changed").toBeTruthy();
});

test("an organization is deleted by its typed name alone, with the numbers said first", async ({
  own: { organization, page },
  adminHttp,
}) => {
  await open(page, "/settings");
  await page.getByRole("button", { name: "Delete organization" }).click();
  const question = page.getByRole("alertdialog", { name: `Delete ${organization.name}?` });
  await expect(question).toContainText("1 membership");
  await expect(question).toContainText("This cannot be undone");
  const confirm = question.getByRole("button", { name: "Delete organization" });
  await expect(confirm).toBeDisabled();
  await question.getByRole("textbox").fill(organization.name.toUpperCase());
  await expect(confirm).toBeDisabled();
  await question.getByRole("textbox").fill(organization.name);
  await confirm.click();
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Settings");
  await hydrated(page);
  expect((await adminHttp.get(`/api/organizations/${organization.id}/members`)).status()).toBe(404);
});

test("a button that is pressed before the page can answer is answered as soon as it can", async ({ own: { page } }) => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/members", { waitUntil: "commit" });
  await page.getByRole("button", { name: "Invite" }).click();
  letGo();
  await expect(page.getByRole("dialog", { name: "Invite people" })).toBeVisible();
});
