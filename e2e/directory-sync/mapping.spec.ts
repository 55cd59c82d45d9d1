import type { APIRequestContext, Page } from "@playwright/test";
import { identityProvider } from "../../scripts/simulate/identity-provider.ts";
import { expectSoundAtBothWidths } from "../accessibility.ts";
import { expect, test, unique } from "../fixtures.ts";
import type { DirectoryAccess } from "../management.ts";
import { goBack, open } from "../sign-in.ts";
import { activate, tabTo } from "./without-mouse.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const PEOPLE = 6;

/** What the mapping has made of one person. */
async function profileOf(http: APIRequestContext, directoryId: string, userId: string) {
  const response = await http.get(`/api/directories/${directoryId}/users/${userId}`);
  const { member } = await response.json();
  return member as { role: string; profile: { public_metadata?: { department?: string } } };
}

async function provisioned(directory: DirectoryAccess, provider: "okta" | "entra") {
  const idp = identityProvider(provider, { ...directory, users: PEOPLE, groups: 2 });
  await idp.provisionUsers();
  expect(idp.report().unexpected).toEqual([]);
  return idp;
}

/** Saves what is edited, by the keyboard, and waits until everybody has it. */
async function saveByKeyboard(page: Page, note: string): Promise<void> {
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog", { name: "Save as a new version" });
  await expect(dialog.getByLabel("Note")).toBeFocused();
  await page.keyboard.type(note);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
}

test("a mapping is changed, tried, checked with everybody, saved and rolled back without a mouse", async ({
  admin,
  adminHttp,
  management,
  home,
}) => {
  const directory = await management.openDirectory(home.id, unique("Entra"), "entra");
  const idp = await provisioned(directory, "entra");
  const [first] = idp.people;
  const userId = first?.id ?? "";
  const department = first?.person.hiredAs.department ?? "";
  await open(admin, `/directory-sync/${directory.id}/mapping?person=${userId}`);
  await expect(admin.getByText("Default mapping", { exact: true })).toBeVisible();

  await test.step("a row is added, and its result is there at once", async () => {
    await activate(admin, admin.getByRole("button", { name: "Add row" }));
    const source = admin.getByRole("combobox", { name: "SCIM attribute", exact: true });
    await tabTo(admin, source);
    await admin.keyboard.type("department");
    await expect(
      admin.getByRole("option", { name: new RegExp(`${PEOPLE} of ${PEOPLE} people`) }).first(),
    ).toBeVisible();
    await admin.keyboard.press("ArrowDown");
    await admin.keyboard.press("Enter");
    await expect(source).toHaveValue(`${ENTERPRISE}:department`);
    await tabTo(admin, admin.getByRole("combobox", { name: "Field" }));
    await admin.keyboard.type("public_metadata.department");
    await admin.keyboard.press("Escape");
    const preview = admin.getByRole("table", { name: /^What becomes of/ });
    await expect(preview.getByRole("row", { name: /public_metadata\.department/ })).toContainText(department);
  });

  await test.step("the check names how many would change, and changes nobody", async () => {
    await activate(admin, admin.getByRole("button", { name: "Check with everybody" }));
    await expect(admin.getByText(`${PEOPLE} of ${PEOPLE} would change.`)).toBeVisible();
    const people = admin.getByRole("table", { name: "People who would change" });
    await expect(people.getByRole("row", { name: new RegExp(department) }).first()).toBeVisible();
    const { profile } = await profileOf(adminHttp, directory.id, userId);
    expect(profile.public_metadata).toBeUndefined();
  });

  await test.step("saved, everybody gets it, and so does whoever comes next", async () => {
    await saveByKeyboard(admin, "Department for the billing team");
    await expect(admin.getByText("Version 1 in force")).toBeVisible();
    // Whoever has no mouse is somewhere on the page, and what was checked is still there to be read.
    expect(await admin.evaluate(() => document.activeElement?.closest("#content") !== null)).toBe(true);
    await expect(admin.getByText(`${PEOPLE} of ${PEOPLE} would change.`)).toBeVisible();
    await expect(admin.getByText("You have changed something since")).toBeHidden();
    await expect
      .poll(async () => (await profileOf(adminHttp, directory.id, userId)).profile.public_metadata)
      .toEqual({ department });
    await idp.updateProfiles();
    const { profile } = await profileOf(adminHttp, directory.id, userId);
    expect(profile.public_metadata).toEqual({ department: first?.person.later.department });
  });

  await test.step("the person's page shows the department, and by which row, version and request it came", async () => {
    await open(admin, `/directory-sync/${directory.id}/users/${userId}`);
    const origins = admin.getByRole("table", { name: "Fields of the profile and where they come from" });
    const row = origins.getByRole("row", { name: /public_metadata\.department/ });
    await expect(row).toContainText(first?.person.later.department ?? "");
    await expect(row).toContainText(`${ENTERPRISE}:department`);
    await expect(row).toContainText("row 10, version 1");
    const sent = origins.getByRole("row", { name: /^User name/ });
    await expect(sent).toContainText("row 1, default mapping");
    await expect(sent.getByRole("link", { name: "The request" })).toBeVisible();
    await open(admin, `/directory-sync/${directory.id}/mapping`);
  });

  await test.step("the version is in the history and can be taken back", async () => {
    await tabTo(admin, admin.getByRole("button", { name: "Mapping", exact: true }));
    await admin.keyboard.press("ArrowRight");
    await admin.keyboard.press("Enter");
    await expect(admin.getByRole("listitem").getByText("Department for the billing team")).toBeVisible();
    await activate(admin, admin.getByRole("button", { name: "Back to defaults" }));
    await activate(admin, admin.getByRole("alertdialog").getByRole("button", { name: "Restore" }));
    await expect(admin.getByText("Version 2 in force")).toBeVisible();
    await expect
      .poll(async () => (await profileOf(adminHttp, directory.id, userId)).profile.public_metadata)
      .toBeUndefined();
    await activate(admin, admin.getByRole("button", { name: "Restore version 1" }));
    await activate(admin, admin.getByRole("alertdialog").getByRole("button", { name: "Restore" }));
    await expect(admin.getByText("Version 3 in force")).toBeVisible();
    await expect(admin.getByText("restores version 1")).toBeVisible();
    await expect
      .poll(async () => (await profileOf(adminHttp, directory.id, userId)).profile.public_metadata)
      .toEqual({ department: first?.person.later.department });
  });
});

test("a group that is pushed later changes roles, and the screens say why", async ({ admin, adminHttp, directory }) => {
  const idp = await provisioned(directory, "okta");
  const [group] = idp.groups;
  const name = group?.name ?? "";

  await open(admin, `/directory-sync/${directory.id}/roles`);
  await admin.getByRole("button", { name: "Add rule" }).click();
  await admin.getByRole("combobox", { name: "Group" }).fill(name);
  await admin.keyboard.press("Escape");
  await expect(admin.getByText(/Not pushed yet: the rule waits/)).toBeVisible();
  await admin.getByRole("button", { name: "Close rule" }).click();
  await saveByKeyboard(admin, "Admins by group");
  await expect(admin.getByText("Waiting", { exact: true })).toBeVisible();

  await idp.pushGroups();
  const member = idp.people.find((_, index) => index % 2 === 0)?.id ?? "";
  await expect.poll(async () => (await profileOf(adminHttp, directory.id, member)).role).toBe("org:admin");
  await expect(admin.getByText("Waiting", { exact: true })).toBeHidden();

  await open(admin, `/directory-sync/${directory.id}/users/${member}`);
  const chain = admin.getByRole("region", { name: "Why this role" });
  await expect(chain).toContainText(name);
  await expect(chain).toContainText("org:admin");
  await expectSoundAtBothWidths(admin, "a person with a role by rule");
});

test("what two people save at once can be read, and nothing is overwritten", async ({
  admin,
  adminHttp,
  directory,
}) => {
  await open(admin, `/directory-sync/${directory.id}/mapping`);
  await admin.getByRole("button", { name: "Remove displayName to name" }).click();
  const api = `/api/directories/${directory.id}/mapping`;
  const { version, rows } = await (await adminHttp.get(api)).json();
  const theirs = [...rows, { source: "title", transform: null, target: "job_title", note: "" }];
  const saved = await adminHttp.put(api, { data: { basedOn: version, rows: theirs, note: null, apply: "on_change" } });
  expect(saved.status(), await saved.text()).toBeLessThan(300);

  const notice = admin.getByRole("alert").filter({ hasText: "while you were editing" });
  await expect(notice).toContainText("title → job_title");
  await expect(notice).toContainText("Removed: displayName → name");
  await notice.getByRole("button", { name: "Put my changes on top of theirs" }).click();
  await expect(notice).toBeHidden();
  await saveByKeyboard(admin, "");
  await expect(admin.getByText(`Version ${version + 2} in force`)).toBeVisible();
  const after = await (await adminHttp.get(api)).json();
  const targets = after.rows.map(({ target }: { target: string }) => target);
  expect(targets).toContain("job_title");
  expect(targets).not.toContain("name");
});

test("rows and both texts stay in step, and a text with an error stays where it is", async ({ admin, directory }) => {
  await open(admin, `/directory-sync/${directory.id}/mapping`);
  const view = admin.getByRole("group", { name: "Show the rows as" });
  await view.getByRole("button", { name: "JSON" }).click();
  const json = admin.getByRole("textbox", { name: "Mapping as Auth0 pairs" });
  await json.fill('[{"scim": "userName", "auth0": "{{ value | downcas }}.email"}]');
  await expect(admin.getByText(/Error, line 1, column \d+:.*There is no filter "downcas"/)).toBeVisible();
  await json.fill('[{"scim": "userName", "auth0": "{{ value | downcase }}.email"}]');
  await view.getByRole("button", { name: "authn.sh" }).click();
  const notation = admin.getByRole("textbox", { name: "Mapping in authn.sh notation" });
  await expect(notation).toContainText("{{ value | downcase }}.email_address");
  await notation.fill('{"userName": ');
  await view.getByRole("button", { name: "Rows" }).click();
  await expect(admin.getByText("The authn.sh text has an error")).toBeVisible();
  await admin.getByRole("button", { name: "Go to the text" }).click();
  await expect(notation).toContainText('{"userName":');
  await admin.getByRole("button", { name: "Back to the rows" }).click();
  await view.getByRole("button", { name: "Rows" }).click();
  await expect(admin.getByRole("list", { name: /^Mapping rows/ }).getByRole("listitem")).toHaveCount(1);

  await admin.getByRole("link", { name: "Users", exact: true }).click();
  const question = admin.getByRole("alertdialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Leave" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
  await goBack(admin);
  await expect(admin.getByText(/\d+ unsaved changes/).last()).toBeVisible();
});

test("what is typed while the editor is still on its way is kept, and so is the place of the cursor", async ({
  admin,
  directory,
}) => {
  await open(admin, `/directory-sync/${directory.id}/mapping`);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await admin.route(/\.js(\?|$)/, async (route) => {
    const response = await route.fetch();
    if ((await response.text()).includes("cm-editor")) await held;
    await route.fulfill({ response });
  });
  await admin
    .getByRole("button", { name: /^Edit / })
    .first()
    .click();
  await admin.getByRole("group", { name: "Transformation of row 1" }).getByRole("button", { name: "Liquid" }).click();
  const expression = admin.getByRole("textbox", { name: "Liquid of row 1" });
  await expression.fill("{{ value | }}");
  for (let step = 0; step < 3; step++) await expression.press("ArrowLeft");
  release();
  await expect(admin.locator(".cm-editor")).toBeVisible();
  await expect(expression).toBeFocused();
  await admin.keyboard.insertText(" downcase");
  await expect(expression).toHaveText("{{ value | downcase }}");
});

test("every preset and recipe shows what it changes, is taken over by a press, and all three views show it", async ({
  admin,
  directory,
}) => {
  await open(admin, `/directory-sync/${directory.id}/mapping`);
  const view = admin.getByRole("group", { name: "Show the rows as" });
  const json = admin.getByRole("textbox", { name: "Mapping as Auth0 pairs" });
  const notation = admin.getByRole("textbox", { name: "Mapping in authn.sh notation" });
  const userId = admin.getByLabel("SCIM attribute that holds the user id");
  const presets: [name: RegExp, userId: string, path: string, field: string][] = [
    [/^Auth0 default for Okta Workforce/, "externalId", "emails[primary eq true].value", "app_metadata.external_id"],
    [/^Auth0 default for Microsoft Entra ID/, "externalId", 'emails[type eq \\"work\\"].value', "email_address"],
    [/^Auth0 default for SAML/, "userName", "emails[primary eq true].value", "app_metadata.external_id"],
    [/^Auth0 default for OpenID Connect/, "externalId", "emails[primary eq true].value", "app_metadata.external_id"],
    [/^Work e-mail only/, "userName", 'emails[type eq \\"work\\"].value', "email_address"],
    [/^userName is the e-mail address/, "userName", '"userName"', "email_address"],
  ];
  for (const [name, attribute, path, field] of presets) {
    await admin.getByRole("button", { name: "Presets and recipes" }).click();
    const dialog = admin.getByRole("dialog", { name: "Presets and recipes" });
    await dialog.getByRole("radio", { name }).check();
    await expect(dialog.getByRole("heading", { name: "What it would change" })).toBeVisible();
    await dialog.getByRole("button", { name: "Take over as draft" }).click();
    await expect(dialog).toBeHidden();
    await expect(userId).toHaveValue(attribute);
    await view.getByRole("button", { name: "JSON" }).click();
    await expect(json).toContainText(path);
    await view.getByRole("button", { name: "authn.sh" }).click();
    await expect(notation).toContainText(path);
    await expect(notation).toContainText(field);
    await view.getByRole("button", { name: "Rows" }).click();
  }
  // The last recipe: the provider finds people by userName, which is the address they sign in with.
  const rows = admin.getByRole("list", { name: /^Mapping rows/ }).getByRole("listitem");
  await expect(rows.filter({ hasText: "email_address" })).toHaveCount(1);
  await expect(rows.filter({ hasText: "email_address" })).toContainText("userName");
  await activate(admin, admin.getByRole("button", { name: "Move userName to email_address down" }));
  const count = await rows.count();
  await expect(admin.getByText(`userName to email_address, now 2 of ${count}`)).toBeAttached();
  await expect(rows.nth(1)).toContainText("email_address");
  await admin.keyboard.press("Alt+ArrowUp");
  await expect(rows.first()).toContainText("email_address");
  await saveByKeyboard(admin, "Recipe");
  await expect(admin.getByText("Version 1 in force")).toBeVisible();
});
