import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { identityProvider } from "../../scripts/simulate/identity-provider.ts";
import { expectSoundAtBothWidths } from "../accessibility.ts";
import { expect, test, unique } from "../fixtures.ts";
import type { DirectoryAccess } from "../management.ts";
import { open } from "../sign-in.ts";

/** Verbatim from source 002. */
const SEED = '{{ value | downcase | replace: "admins", "org:admin" | default: "org:member" }}.organization_role';

const provisioned = async (directory: DirectoryAccess, without: ("name.givenName" | "emails")[] = []) => {
  const idp = identityProvider("okta", {
    ...directory,
    users: 6,
    groups: 2,
    domain: `${unique("d").replace(" ", "-")}.test`,
    without,
  });
  await idp.provisionUsers();
  expect(idp.report().unexpected).toEqual([]);
  return idp;
};

const memberOf = async (http: APIRequestContext, directoryId: string, userId: string) => {
  const { member } = await (await http.get(`/api/directories/${directoryId}/users/${userId}`)).json();
  return member as { role: string; active: boolean };
};

/** Which rule names which group, as another tab would save it. */
async function saveRule(http: APIRequestContext, directoryId: string, ...names: string[]): Promise<void> {
  const api = `/api/directories/${directoryId}/roles`;
  const { version } = await (await http.get(api)).json();
  const rules = names.map((name) => ({ kind: "group", group: { id: null, name }, role: "org:admin" }));
  const data = { basedOn: version, policy: "first", rules, defaultRole: "org:member", note: null, apply: "now" };
  const response = await http.put(api, { data });
  expect(response.status(), await response.text()).toBeLessThan(300);
}

const chain = (page: Page) => page.getByRole("region", { name: "Why this role" });

test("a role by hand survives the group, a protected person survives the provider, and both can be taken back", async ({
  admin,
  adminHttp,
  directory,
}) => {
  const idp = await provisioned(directory);
  await idp.pushGroups();
  const [group, ...others] = idp.groups;
  const inside = (group?.members ?? []).filter((member) => !others.some(({ members }) => members.includes(member)));
  const [hand, glass] = inside.length > 1 ? inside : (group?.members ?? []);
  await saveRule(adminHttp, directory.id, group?.name ?? "");
  const roleOf = async (account: typeof hand) => memberOf(adminHttp, directory.id, account?.id ?? "");
  await expect.poll(async () => (await roleOf(glass)).role).toBe("org:admin");

  await test.step("a role is given by hand, on the way from the person's page", async () => {
    await open(admin, `/directory-sync/${directory.id}/users/${hand?.id}`);
    await chain(admin).getByRole("link", { name: "Give a role by hand" }).click();
    const dialog = admin.getByRole("dialog", { name: hand?.profile.displayName ?? "" });
    await expect(dialog).toContainText("The rules give Admin");
    await dialog.getByLabel("Role given by hand").selectOption({ label: "Admin" });
    await dialog.getByRole("button", { name: "Change role" }).click();
    await expect(dialog).toBeHidden();
  });

  await test.step("somebody is protected on the roles page", async () => {
    await open(admin, `/directory-sync/${directory.id}/roles`);
    await admin.getByRole("button", { name: "Protect somebody" }).click();
    const dialog = admin.getByRole("dialog", { name: "Break-glass people" });
    await dialog.getByRole("searchbox", { name: "Search members" }).fill(glass?.person.email ?? "");
    const protect = dialog.getByRole("button", { name: `Protect ${glass?.profile.displayName}` });
    await protect.click();
    await expect(dialog.getByRole("button", { name: `Stop protecting ${glass?.profile.displayName}` })).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
    const beside = admin.getByRole("list", { name: "People beside the rules" });
    const lineOf = (account: typeof hand) =>
      beside.getByRole("listitem").filter({ hasText: account?.profile.displayName ?? "" });
    await expect(lineOf(glass)).toContainText("Break glass");
    await expect(lineOf(hand)).toContainText("By hand: Admin");
  });

  await test.step("the group empties and the provider shuts the protected one out: neither loses anything", async () => {
    const headers = { authorization: `Bearer ${directory.token}`, "content-type": "application/scim+json" };
    const put = await fetch(`${directory.base.replace(/\/$/, "")}/Groups/${group?.id}`, {
      method: "PUT",
      headers,
      body: JSON.stringify({ displayName: group?.name, members: [] }),
    });
    expect(put.status).toBe(200);
    const off = await fetch(`${directory.base.replace(/\/$/, "")}/Users/${glass?.id}`, {
      method: "PATCH",
      headers,
      body: JSON.stringify({ Operations: [{ op: "replace", path: "active", value: false }] }),
    });
    expect(off.status).toBe(200);
    expect(await roleOf(glass)).toMatchObject({ role: "org:admin", active: true });
    expect(await roleOf(hand)).toMatchObject({ role: "org:admin", active: true });
  });

  await test.step("the pages say why each is still admin", async () => {
    await open(admin, `/directory-sync/${directory.id}/users/${glass?.id}`);
    await expect(chain(admin)).toContainText("This is a break-glass person: no sync changes the role.");
    await open(admin, `/directory-sync/${directory.id}/users/${hand?.id}`);
    await expect(chain(admin)).toContainText("Given by hand: org:admin");
    await expect(chain(admin)).toContainText(`not in the group ${group?.name}`);
    await expectSoundAtBothWidths(admin, "a person with a role by hand");
  });

  await test.step("without the grant, the rules alone decide again", async () => {
    await chain(admin).getByRole("link", { name: "Give a role by hand" }).click();
    const dialog = admin.getByRole("dialog", { name: hand?.profile.displayName ?? "" });
    await dialog.getByLabel("Role given by hand").selectOption({ label: "None: as the rules say" });
    await dialog.getByRole("button", { name: "Change role" }).click();
    await expect(dialog).toBeHidden();
    expect((await roleOf(hand)).role).toBe("org:member");
  });
});

test("source 002: people land without a first name, and the screens say what to mend in Okta", async ({
  admin,
  management,
  home,
}) => {
  const directory = await management.openDirectory(home.id, unique("Nameless"), "okta_saml");
  const idp = await provisioned(directory, ["name.givenName"]);
  const [someone] = idp.people;

  await open(admin, `/directory-sync/${directory.id}/mapping`);
  await admin.getByRole("button", { name: `Data quality (${idp.people.length})` }).click();
  const kind = admin.getByRole("table", { name: "What to mend" }).getByRole("row", { name: /First name/ });
  await expect(kind).toContainText(String(idp.people.length));
  await expect(kind).toContainText("Not sent");
  await expect(kind).toContainText("name.givenName");
  await expect(kind).toContainText("Provisioning → To App → Attribute Mappings");
  await expectSoundAtBothWidths(admin, "data quality");

  await admin
    .getByRole("table", { name: "People with data to mend" })
    .getByRole("link", { name: someone?.profile.displayName ?? "" })
    .click();
  const row = admin
    .getByRole("table", { name: "Fields of the profile and where they come from" })
    .getByRole("row", { name: /First name/ });
  await expect(row).toContainText("empty");
  await expect(row).toContainText("the provider sends no name.givenName");
  await expect(row).toContainText("fill in First name");

  await test.step("mended at the provider, it leaves the list by itself", async () => {
    const mended = identityProvider("okta", {
      ...directory,
      users: 6,
      domain: someone?.person.userName.split("@")[1] ?? "",
    });
    await mended.updateProfiles();
    const gone = idp.people.filter((_, index) => index % 3 === 1).length;
    await open(admin, `/directory-sync/${directory.id}/mapping?show=quality`);
    await expect(admin.getByRole("button", { name: `Data quality (${idp.people.length - gone})` })).toBeVisible();
  });
});

test("source 002: a group push changes no roles, and the screens say why and what to do", async ({
  admin,
  adminHttp,
  management,
  home,
}) => {
  const directory = await management.openDirectory(home.id, unique("Groups"), "okta_saml");
  const idp = await provisioned(directory);
  const [group] = idp.groups;
  const member = group?.members.find(({ id }) => id !== undefined);

  await test.step("a rule for another name waits, and the page lists what was pushed instead", async () => {
    await saveRule(adminHttp, directory.id, "Administrators");
    await open(admin, `/directory-sync/${directory.id}/roles`);
    await expect(admin.getByText(/has pushed no group at all so far/)).toBeVisible();
    await idp.pushGroups();
    await admin.reload();
    await expect(admin.getByText(/A rule waits for a group that Okta has not pushed/)).toContainText(group?.name ?? "");
    await expectSoundAtBothWidths(admin, "a rule that waits");
  });

  await test.step("the group's page says that no rule names it", async () => {
    await open(admin, `/directory-sync/${directory.id}/groups/${group?.id}`);
    const role = admin.getByRole("region", { name: "Role", exact: true });
    await expect(role).toContainText("No rule names this group, so pushing it changes nobody's role");
    await expectSoundAtBothWidths(admin, "a group without a rule");
    await role.getByRole("link", { name: "Add a rule for it" }).click();
    await expect(admin.getByRole("heading", { level: 1, name: "Roles" })).toBeVisible();
  });

  await test.step("source 002's row finds no role in the name: the person's page shows each filter's result", async () => {
    const api = `/api/directories/${directory.id}`;
    const { version, rows } = await (await adminHttp.get(`${api}/mapping`)).json();
    const row = {
      source: "groups[0].value",
      transform: SEED.slice(0, SEED.lastIndexOf(".")),
      target: "organization_role",
      note: "",
    };
    const data = { basedOn: version, rows: [...rows, row], note: null, apply: "now" };
    expect((await adminHttp.put(`${api}/mapping`, { data })).status()).toBeLessThan(300);
    await expect
      .poll(async () => (await (await adminHttp.get(`${api}/mapping`)).json()).problemCount as number)
      .toBeGreaterThan(0);
    await open(admin, `/directory-sync/${directory.id}/users/${member?.id}`);
    await expect(chain(admin)).toContainText("A rule could not use what was sent");
    await expect(chain(admin)).toContainText("is not a role that may be given: it came from groups[0].value");
    await expect(chain(admin).getByRole("list", { name: /^What rule \d+ makes of the value/ })).toContainText(
      "downcase",
    );
    await expect(chain(admin)).toContainText("add a rule for it on the Roles page");
  });

  await test.step("the rule is edited to the name that was pushed, and everybody in the group is admin", async () => {
    await open(admin, `/directory-sync/${directory.id}/roles`);
    await admin.getByRole("button", { name: "Edit group Administrators" }).click();
    await admin.getByRole("combobox", { name: "Group" }).fill(group?.name.toUpperCase() ?? "");
    await admin.keyboard.press("Escape");
    await admin.keyboard.press("Control+s");
    await admin
      .getByRole("dialog", { name: "Save as a new version" })
      .getByRole("button", { name: "Save version" })
      .click();
    await expect.poll(async () => (await memberOf(adminHttp, directory.id, member?.id ?? "")).role).toBe("org:admin");
    await open(admin, `/directory-sync/${directory.id}/groups/${group?.id}`);
    await expect(admin.getByRole("region", { name: "Role", exact: true })).toContainText(
      "Rule 1 gives its people Admin",
    );
  });
});

/** Drags a row by its handle onto another one, with the mouse alone. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.locator("[draggable]").hover();
  await page.mouse.down();
  const box = await to.boundingBox();
  if (!box) throw new Error("The row to drop on is not in view.");
  const [x, y] = [box.x + box.width / 3, box.y + box.height / 2];
  await page.mouse.move(x, y - 4, { steps: 5 });
  await page.mouse.move(x, y, { steps: 2 });
  await page.mouse.up();
}

test("rules and mapping rows are put in order by dragging their handles", async ({ admin, adminHttp, directory }) => {
  await saveRule(adminHttp, directory.id, "First", "Second", "Third");
  const move = async (page: Page, list: RegExp, from: number, to: number) => {
    const rows = page.getByRole("list", { name: list }).getByRole("listitem");
    const name = await rows
      .nth(from)
      .getByRole("button", { name: /^Remove / })
      .getAttribute("aria-label");
    await drag(page, rows.nth(from), rows.nth(to));
    await expect(rows.nth(to).getByRole("button", { name: name ?? "", exact: true })).toBeVisible();
    const said = `${name?.replace("Remove ", "")}, now ${to + 1} of ${await rows.count()}`;
    await expect(page.getByText(said)).toBeAttached();
  };
  await open(admin, `/directory-sync/${directory.id}/roles`);
  // Both come late and move the rows down.
  await expect(admin.getByText(/has pushed no group at all so far/)).toBeVisible();
  await expect(admin.getByText(/^Everybody has version 1/)).toBeVisible();
  await move(admin, /^Rules/, 2, 0);
  await move(admin, /^Rules/, 0, 1);
  await expect(admin.getByRole("list", { name: /^Rules/ }).getByRole("listitem")).toContainText([
    "First",
    "Third",
    "Second",
  ]);

  const beside = await admin.context().newPage();
  await open(beside, `/directory-sync/${directory.id}/mapping`);
  await move(beside, /^Mapping rows/, 0, 3);
  await move(beside, /^Mapping rows/, 2, 1);
});
