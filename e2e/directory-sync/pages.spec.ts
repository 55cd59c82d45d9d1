import type { BrowserContext, Page } from "@playwright/test";
import { expectSoundAtBothWidths, expectSoundInBothThemes, NARROW, WIDE, watchQuietly } from "../accessibility.ts";
import { expect, type Populated, test, type Untouched, viewing } from "../populated.ts";
import { open } from "../sign-in.ts";
import { animationsEnded } from "./reveal.ts";

// Axe says what it found; a trace of every look would double the time.
test.use({ trace: "off" });

/** A page, the way to it, and what says that it is the one meant. */
interface Screen<Ground> {
  name: string;
  path: (ground: Ground) => string;
  shows: string | RegExp;
}

const under =
  (path: string) =>
  ({ directoryId }: { directoryId: string }) =>
    `/directory-sync/${directoryId}${path}`;

const EMPTY: readonly Screen<Untouched>[] = [
  { name: "the overview of a directory nobody has called", path: under(""), shows: "Waiting for the first request" },
  { name: "tokens when there are none", path: under("/tokens"), shows: /Your IdP cannot connect yet/ },
  { name: "attribute mapping before anybody was sent", path: under("/mapping"), shows: /has sent nobody yet/ },
  { name: "versions before the first save", path: under("/mapping?show=versions"), shows: "Nothing saved yet" },
  { name: "data quality without faults", path: under("/mapping?show=quality"), shows: "Nothing to mend" },
  { name: "roles without rules", path: under("/roles"), shows: /No rule yet/ },
  { name: "the log before the first request", path: under("/log"), shows: "No request yet" },
  { name: "users when there are none", path: under("/users"), shows: "No users yet" },
  { name: "groups when there are none", path: under("/groups"), shows: "No groups yet" },
  { name: "members when only the owner is there", path: () => "/members", shows: "1 of 1 members" },
  { name: "API keys when there are none", path: () => "/settings/api-keys", shows: "No API keys" },
  { name: "the API docs", path: () => "/docs/api?q=rotate", shows: /of \d+ calls/ },
];

const FULL: readonly Screen<Populated>[] = [
  { name: "the list of directories", path: () => "/directory-sync", shows: /^Okta production/ },
  { name: "the overview of a busy directory", path: under(""), shows: /requests in the last 24 hours/ },
  { name: "tokens", path: under("/tokens"), shows: "Retired in spring" },
  { name: "the log", path: under("/log"), shows: /has been revoked/ },
  { name: "an entry of the log", path: (at) => under(`/log?entry=${at.entryId}`)(at), shows: "Before and after" },
  { name: "a log without matches", path: under("/log?q=called-by-no-one"), shows: "No entry matches" },
  { name: "attribute mapping", path: under("/mapping"), shows: /^Preview: / },
  { name: "attribute mapping as JSON", path: under("/mapping?view=json"), shows: /is a row/ },
  { name: "data quality", path: under("/mapping?show=quality"), shows: /What to mend/ },
  { name: "roles", path: under("/roles"), shows: /would be/ },
  { name: "roles and attributes of the organization", path: () => "/settings/roles", shows: "Built in" },
  { name: "users", path: under("/users"), shows: "11 of 11 users" },
  { name: "users without matches", path: under("/users?q=called-by-no-one"), shows: "No user matches" },
  { name: "a user", path: (at) => under(`/users/${at.userId}`)(at), shows: "SCIM document" },
  { name: "groups", path: under("/groups"), shows: "3 of 3 groups" },
  { name: "groups without matches", path: under("/groups?q=called-by-no-one"), shows: "No group matches" },
  { name: "a group", path: (at) => under(`/groups/${at.groupId}`)(at), shows: "SCIM document" },
  {
    name: "a group that waits for a member",
    path: (at) => under(`/groups/${at.waitingGroupId}`)(at),
    shows: "Waiting",
  },
  { name: "the organization's settings", path: () => "/settings", shows: "Verified domains" },
  { name: "the audit log", path: () => "/audit", shows: "Checks that no line was changed" },
  { name: "an audit log without matches", path: () => "/audit?q=called-by-no-one", shows: "No line matches" },
  { name: "members", path: () => "/members", shows: /\d+ of \d+ members/ },
  { name: "API keys", path: () => "/settings/api-keys", shows: "Deploy pipeline" },
];

/** Opens the page, looks at it in both themes, narrow and wide, and finds nothing to complain about. */
async function expectSound(context: BrowserContext, origin: string, path: string, shows: string | RegExp) {
  const watch = watchQuietly(context, origin);
  const page = await context.newPage();
  await open(page, path);
  await expect(page.getByText(shows).first()).toBeVisible();
  await expect(page.locator("h1")).toHaveCount(1);
  await expect(page).toHaveTitle(/.+ · Rollcall$/);
  await expectSoundInBothThemes(page, path);
  watch.expectQuiet();
}

for (const { name, path, shows } of EMPTY) {
  test(`${name}: accessible in both themes, whole at 320 px, quiet`, async ({
    context,
    origin,
    adminState,
    untouched,
  }) => {
    await context.setStorageState(viewing(adminState, untouched.organization));
    await expectSound(context, origin, path(untouched), shows);
  });
}

for (const { name, path, shows } of FULL) {
  test(`${name}: accessible in both themes, whole at 320 px, quiet`, async ({
    context,
    origin,
    adminState,
    home,
    populated,
  }) => {
    await context.setStorageState(viewing(adminState, home));
    await expectSound(context, origin, path(populated), shows);
  });
}

test("an organization without directories: accessible in both themes, whole at 320 px, quiet", async ({
  context,
  origin,
  adminState,
  bare,
}) => {
  await context.setStorageState(viewing(adminState, bare));
  await expectSound(context, origin, "/directory-sync", "No directories yet");
});

test("the sign-in page: accessible in both themes, whole at 320 px, quiet", async ({ context, origin }) => {
  await expectSound(context, origin, "/sign-in", "Sign in to Rollcall");
});

test("a page that does not exist says so in the product's own words, accessibly", async ({ admin }) => {
  const response = await admin.goto("/directory-sync/directory_of-nobody");
  expect(response?.status()).toBe(404);
  await expect(admin.getByRole("heading", { level: 1, name: "There is nothing at this address" })).toBeVisible();
  await expect(admin).toHaveTitle("Not found · Rollcall");
  await expectSoundAtBothWidths(admin, "not found");
});

/** Every dialog, and how to open it. */
const DIALOGS: readonly { name: RegExp; path: (at: Populated) => string; open: (page: Page) => Promise<void> }[] = [
  { name: /^Add directory/, path: () => "/directory-sync", open: (page) => press(page, "Add directory") },
  { name: /^Issue token/, path: under("/tokens"), open: (page) => press(page, "Issue token") },
  { name: /^Store your token now/, path: under("/tokens"), open: issueInDialog },
  { name: /^Revoke .+\?/, path: under("/tokens"), open: (page) => press(page, /^Revoke/) },
  { name: /^Pause .+\?/, path: under(""), open: (page) => press(page, "Pause") },
  { name: /^Delete .+\?/, path: under(""), open: (page) => press(page, "Delete directory") },
  { name: /^Issue API key/, path: () => "/settings/api-keys", open: (page) => press(page, "Issue API key") },
];

const press = (page: Page, name: string | RegExp) => page.getByRole("button", { name }).first().click();

async function issueInDialog(page: Page): Promise<void> {
  await press(page, "Issue token");
  const dialog = page.getByRole("dialog", { name: "Issue token" });
  await dialog.getByLabel("Name").fill("Seen by axe");
  await dialog.getByRole("button", { name: "Issue token" }).click();
}

test("every dialog is accessible in both themes and fits a 320 px screen", async ({ admin, populated }) => {
  for (const { name, path, open: openDialog } of DIALOGS) {
    await open(admin, path(populated));
    await openDialog(admin);
    await expect(admin.getByRole("dialog", { name }).or(admin.getByRole("alertdialog", { name }))).toBeVisible();
    await expectSoundInBothThemes(admin, String(name));
  }
});

test("menus and the drawer of narrow screens are accessible in both themes", async ({ admin, populated }) => {
  await open(admin, under("")(populated));
  for (const name of [/^Organization:/, /^Account:/]) {
    await admin.setViewportSize(WIDE);
    await admin.getByRole("button", { name }).click();
    await expect(admin.getByRole("menu")).toBeVisible();
    await expectSoundInBothThemes(admin, `menu ${name}`);
    await admin.keyboard.press("Escape");
    await expect(admin.getByRole("menu")).toBeHidden();
  }
  await admin.setViewportSize(NARROW);
  await admin.getByRole("button", { name: "Open navigation" }).click();
  await expect(admin.getByRole("dialog", { name: "Navigation" })).toBeVisible();
  await expectSoundInBothThemes(admin, "navigation drawer");
});

test("without a choice the theme is the system's, and a choice stays", async ({ browser, adminState, home }) => {
  const context = await browser.newContext({ storageState: viewing(adminState, home), colorScheme: "dark" });
  const page = await context.newPage();
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await open(page, "/members");
  const dark = await background();
  await page.emulateMedia({ colorScheme: "light" });
  const light = await background();
  expect(light).not.toBe(dark);

  await page.getByRole("button", { name: /^Account:/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await animationsEnded(page);
  expect(await background()).toBe(dark);
  await open(page, "/settings/api-keys");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await background()).toBe(dark);
  await context.close();
});
