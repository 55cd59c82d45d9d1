/** What makes the pages pleasant at 5 pm: help, saved views, undo, long lists, and panels that say why they are empty. */
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { openSink } from "../../lib/testing/webhook-sink.ts";
import { expectSoundAtBothWidths } from "../accessibility.ts";
import { expect, test, unique } from "../fixtures.ts";
import { test as populatedTest } from "../populated.ts";
import { hydrated, open } from "../sign-in.ts";

populatedTest(
  "every page has its own help, in the same place, and gives the focus back",
  async ({ admin, populated }) => {
    const pages = [
      ["", "Overview of a directory"],
      ["/tokens", "Tokens"],
      ["/log", "Provisioning log"],
      ["/groups", "Groups"],
    ] as const;
    for (const [path, title] of pages) {
      await open(admin, `/directory-sync/${populated.directoryId}${path}`);
      const button = admin.getByRole("button", { name: "Help" });
      await button.focus();
      await admin.keyboard.press("Enter");
      const help = admin.getByRole("dialog", { name: `Help: ${title}` });
      await expect(help).toBeVisible();
      if (path === "/groups") {
        await expect(help).toContainText("Push Groups");
        await expectSoundAtBothWidths(admin, "help");
      }
      await admin.keyboard.press("Escape");
      await expect(help).toBeHidden();
      await expect(button).toBeFocused();
    }
    await admin.getByRole("button", { name: "Help" }).click();
    await admin.getByRole("dialog").getByRole("link", { name: "Roles" }).click();
    await expect(admin.getByRole("heading", { level: 1, name: "Roles" })).toBeVisible();
    await expect(admin.getByRole("dialog")).toBeHidden();
  },
);

populatedTest(
  "a view of the log is saved, chosen, archived, and brought back by the toast",
  async ({ admin, populated }) => {
    const log = `/directory-sync/${populated.directoryId}/log`;
    const name = unique("Refused");
    await open(admin, `${log}?outcome=refused&last=24h`);
    await admin.getByRole("button", { name: "Save view" }).click();
    const dialog = admin.getByRole("dialog", { name: "Save this view" });
    await dialog.getByRole("button", { name: "Save view" }).click();
    await expect(dialog).toContainText("Give the view a name.");
    await dialog.getByLabel("Name").fill(name);
    await dialog.getByRole("button", { name: "Save view" }).click();
    await expect(dialog).toBeHidden();

    await open(admin, log);
    const views = admin.getByRole("combobox", { name: "Saved views" });
    await views.selectOption(name);
    await expect(admin).toHaveURL(/outcome=refused&last=24h|last=24h&outcome=refused/);
    await admin.getByRole("button", { name: "Archive view" }).click();
    await expect(views.getByRole("option", { name })).toHaveCount(0);
    await admin.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" }).click();
    await expect(admin.getByRole("combobox", { name: "Saved views" }).getByRole("option", { name })).toHaveCount(1);
  },
);

test("a pause is taken back by the toast", async ({ admin, adminHttp, directory, idp }) => {
  await idp.get(`${directory.base}Users`);
  await open(admin, `/directory-sync/${directory.id}`);
  await admin.getByRole("button", { name: "Pause" }).click();
  await admin.getByRole("alertdialog").getByRole("button", { name: "Pause" }).click();
  const toast = admin.getByRole("region", { name: "Notifications" });
  await expect(toast).toContainText("Paused");
  expect((await idp.get(`${directory.base}Users`)).status()).toBe(503);
  await toast.getByRole("button", { name: "Undo" }).click();
  await expect(toast).toContainText("Resumed");
  expect(await (await adminHttp.get(`/api/directories/${directory.id}`)).json()).toMatchObject({ state: "active" });
});

test("revoking a token that is in use offers an hour's pause instead", async ({ admin, directory, idp }) => {
  await idp.get(`${directory.base}Users`);
  await open(admin, `/directory-sync/${directory.id}/tokens`);
  await expect(admin.getByRole("link", { name: "1 call" })).toBeVisible();
  await admin.getByRole("button", { name: /^Revoke / }).click();
  await admin.getByRole("button", { name: "Pause for 1 h instead" }).click();
  await expect(admin.getByRole("region", { name: "Notifications" })).toContainText("Paused");
  await expect(admin.getByRole("alertdialog")).toBeHidden();
  expect((await idp.get(`${directory.base}Users`)).status()).toBe(503);
});

/** Within the burst of 200 requests that a token may send at once. */
const MANY = 190;

/** So many people, and a group of all of them. @returns the group's id */
async function pushLargeGroup(idp: APIRequestContext, base: string): Promise<string> {
  const ids: string[] = [];
  const send = async (at: number) => {
    const number = String(at).padStart(3, "0");
    const user = { userName: `p${number}@example.test`, displayName: `Person ${number}` };
    ids.push(await created(await idp.post(`${base}Users`, { data: user })));
  };
  for (let from = 0; from < MANY; from += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, at) => send(from + at)));
  }
  const data = { displayName: "Everybody", members: ids.map((value) => ({ value })) };
  return created(await idp.post(`${base}Groups`, { data }));
}

async function created(response: APIResponse): Promise<string> {
  expect(response.status(), await response.text()).toBe(201);
  return (await response.json()).id;
}

test("a large group is scrolled through: only what is in view is in the page, and every row knows its number", async ({
  admin,
  directory,
  idp,
}) => {
  const id = await pushLargeGroup(idp, directory.base);
  const { href } = new URL(`/directory-sync/${directory.id}/groups`, directory.base);
  await open(admin, `${href}?sort=members`);
  await expect(admin.getByRole("row", { name: /Everybody/ })).toContainText(String(MANY));
  await open(admin, `${href}/${id}`);
  const members = admin.getByRole("table", { name: "Members of this group" });
  await expect(members).toHaveAttribute("aria-rowcount", String(MANY + 1));
  expect(await members.getByRole("row").count()).toBeLessThan(80);
  const box = admin.getByRole("region", { name: "Members, scrolls" });
  await box.focus();
  await expect(async () => {
    await admin.keyboard.press("End");
    await expect(members.locator(`tr[aria-rowindex="${MANY + 1}"]`)).toBeInViewport({ timeout: 500 });
  }).toPass();
  await expect(admin.getByText(`${MANY} of ${MANY} members`)).toBeVisible();
  await expectSoundAtBothWidths(admin, "a large group");

  const history = admin.getByRole("list", { name: "Changes of members" });
  await expect(history.getByRole("listitem")).toHaveCount(1);
  await expect(history).toContainText(/Joined: Person \d{3}, .+ and 94 more/);
  await history.getByRole("link", { name: /created the group Everybody/ }).click();
  await expect(admin.getByRole("dialog", { name: /created the group Everybody/ })).toBeVisible();
});

populatedTest(
  "a list that cannot be read says so, under which request, and is never empty",
  async ({ admin, populated }) => {
    const directory = `/directory-sync/${populated.directoryId}`;
    const error = {
      code: "unavailable",
      message: "The database cannot be reached. Nothing is lost.",
      requestId: "req-7",
    };
    let isDown = true;
    await admin.route(/\/api\/.*[?&]q=/, (route) =>
      isDown ? route.fulfill({ status: 503, json: { error } }) : route.continue(),
    );
    for (const [path, search, what] of [
      [`${directory}/log`, "Search the log", "the log"],
      [`${directory}/users`, "Search users", "the users"],
      [`${directory}/groups`, "Search groups", "the groups"],
      ["/members", "Search members", "the members"],
      ["/audit", "Search the audit log", "the audit log"],
    ] as const) {
      isDown = true;
      await open(admin, path);
      await admin.getByRole("searchbox", { name: search }).fill("zebediah");
      const alert = admin.getByRole("alert").filter({ hasText: `Could not load ${what}` });
      await expect(alert).toContainText("The database cannot be reached.");
      await expect(alert).toContainText("req-7");
      await expect(admin.getByText(/^No .+ match/)).toHaveCount(0);
      isDown = false;
      await alert.getByRole("button", { name: "Try again" }).click();
      await expect(admin.getByText(/^No .+ match/)).toBeVisible();
    }
  },
);

test("what is typed before the page's scripts have come is kept", async ({ admin, directory }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await admin.route(/\.js(\?|$)/, async (route) => {
    await held;
    await route.continue();
  });
  await admin.goto(`/directory-sync/${directory.id}`, { waitUntil: "commit" });
  const name = unique("Typed early");
  await admin.getByLabel("Name", { exact: true }).fill(name);
  release();
  await hydrated(admin);
  await admin.getByRole("button", { name: "Rename" }).click();
  await expect(admin.getByRole("heading", { level: 1, name })).toBeVisible();
  await admin.getByRole("button", { name: "Undo" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: directory.name })).toBeVisible();
});

test("every page says that a webhook endpoint was disabled, and leads to it", async ({
  admin,
  directory,
  idp,
  adminHttp,
}) => {
  const sink = await openSink();
  const path = `/${unique("gone").replace(" ", "-")}`;
  sink.answer(path, (response) => response.writeHead(410).end());
  const made = await adminHttp.post(`/api/organizations/${directory.organizationId}/webhooks`, {
    data: { url: sink.url(path), events: ["dsync.user.created"] },
  });
  expect(made.status(), await made.text()).toBe(201);
  const { id } = await made.json();
  await idp.post(`${directory.base}Users`, { data: { userName: `${unique("x").replace(" ", ".")}@x.example` } });
  await expect.poll(() => sink.at(path).length, { timeout: 10_000 }).toBeGreaterThan(0);
  await open(admin, "/members");
  await expect(admin.getByText(/The webhook endpoint .+ was disabled/)).toBeVisible({ timeout: 30_000 });
  await admin.getByRole("link", { name: "Mend and enable it" }).click();
  await expect(admin.getByText("This endpoint is disabled")).toBeVisible();
  await adminHttp.delete(`/api/organizations/${directory.organizationId}/webhooks/${id}`);
  await sink.close();
});
