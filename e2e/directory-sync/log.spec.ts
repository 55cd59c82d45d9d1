import { expect } from "@playwright/test";
import { requestUrl } from "../../scripts/simulate/scim-client.ts";
import { test, unique } from "../fixtures.ts";
import { test as populatedTest, viewing } from "../populated.ts";
import { administrator, fillInSignIn, open } from "../sign-in.ts";
import { tabTo } from "./without-mouse.ts";

populatedTest(
  "a broken token is found, understood and traced to its menu without a mouse",
  async ({ admin, populated }) => {
    await open(admin, `/directory-sync/${populated.directoryId}/log`);
    await tabTo(admin, admin.getByRole("group", { name: "View" }).getByRole("button", { name: "Entries" }));
    await admin.keyboard.press("ArrowRight");
    await admin.keyboard.press("Enter");
    const cause = admin.getByRole("table", { name: /^Causes/ }).getByRole("link", { name: "The token was revoked" });
    await tabTo(admin, cause);
    await admin.keyboard.press("Enter");
    await expect(admin).toHaveURL(/cause=token-revoked/);

    const entry = admin.getByRole("link", { name: /has been revoked/ }).first();
    await tabTo(admin, entry);
    await admin.keyboard.press("Enter");
    const drawer = admin.getByRole("dialog");
    await expect(
      drawer.getByText("Somebody revoked this token, and the identity provider still uses it."),
    ).toBeVisible();
    await expect(drawer.getByText("Authorization (HTTP Header)")).toBeVisible();
    await expect(drawer.getByText("Stopped here")).toBeAttached();
    await admin.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
  },
);

populatedTest("what is typed becomes a filter that the address keeps", async ({ admin, populated }) => {
  await open(admin, `/directory-sync/${populated.directoryId}/log`);
  const search = admin.getByRole("searchbox", { name: "Search the log" });
  await search.fill("op:create attr:title");
  await search.press("Enter");
  await expect(admin).toHaveURL(/operation=create/);
  await expect(admin).toHaveURL(/attribute=title/);
  await expect(search).toHaveValue("");
  // What rested in the field when Enter came must not be searched for once more.
  await admin.waitForTimeout(400);
  await expect(admin).not.toHaveURL(/q=/);
  const chips = admin.getByRole("list", { name: "Filters" });
  await chips.getByRole("button", { name: /Operation create/ }).click();
  await expect(admin).not.toHaveURL(/operation=/);
  await chips.getByRole("button", { name: "Clear all" }).click();
  await expect(admin).not.toHaveURL(/attribute=/);
  // Typing that rests behind a word goes on with another word.
  await search.fill("ana ");
  await expect(admin).toHaveURL(/q=ana$/);
  await expect(search).toHaveValue("ana ");
});

populatedTest(
  "a filtered log opens in a fresh session, after sign-in",
  async ({ browser, origin, adminState, home, populated }) => {
    const chosen = viewing(adminState, home).cookies.filter(({ name }) => name === "rollcall-organization");
    const context = await browser.newContext({ baseURL: origin });
    await context.addCookies(chosen);
    const page = await context.newPage();
    await page.goto(`/directory-sync/${populated.directoryId}/log?cause=token-revoked`);
    await fillInSignIn(page, administrator());
    await expect(page.getByRole("link", { name: /has been revoked/ }).first()).toBeVisible();
    await expect(page).toHaveURL(/cause=token-revoked/);
    await context.close();
  },
);

populatedTest(
  "names are masked until they are revealed, and that is in the audit log",
  async ({ admin, populated }) => {
    await open(admin, `/directory-sync/${populated.directoryId}/log?operation=create`);
    await admin
      .getByRole("link", { name: / created / })
      .first()
      .click();
    const body = admin.getByRole("dialog").getByRole("region", { name: "Request body" });
    await expect(body).toContainText("••");
    await admin.getByRole("button", { name: "Show personal data" }).click();
    await expect(body).not.toContainText("••");
  },
);

populatedTest("the same moment is told in another zone", async ({ admin, populated }) => {
  await open(admin, `/directory-sync/${populated.directoryId}/log?entry=${populated.entryId}`);
  const time = admin.getByRole("dialog").locator("time").first();
  await expect(time).toBeVisible();
  await admin.keyboard.press("Escape");
  await admin.getByRole("combobox", { name: "Time zone" }).selectOption("Pacific/Chatham");
  await admin.reload();
  await expect(admin.getByRole("combobox", { name: "Time zone" })).toHaveValue("Pacific/Chatham");
  await open(admin, `/directory-sync/${populated.directoryId}/log?entry=${populated.entryId}`);
  await expect(time).toContainText(/GMT\+1[23]:45/);
  await admin.evaluate(() => localStorage.removeItem("time-zone"));
});

test("a name that is a formula is harmless in the exported file", async ({ adminHttp, idp, directory }) => {
  const formula = '=HYPERLINK("https://attacker.example","click")';
  const sent = await idp.post(requestUrl(directory.base, { path: "/Users" }), {
    data: {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName: unique("formula").replace(" ", "-"),
      displayName: formula,
    },
  });
  expect(sent.status()).toBe(201);
  const file = await adminHttp.get(`/api/directories/${directory.id}/log/export?format=csv&operation=create`);
  expect(file.headers()["content-disposition"]).toContain("provisioning-log.csv");
  const text = await file.text();
  expect(text).toContain("'=HYPERLINK");
  expect(text).not.toMatch(/(^|[,\n"])=HYPERLINK/);
});

test("a pause says when it ends, to the provider and on the page", async ({ admin, adminHttp, idp, directory }) => {
  const paused = await adminHttp.patch(`/api/directories/${directory.id}`, {
    data: { state: "paused", pauseMinutes: 15 },
  });
  expect(paused.ok()).toBe(true);
  const answer = await idp.get(requestUrl(directory.base, { path: "/Users" }));
  expect(answer.status()).toBe(503);
  expect(Number(answer.headers()["retry-after"])).toBeGreaterThan(600);
  await open(admin, `/directory-sync/${directory.id}`);
  await expect(admin.getByText("It resumes by itself at")).toBeVisible();
});

test("a token is rotated, and the old one is revoked when the new one works", async ({ admin, directory, idp }) => {
  await open(admin, `/directory-sync/${directory.id}/tokens`);
  await admin.getByRole("button", { name: "Rotate Identity provider" }).click();
  await admin.getByRole("button", { name: "Make the new token" }).click();
  const reveal = admin.getByRole("dialog", { name: "Store your new token now" });
  const token = await reveal.getByRole("textbox").inputValue();
  await reveal.getByRole("checkbox", { name: "I have stored it" }).check();
  await reveal.getByRole("button", { name: "Done" }).click();
  await expect(admin.getByText("Waiting for the first call with the new token.")).toBeVisible();

  const users = requestUrl(directory.base, { path: "/Users" });
  expect((await idp.get(users)).status()).toBe(200);
  expect((await idp.get(users, { headers: { authorization: `Bearer ${token}` } })).status()).toBe(200);
  await expect(admin.getByText("The new token has been used.")).toBeVisible();
  await admin.getByRole("button", { name: /^Revoke the old/ }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(admin.getByText("The new token has been used.")).toBeHidden();
  expect((await idp.get(users)).status()).toBe(401);
});
