import { identityProvider } from "../../scripts/simulate/identity-provider.ts";
import { expect, test, unique } from "../fixtures.ts";
import type { Management } from "../management.ts";
import { open } from "../sign-in.ts";

const NOBODYS = "directory_00000000000070008000000000000000";
const NO_USER = "00000000-0000-7000-8000-000000000000";

/** Two answers about things that are not there, without what differs by chance. */
const withoutRequestId = (body: { error: object }) => ({ error: { ...body.error, requestId: "" } });

/** A directory with people and groups, in an organization that no account is a member of. */
async function provisionStrangers(management: Management) {
  const organization = await management.createOrganization(unique("Strangers"));
  const directory = await management.openDirectory(organization.id, unique("Theirs"), "okta_saml");
  const idp = identityProvider("okta", { ...directory, users: 2, groups: 1 });
  await idp.provisionUsers();
  await idp.pushGroups();
  return { ...directory, userId: idp.people[0]?.id ?? "", groupId: idp.groups[0]?.id ?? "" };
}

test("a stranger's directory looks exactly like one that does not exist", async ({ adminHttp, management, admin }) => {
  const { id, name, userId, groupId } = await provisionStrangers(management);
  const paths = ["", "/tokens", "/mapping", "/log", "/users", `/users/${userId}`, "/groups", `/groups/${groupId}`];
  for (const path of paths) {
    const known = await adminHttp.get(`/api/directories/${id}${path}`);
    const unknown = await adminHttp.get(`/api/directories/${NOBODYS}${path}`);
    expect([known.status(), unknown.status()], path).toEqual([404, 404]);
    expect(withoutRequestId(await known.json())).toEqual(withoutRequestId(await unknown.json()));
  }
  for (const path of ["", "/users", `/users/${userId}`]) {
    const response = await admin.goto(`/directory-sync/${id}${path}`);
    expect(response?.status()).toBe(404);
    await expect(admin.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
    expect(await admin.content()).not.toContain(name);
  }
});

test("a stranger's directory cannot be changed", async ({ adminHttp, management }) => {
  const theirs = await provisionStrangers(management);
  const directory = `/api/directories/${theirs.id}`;
  const organization = `/api/organizations/${theirs.organizationId}`;
  const attempts = [
    adminHttp.patch(directory, { data: { name: "Taken over" } }),
    adminHttp.delete(directory),
    adminHttp.post(`${directory}/tokens`, { data: { name: "Back door" } }),
    adminHttp.post(`${directory}/tokens/${theirs.tokenId}/revoke`),
    adminHttp.post(`${organization}/directories`, { data: { name: "Planted", provider: "generic" } }),
    adminHttp.post(`${organization}/api-keys`, { data: { name: "Back door" } }),
    adminHttp.get(`${organization}/members`),
  ];
  for (const response of await Promise.all(attempts)) expect(response.status(), response.url()).toBe(404);
  const { unexpected } = await identityProvider("okta", { ...theirs, users: 2 }).matchUsers();
  expect(unexpected, "their token works as before").toEqual([]);
});

test("what belongs to another directory of one's own is not shown under this one", async ({
  adminHttp,
  management,
  home,
  directory,
}) => {
  const other = await management.openDirectory(home.id, unique("Other"), "okta_saml");
  const idp = identityProvider("okta", { ...other, users: 1, groups: 1 });
  await idp.provisionUsers();
  await idp.pushGroups();
  const log = await (await adminHttp.get(`/api/directories/${other.id}/log`)).json();
  const things = [
    `/users/${idp.people[0]?.id}`,
    `/groups/${idp.groups[0]?.id}`,
    `/groups/${idp.groups[0]?.id}/members`,
    `/log/${log.data[0].id}`,
  ];
  for (const thing of things) {
    expect((await adminHttp.get(`/api/directories/${other.id}${thing}`)).status(), thing).toBe(200);
    const misplaced = await (await adminHttp.get(`/api/directories/${directory.id}${thing}`)).text();
    expect(misplaced, thing).not.toContain(idp.people[0]?.person.userName);
  }
});

test("addresses of people and groups that are gone lead to the designed page, and their lists go on", async ({
  admin,
  directory,
}) => {
  for (const path of [`/users/${NO_USER}`, "/users/not-an-id", `/groups/${NO_USER}`, "/nothing-here"]) {
    const response = await admin.goto(`/directory-sync/${directory.id}${path}`);
    expect(response?.status(), path).toBe(404);
    await expect(admin.getByRole("heading", { level: 1, name: "There is nothing at this address" })).toBeVisible();
  }
  await admin.getByRole("link", { name: "Go to directory sync" }).click();
  await expect(admin.getByRole("heading", { level: 1, name: "Directory sync" })).toBeVisible();
  await open(admin, `/directory-sync/${directory.id}/log?entry=gone`);
  await expect(admin.getByRole("dialog")).toContainText("Could not load this entry");
});
