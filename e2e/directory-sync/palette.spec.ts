import type { Page } from "@playwright/test";
import { expectSoundInBothThemes, NARROW } from "../accessibility.ts";
import { createOwnOrganization, expect, test, unique } from "../fixtures.ts";
import { test as populatedTest } from "../populated.ts";
import { open } from "../sign-in.ts";
import { pressUntilFocused } from "./without-mouse.ts";

const palette = (page: Page) => page.getByRole("dialog", { name: "Search or do" });
const chosen = (page: Page) => palette(page).getByRole("option").first();

/** Opens the palette with its key, types, and takes the first thing offered that is called `wanted`. */
async function go(page: Page, typed: string, wanted: string | RegExp): Promise<void> {
  await pressUntilFocused(page, "Control+k", palette(page).getByRole("combobox"));
  await page.keyboard.type(typed);
  await expect(palette(page).getByRole("status")).toContainText("Enter opens");
  await expect(chosen(page)).toContainText(wanted);
  await page.keyboard.press("Enter");
  await expect(palette(page)).toBeHidden();
}

populatedTest(
  "pages, people, groups, log entries and actions are reached with Ctrl-K alone",
  async ({ admin, adminHttp, populated }) => {
    const { directoryId, userId, groupId, entryId } = populated;
    const read = async (path: string) => (await adminHttp.get(`/api/directories/${directoryId}${path}`)).json();
    const person = await read(`/users/${userId}`);
    const group = await read(`/groups/${groupId}`);
    const entry = await read(`/log/${entryId}`);

    await open(admin, `/directory-sync/${directoryId}`);
    await go(admin, "provisioning", "Provisioning log");
    await expect(admin).toHaveURL(new RegExp(`/${directoryId}/log$`));

    await go(admin, person.userName, person.displayName);
    await expect(admin).toHaveURL(new RegExp(`/users/${userId}$`));
    await go(admin, group.displayName.slice(1), group.displayName);
    await expect(admin).toHaveURL(new RegExp(`/groups/${groupId}$`));
    for (const id of [entryId, entry.requestId]) {
      await go(admin, id, entry.sentence);
      await expect(admin).toHaveURL(new RegExp(`entry=${entryId}`));
      // The address comes before the drawer, and Esc would be pressed for nobody.
      await expect(admin.getByRole("dialog").getByText(entry.requestId).first()).toBeVisible();
      await admin.keyboard.press("Escape");
      await expect(admin.getByRole("dialog")).toBeHidden();
    }

    await go(admin, "issue token", "Issue token");
    await expect(admin.getByRole("dialog", { name: "Issue token" })).toBeVisible();
    await expect(admin).toHaveURL(/\/tokens$/);
  },
);

populatedTest(
  "Esc leaves the palette and gives the focus back; what is called nothing is said so",
  async ({ admin, populated }) => {
    await open(admin, `/directory-sync/${populated.directoryId}/users`);
    await pressUntilFocused(admin, "/", admin.getByRole("searchbox"));
    await pressUntilFocused(admin, "Control+k", palette(admin).getByRole("combobox"));
    await admin.keyboard.type("zzz-no-such-thing");
    await expect(palette(admin).getByText("Users with “zzz-no-such-thing”")).toBeVisible();
    await admin.keyboard.press("Escape");
    await expect(palette(admin)).toBeHidden();
    await expect(admin.getByRole("searchbox")).toBeFocused();
  },
);

populatedTest(
  "palette and shortcuts open by button, and are accessible in both themes",
  async ({ admin, populated }) => {
    await open(admin, `/directory-sync/${populated.directoryId}/groups`);
    await admin.getByRole("button", { name: "Search or do" }).click();
    await expect(palette(admin).getByRole("combobox")).toBeFocused();
    await admin.keyboard.type("a");
    await expect(palette(admin).getByRole("group", { name: "People" })).toBeVisible();
    await expectSoundInBothThemes(admin, "palette");
    await admin.keyboard.press("Escape");
    await admin.setViewportSize(NARROW);
    await admin.getByRole("button", { name: "Search or do" }).click();
    await expect(palette(admin)).toBeVisible();
    await admin.keyboard.press("Escape");
    // While something is in front of the page, its keys do nothing.
    await expect(palette(admin)).toBeHidden();
    await admin.keyboard.press("?");
    await expect(admin.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await expectSoundInBothThemes(admin, "shortcuts");
  },
);

test("the search finds nothing of other organizations, and tells strangers nothing", async ({
  adminHttp,
  management,
  home,
}) => {
  const strangers = await management.createOrganization(unique("Strangers"));
  const theirs = await adminHttp.get(`/api/organizations/${strangers.id}/search?q=a`);
  expect(theirs.status()).toBe(404);
  const other = await createOwnOrganization(adminHttp, unique("Other"));
  const elsewhere = await adminHttp.get(`/api/organizations/${other.id}/search?q=a`);
  expect(await elsewhere.json()).toEqual({ data: [] });
  const empty = await adminHttp.get(`/api/organizations/${home.id}/search?q=`);
  expect(empty.status()).toBe(422);
});
