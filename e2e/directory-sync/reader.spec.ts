/** Somebody who may look and not touch: every page is there, every change is closed, and both say why. */

import { unique } from "../fixtures.ts";
import { test as base, expect, viewing } from "../populated.ts";
import { open, signInOverHttp } from "../sign-in.ts";

type Page = import("@playwright/test").Page;

const PASSWORD = "a long and quite new password";

/** A page of a member whose role may only read. */
const test = base.extend<{ reader: Page }>({
  reader: async ({ adminHttp, context, playwright, origin, home }, use) => {
    const organization = `/api/organizations/${home.id}`;
    const slug = `org:${unique("auditor").replace(" ", "-")}`;
    const role = { slug, name: "Auditor", rank: 500, permissions: ["org:sys_provisioning:read"] };
    expect((await adminHttp.post(`${organization}/roles`, { data: role })).status()).toBe(201);
    const email = `${unique("ines").replace(" ", ".")}@corp.example`;
    const invited = await adminHttp.post(`${organization}/invitations`, { data: { emails: [email], role: slug } });
    const link: string = (await invited.json()).data[0].link;
    const http = await playwright.request.newContext({ baseURL: origin, extraHTTPHeaders: { origin } });
    const data = { secret: link.slice(link.indexOf("#") + 1), name: "Ines", password: PASSWORD };
    const accepted = await http.post("/api/invitations/accept", { data });
    expect(accepted.ok(), await accepted.text()).toBe(true);
    expect(await signInOverHttp(http, { email, password: PASSWORD })).toMatchObject({ status: 200 });
    await context.setStorageState(viewing(await http.storageState(), home));
    await http.dispose();
    await use(await context.newPage());
  },
});

const CLOSED: readonly [path: string, button: string][] = [
  ["", "Pause"],
  ["/tokens", "Issue token"],
  ["/mapping", "Add row"],
  ["/roles", "Add rule"],
];

test("J3: a reader sees every page; what changes something is closed, with the reason, and refused by the server", async ({
  reader,
  populated,
  home,
  origin,
}) => {
  const directory = `/directory-sync/${populated.directoryId}`;
  for (const [path, name] of CLOSED) {
    await open(reader, `${directory}${path}`);
    const button = reader.getByRole("button", { name, exact: true }).first();
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription(/You may look but not change this/);
  }
  for (const [path, shows] of [
    ["/setup", "Setup"],
    ["/log", "Provisioning log"],
    ["/users", "Users"],
    ["/groups", "Groups"],
  ] as const) {
    await open(reader, `${directory}${path}`);
    await expect(reader.getByRole("heading", { level: 1, name: shows })).toBeVisible();
  }
  for (const path of [
    "/members",
    "/settings",
    "/audit",
    "/settings/api-keys",
    "/settings/roles",
    "/directory-sync/webhooks",
  ]) {
    await open(reader, path);
    await expect(reader.getByText("You need one more permission")).toHaveCount(0);
    await expect(reader.getByText("Could not load")).toHaveCount(0);
  }
  const api = `/api/directories/${populated.directoryId}`;
  const attempts: [string, string, object?][] = [
    ["PATCH", api, { name: "Mine" }],
    ["DELETE", api],
    ["POST", `${api}/tokens`, { name: "Mine" }],
    ["POST", `${api}/tokens/${populated.tokenId}/revoke`],
    ["POST", `${api}/tokens/${populated.tokenId}/rotate`, { overlapSeconds: 0 }],
    ["POST", `${api}/log/views`, { name: "Mine", query: "last=24h" }],
    ["POST", `/api/organizations/${home.id}/webhooks`, { url: "https://mine.example/" }],
    ["POST", `/api/organizations/${home.id}/api-keys`, { name: "Mine" }],
    ["PATCH", `/api/organizations/${home.id}/settings`, { name: "Mine" }],
  ];
  for (const [method, path, data] of attempts) {
    const response = await reader.request.fetch(path.startsWith("/") ? `${origin}${path}` : path, {
      method,
      data,
      headers: { origin },
    });
    expect(response.status(), `${method} ${path}: ${await response.text()}`).toBe(403);
  }
});
