/** Attack list J: the dashboard, its sessions and its secrets. */
import type { APIRequestContext, Browser, Page } from "@playwright/test";
import { watchQuietly } from "../accessibility.ts";
import { expect, test, unique } from "../fixtures.ts";
import { administrator, fillInSignIn, open, signInOverHttp } from "../sign-in.ts";

const FROM_ELSEWHERE: Record<string, string>[] = [
  { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  { origin: "https://evil.example" },
  { origin: "null" },
  { "sec-fetch-site": "cross-site" },
];

/** Makes the server believe that the password was proved long ago. */
async function withStaleSession<Result>(page: Page, work: () => Promise<Result>): Promise<Result> {
  let isStale = true;
  await page.route("**/api/**", async (route) => {
    const request = route.request();
    if (request.url().endsWith("/api/session/confirm")) isStale = false;
    const asksForMore = isStale && ["POST", "DELETE"].includes(request.method()) && !request.url().endsWith("confirm");
    if (!asksForMore) return route.continue();
    const error = { code: "step_up_required", message: "Confirm your password to go on.", requestId: "r" };
    await route.fulfill({ status: 403, json: { error } });
  });
  return work();
}

test("J1: a form on another site's page changes nothing, signs nobody in and nobody out", async ({
  playwright,
  origin,
  adminState,
  directory,
  adminHttp,
}) => {
  const changes: [string, string, object?][] = [
    ["POST", "/api/organizations", { name: "Planted" }],
    ["PATCH", `/api/directories/${directory.id}`, { name: "Planted" }],
    ["DELETE", `/api/directories/${directory.id}`],
    ["POST", `/api/directories/${directory.id}/tokens`, { name: "Planted" }],
    ["POST", "/api/session/confirm", { password: administrator().password }],
    ["POST", "/api/auth/signout"],
    ["POST", "/api/auth/callback/credentials", administrator()],
  ];
  for (const extraHTTPHeaders of FROM_ELSEWHERE) {
    const http = await playwright.request.newContext({ baseURL: origin, storageState: adminState, extraHTTPHeaders });
    for (const [method, path, data] of changes) {
      const response = await http.fetch(path, { method, data });
      expect(response.status(), `${method} ${path} ${JSON.stringify(extraHTTPHeaders)}`).toBe(403);
    }
    await http.dispose();
  }
  const still = await (await adminHttp.get(`/api/directories/${directory.id}`)).json();
  expect(still).toMatchObject({ name: directory.name, counts: { activeTokens: 1 } });
});

test("J2: what changes something does not do it for a GET", async ({ adminHttp, directory }) => {
  for (const path of [`/api/directories/${directory.id}/tokens/${directory.tokenId}/revoke`, "/api/session/confirm"]) {
    expect((await adminHttp.get(path)).status(), path).toBe(405);
  }
  expect((await adminHttp.get("/api/auth/signout")).status()).toBeLessThan(400);
  expect((await adminHttp.get("/api/me")).status(), "still signed in").toBe(200);
});

test("J4: an admin elsewhere finds nothing of another organization, by whatever id", async ({
  playwright,
  adminHttp,
  management,
  home,
  directory,
}) => {
  const theirs = await management.createOrganization(unique("Elsewhere"));
  const target = await management.openDirectory(theirs.id, unique("Theirs"), "generic");
  const scim = await playwright.request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${target.token}` } });
  const userName = `${unique("theirs").replaceAll(" ", ".")}@example.test`;
  const user = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName };
  expect((await scim.post(`${target.base}Users`, { data: user })).status()).toBe(201);
  const listed = await management.http.get(`/events?organization_id=${theirs.id}`);
  const eventId: string = (await listed.json()).data[0].id;

  const foreign = `/api/organizations/${theirs.id}`;
  const own = `/api/organizations/${home.id}`;
  const attempts: [string, string, object?][] = [
    ["GET", `/api/directories/${target.id}`],
    ["GET", `/api/directories/${target.id}/tokens`],
    ["GET", `/api/directories/${target.id}/log/export`],
    ["POST", `/api/directories/${target.id}/tokens/${target.tokenId}/revoke`],
    ["POST", `/api/directories/${target.id}/tokens/${target.tokenId}/rotate`, { overlapSeconds: 0 }],
    ["POST", `/api/directories/${directory.id}/tokens/${target.tokenId}/revoke`],
    ["POST", `/api/directories/${directory.id}/tokens/${target.tokenId}/rotate`, { overlapSeconds: 0 }],
    ["GET", `${foreign}/events/${eventId}`],
    ["GET", `${own}/events/${eventId}`],
    ["GET", `${foreign}/audit/export`],
    ["GET", `${foreign}/audit/verify`],
    ["POST", `${foreign}/deliveries/replay`, { endpointId: "endpoint_x", since: "2026-01-01T00:00:00Z", dryRun: true }],
  ];
  for (const [method, path, data] of attempts) {
    const response = await adminHttp.fetch(path, { method, data });
    expect(response.status(), `${method} ${path}`).toBe(404);
    expect(await response.text(), path).not.toContain(userName);
  }
  expect((await scim.get(`${target.base}Users`)).status(), "their token works as before").toBe(200);
  await scim.dispose();
});

test("J5: an old sign-in is asked for the password, then the work goes on, all by keyboard", async ({
  admin,
  directory,
}) => {
  await open(admin, `/directory-sync/${directory.id}/tokens`);
  await withStaleSession(admin, async () => {
    await admin.getByRole("button", { name: "Issue token" }).press("Enter");
    const issuing = admin.getByRole("dialog", { name: "Issue token" });
    await issuing.getByLabel("Name").fill("After confirming");
    await admin.keyboard.press("Enter");
    const asking = admin.getByRole("dialog", { name: "Confirm your password" });
    await expect(asking.getByLabel("Password")).toBeFocused();
    await admin.keyboard.type("not my password");
    await admin.keyboard.press("Enter");
    await expect(asking).toContainText("That is not your password.");
    await admin.keyboard.type(administrator().password);
    await admin.keyboard.press("Enter");
  });
  await expect(admin.getByRole("dialog", { name: "Store your token now" })).toBeVisible();
});

test("J5: whoever does not confirm makes nothing, and loses nothing of what was filled in", async ({
  admin,
  directory,
}) => {
  await open(admin, `/directory-sync/${directory.id}/tokens`);
  await withStaleSession(admin, async () => {
    await admin.getByRole("button", { name: "Issue token" }).click();
    const issuing = admin.getByRole("dialog", { name: "Issue token" });
    await issuing.getByLabel("Name").fill("Never made");
    await issuing.getByRole("button", { name: "Issue token" }).click();
    await admin.getByRole("dialog", { name: "Confirm your password" }).getByLabel("Password").press("Escape");
    await expect(issuing.getByLabel("Name")).toHaveValue("Never made");
    await expect(issuing).toContainText("Confirm your password to go on.");
  });
  const { data } = await (await admin.request.get(`/api/directories/${directory.id}/tokens`)).json();
  expect(data.map(({ name }: { name: string }) => name)).not.toContain("Never made");
});

test("J5: a wrong password confirms nothing, and guessing is slowed down", async ({ browser, origin }) => {
  const http = await signedInAlone(browser, origin);
  const confirm = (password: string) => http.post("/api/session/confirm", { data: { password }, headers: { origin } });
  const answer = await confirm("wrong");
  expect(answer.status()).toBe(422);
  expect(await answer.json()).toMatchObject({ error: { fields: { password: "That is not your password." } } });
  expect((await confirm(administrator().password)).status()).toBe(204);
});

async function signedInAlone(browser: Browser, origin: string): Promise<APIRequestContext> {
  const context = await browser.newContext({ baseURL: origin });
  expect((await signInOverHttp(context.request, administrator())).status).toBe(200);
  return context.request;
}

test("J9, J10: a cookie that is tampered with, unsigned, expired or of another app opens nothing", async ({
  playwright,
  origin,
  adminState,
}) => {
  const session = adminState.cookies.find(({ name }) => name.endsWith("session-token"));
  if (!session) throw new Error("Nobody is signed in.");
  const none = `${btoa('{"alg":"none"}')}.${btoa('{"sid":"x"}')}.`.replaceAll("=", "");
  const forged = [`${session.value}x`, session.value.slice(0, -4), none, "null", "undefined", "x", "%00"];
  for (const value of forged) {
    const state = { ...adminState, cookies: [{ ...session, value }] };
    const http = await playwright.request.newContext({ baseURL: origin, storageState: state });
    expect((await http.get("/api/me")).status(), value).toBe(401);
    const page = await http.get("/members", { maxRedirects: 0 });
    expect(page.headers().location, value).toContain("/sign-in");
    await http.dispose();
  }
});

test("J11: the session's cookie is out of reach of scripts and of other sites", async ({ adminState }) => {
  const session = adminState.cookies.find(({ name }) => name.endsWith("session-token"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/" });
});

test("J14: what an identity provider sends is shown as text, never run", async ({
  admin,
  adminHttp,
  origin,
  directory,
  idp,
}) => {
  const watch = watchQuietly(admin.context(), origin);
  const name = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`;
  const created = await idp.post(`${directory.base}Users`, {
    data: {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName: "javascript:alert(1)@corp.example",
      displayName: name,
      emails: [{ value: "x@corp.example", primary: true }],
    },
  });
  const { id } = await created.json();
  await idp.post(`${directory.base}Groups`, {
    data: { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: name, members: [{ value: id }] },
  });
  const violations: string[] = [];
  await admin.exposeFunction("violated", (what: string) => violations.push(what));
  await admin.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      (window as unknown as { violated(what: string): void }).violated(`${violatedDirective} ${blockedURI}`),
    );
  });
  const log = await (await adminHttp.get(`/api/directories/${directory.id}/log`)).json();
  for (const path of ["/users", `/users/${id}`, "/groups", "/log", `/log?entry=${log.data[0].id}`]) {
    await open(admin, `/directory-sync/${directory.id}${path}`);
    await expect(admin.getByText("<img src=x", { exact: false }).first()).toBeAttached();
  }
  expect(await admin.evaluate(() => "hacked" in window)).toBe(false);
  expect(violations).toEqual([]);
  watch.expectQuiet();
});

test("J15: every page names the scripts it runs, and tells browsers what to keep out", async ({
  adminHttp,
  directory,
}) => {
  const nonces = new Set<string>();
  for (const path of ["/sign-in", "/members", `/directory-sync/${directory.id}`, "/nothing-here"]) {
    const response = await adminHttp.get(path);
    const headers = response.headers();
    const policy = headers["content-security-policy"] ?? "";
    for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
      expect(policy, path).toContain(rule);
    }
    const [, nonce = ""] = /script-src 'self' 'nonce-([A-Za-z0-9+/=]{20,})'(;|$)/.exec(policy) ?? [];
    expect(nonce, policy).not.toBe("");
    nonces.add(nonce);
    const scripts = [...(await response.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "strict-origin-when-cross-origin",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(headers["cache-control"], path).toContain("no-store");
    expect(headers["x-powered-by"]).toBeUndefined();
  }
  expect(nonces.size, "every answer has its own").toBe(4);
});

test("J16: odd e-mail addresses are refused before anybody is looked up, and no sign-in leads elsewhere", async ({
  playwright,
  origin,
}) => {
  const http = await playwright.request.newContext({ baseURL: origin });
  const odd = [
    '"a@evil.example"@corp.example',
    "a@corp.example,b@evil.example",
    "a＠corp.example",
    "a@corp",
    "",
    "a b@c.d",
  ];
  for (const email of odd) {
    expect(await signInOverHttp(http, { email, password: "x" }), email).toMatchObject({
      status: 400,
      url: expect.stringContaining("error=CredentialsSignin"),
    });
  }
  const { csrfToken } = await (await http.get("/api/auth/csrf")).json();
  const form = { ...administrator(), csrfToken, json: "true", callbackUrl: "https://evil.example/" };
  const { url } = await (await http.post("/api/auth/callback/credentials", { form })).json();
  expect(new URL(url).origin).toBe(origin);
  await http.dispose();
});

test("J6: a token is in no answer, page or storage after it was shown", async ({ admin, adminHttp, directory }) => {
  const issued = await adminHttp.post(`/api/directories/${directory.id}/tokens`, { data: { name: "Shown once" } });
  const { token, prefix, lastFour } = await issued.json();
  await open(admin, `/directory-sync/${directory.id}/tokens`);
  await expect(admin.getByText(`${prefix}…${lastFour}`)).toBeVisible();
  const flight = await admin.request.get(`/directory-sync/${directory.id}/tokens`, { headers: { rsc: "1" } });
  for (const text of [await admin.content(), await flight.text()]) expect(text).not.toContain(token);
});

test("the sign-in form still works under the policy", async ({ page, origin }) => {
  const watch = watchQuietly(page.context(), origin);
  await open(page, "/sign-in");
  await fillInSignIn(page, administrator());
  await expect(page.getByRole("heading", { level: 1, name: "Directory sync" })).toBeVisible();
  watch.expectQuiet();
});

test("J7: any number of tokens may be active, and each is ended alone", async ({ management, home, directory }) => {
  const more = [
    await management.issueToken(home.id, directory.id, "Second"),
    await management.issueToken(home.id, directory.id, "Third"),
  ];
  const statusOf = async (token: string) =>
    (await fetch(`${directory.base}Users`, { headers: { authorization: `Bearer ${token}` } })).status;
  const all = [directory.token, ...more.map(({ token }) => token)];
  for (const token of all) expect(await statusOf(token)).toBe(200);
  await management.revokeToken(home.id, more[0]?.id ?? "");
  expect(await Promise.all(all.map(statusOf))).toEqual([200, 401, 200]);
});

test("J8: while a token is rotated both work; when the overlap ends, only the new one does", async ({
  adminHttp,
  directory,
}) => {
  const statusOf = async (token: string) =>
    (await fetch(`${directory.base}Users`, { headers: { authorization: `Bearer ${token}` } })).status;
  const rotate = async (tokenId: string, overlapSeconds: number): Promise<{ id: string; token: string }> => {
    const path = `/api/directories/${directory.id}/tokens/${tokenId}/rotate`;
    const response = await adminHttp.post(path, { data: { overlapSeconds } });
    expect(response.status(), await response.text()).toBe(201);
    return response.json();
  };
  const day = await rotate(directory.tokenId, 86_400);
  expect([await statusOf(directory.token), await statusOf(day.token)]).toEqual([200, 200]);
  const next = await rotate(day.id, 2);
  expect([await statusOf(day.token), await statusOf(next.token)]).toEqual([200, 200]);
  await expect.poll(() => statusOf(day.token), { timeout: 7_000 }).toBe(401);
  expect([await statusOf(directory.token), await statusOf(next.token)]).toEqual([200, 200]);
});

test("J19: who was deleted and is sent again is somebody new, in none of the groups they were in", async ({
  idp,
  directory,
}) => {
  const user = {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    userName: `${unique("again").replaceAll(" ", ".")}@example.test`,
    externalId: unique("00u"),
  };
  const send = async () => (await (await idp.post(`${directory.base}Users`, { data: user })).json()) as { id: string };
  const first = await send();
  const made = await idp.post(`${directory.base}Groups`, {
    data: {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      displayName: unique("Admins"),
      members: [{ value: first.id }],
    },
  });
  const group = (await made.json()) as { id: string };
  expect((await idp.delete(`${directory.base}Users/${first.id}`)).status()).toBe(204);

  const second = await send();
  expect(second.id).not.toBe(first.id);
  const shown = await (await idp.get(`${directory.base}Users/${second.id}`)).json();
  expect(shown.groups ?? []).toEqual([]);
  const members = await (await idp.get(`${directory.base}Groups/${group.id}`)).json();
  expect(members.members ?? []).toEqual([]);
});
