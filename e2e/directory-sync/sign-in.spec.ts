import { randomUUID } from "node:crypto";
import { expect, test } from "../fixtures.ts";
import { administrator, fillInSignIn, open, signInOverHttp } from "../sign-in.ts";

/** An address of the range that RFC 5737 keeps for examples: attempts from it lock nobody else out. */
const ELSEWHERE = "203.0.113.7";

test("a wrong password and an unknown address are told in the same sentence", async ({ page }) => {
  await open(page, "/sign-in");
  const sentence = page.getByText("E-mail or password is wrong.");
  await fillInSignIn(page, { email: administrator().email, password: "not the password" });
  await expect(sentence).toBeVisible();
  await expect(page.getByLabel("Password")).toBeFocused();

  await open(page, "/sign-in");
  await fillInSignIn(page, { email: `${randomUUID()}@example.com`, password: "not the password" });
  await expect(sentence).toBeVisible();
});

test("an empty form says what is missing and asks the server nothing", async ({ page }) => {
  await open(page, "/sign-in");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Enter your e-mail address.")).toBeVisible();
  await expect(page.getByText("Enter your password.")).toBeVisible();
  expect(asked).toEqual([]);
});

test("who guesses is slowed down, even with the right password at last; others still get in", async ({
  browser,
  playwright,
  origin,
}) => {
  const guessed = { email: `${randomUUID()}@example.com`, password: "a guess" };
  const context = await browser.newContext({ extraHTTPHeaders: { "x-forwarded-for": ELSEWHERE } });
  for (let guess = 1; guess <= 10; guess += 1) {
    expect((await signInOverHttp(context.request, guessed)).url).toContain("error=CredentialsSignin");
  }
  const page = await context.newPage();
  await open(page, "/sign-in");
  await fillInSignIn(page, guessed);
  await expect(page.getByText("Too many attempts. Wait a minute, then try again.")).toBeVisible();
  await context.close();

  const somebodyElse = await playwright.request.newContext({ baseURL: origin });
  expect((await signInOverHttp(somebodyElse, administrator())).status).toBe(200);
  await somebodyElse.dispose();
});

test("a link into a filtered log survives signing in", async ({ page, directory }) => {
  const path = `/directory-sync/${directory.id}/log?outcome=refused&q=token`;
  await page.goto(path);
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await fillInSignIn(page, administrator());
  await expect(page).toHaveURL(path);
  await expect(page.getByRole("button", { name: "Refused", pressed: true })).toBeVisible();
  await expect(page.getByRole("searchbox", { name: "Search the log" })).toHaveValue("token");
});

// More such addresses, without a browser: lib/client/same-origin-path.test.ts.
test("signing in does not lead to another site, nor to a script", async ({ page, origin }) => {
  for (const elsewhere of ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"]) {
    // A page that is left open finds out that its session is gone, and goes to the sign-in by itself meanwhile.
    await page.goto("about:blank");
    await page.context().clearCookies();
    await open(page, `/sign-in?callbackUrl=${encodeURIComponent(elsewhere)}`);
    await fillInSignIn(page, administrator());
    await expect(page.getByRole("heading", { level: 1, name: "Directory sync" }), elsewhere).toBeVisible();
    expect(new URL(page.url()).origin).toBe(origin);
  }
});

test("signing out ends the session itself: its cookie opens nothing any more", async ({ page, playwright, origin }) => {
  await open(page, "/sign-in");
  await fillInSignIn(page, administrator());
  await expect(page.getByRole("heading", { level: 1, name: "Directory sync" })).toBeVisible();
  const storageState = await page.context().storageState();
  const keeper = await playwright.request.newContext({ baseURL: origin, storageState });
  expect((await keeper.get("/api/me")).status()).toBe(200);

  await page.getByRole("button", { name: /^Account:/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  // At once: sooner than any read of the page that is left finds out.
  await expect(page).toHaveURL("/sign-in", { timeout: 4_000 });
  await expect(page.getByRole("heading", { level: 1, name: "Sign in to Rollcall" })).toBeVisible();
  expect((await keeper.get("/api/me")).status()).toBe(401);
  expect((await keeper.get("/directory-sync", { maxRedirects: 0 })).headers().location).toContain("/sign-in");
  await keeper.dispose();
});

test("a sign-out that fails says so, and the page stays", async ({ admin }) => {
  await open(admin, "/directory-sync");
  await admin.route("**/api/auth/signout", (route) => route.abort());
  await admin.getByRole("button", { name: /^Account:/ }).click();
  await admin.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(admin.getByRole("region", { name: "Notifications" })).toContainText("Not signed out");
  await expect(admin.getByRole("heading", { level: 1, name: "Directory sync" })).toBeVisible();
});

test("without a session every API answers 401 in JSON, and every page leads to the sign-in", async ({ request }) => {
  for (const path of ["/api/me", "/api/organizations", "/api/directories/any", "/api/directories/any/log"]) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: "unauthenticated" } });
  }
  for (const path of ["/directory-sync", "/members", "/settings/api-keys", "/directory-sync/any/tokens"]) {
    const response = await request.get(path, { maxRedirects: 0 });
    expect(response.headers().location, path).toBe(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  }
});

test("a page of another site changes nothing with the visitor's cookie", async ({ playwright, origin, adminState }) => {
  const strangers: Record<string, string>[] = [
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "same-site", origin },
    {},
  ];
  for (const extraHTTPHeaders of strangers) {
    const http = await playwright.request.newContext({ baseURL: origin, storageState: adminState, extraHTTPHeaders });
    const response = await http.post("/api/organizations", { data: { name: "Planted" } });
    expect(response.status(), JSON.stringify(extraHTTPHeaders)).toBe(403);
    expect(await response.json()).toMatchObject({ error: { code: "forbidden" } });
    const mine = await (await http.get("/api/organizations")).json();
    expect(mine.data.map(({ name }: { name: string }) => name)).not.toContain("Planted");
    await http.dispose();
  }
});
