import { identityProvider } from "../scripts/simulate/identity-provider.ts";
import { requestUrl } from "../scripts/simulate/scim-client.ts";
import { runPhases } from "../scripts/simulate/simulate.ts";
import { test as base, createOwnOrganization, expect, type Organization, unique, viewing } from "./fixtures.ts";
import type { DirectoryAccess } from "./management.ts";

/** A directory with everything that can be on a page. */
export interface Populated extends DirectoryAccess {
  directoryId: string;
  userId: string;
  groupId: string;
  /** A group with a member that the IdP has named and not sent yet. */
  waitingGroupId: string;
  /** A log entry with a body, changes and a person. */
  entryId: string;
}

/** A directory that nobody has called, in an organization that has no other. */
export interface Untouched {
  organization: Organization;
  directoryId: string;
}

interface WorkerFixtures {
  populated: Populated;
  untouched: Untouched;
  /** An organization without any directory. */
  bare: Organization;
}

const LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh";

/** What the simulator does not send: names that fill a line, and a group member who has not arrived yet. */
async function sendOddities({ base: address, token }: DirectoryAccess): Promise<void> {
  const send = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
    const response = await fetch(requestUrl(address, { path }), {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(201);
  };
  const userName = `maximiliana.${LONG_NAME.toLowerCase()}@people.of-a-company-with-a-long-name.example`;
  await send("/Users", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    userName,
    displayName: `Maximiliana ${LONG_NAME}`,
    emails: [{ value: userName, type: "work", primary: true }],
  });
  await send("/Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: `Everybody-who-works-in-${LONG_NAME}`,
    members: [{ value: "00u-has-not-arrived-yet" }],
  });
}

export const test = base.extend<object, WorkerFixtures>({
  populated: [
    async ({ playwright, origin, management, adminState, home }, use) => {
      const directory = await management.openDirectory(home.id, unique("Okta production"), "okta_saml");
      const idp = identityProvider("okta", { ...directory, users: 10 });
      await runPhases(idp);
      expect(idp.report().unexpected).toEqual([]);
      await sendOddities(directory);
      const retired = await management.issueToken(home.id, directory.id, "Retired in spring");
      await management.revokeToken(home.id, retired.id);
      await identityProvider("okta", { ...directory, token: retired.token }).testConnection();

      const extraHTTPHeaders = { origin };
      const http = await playwright.request.newContext({ baseURL: origin, storageState: adminState, extraHTTPHeaders });
      await http.post(`/api/organizations/${home.id}/api-keys`, { data: { name: "Deploy pipeline" } });
      const first = async (path: string): Promise<string> => {
        const { data } = await (await http.get(`/api/directories/${directory.id}${path}`)).json();
        return data[0].id;
      };
      await use({
        ...directory,
        directoryId: directory.id,
        userId: idp.people[1]?.id ?? "",
        groupId: await first("/groups?q=EMEA"),
        waitingGroupId: await first("/groups?q=Everybody-who"),
        entryId: await first("/log?outcome=changed&q=title"),
      });
      await http.dispose();
    },
    { scope: "worker" },
  ],

  bare: [
    async ({ playwright, origin, adminState }, use) => {
      const extraHTTPHeaders = { origin };
      const http = await playwright.request.newContext({ baseURL: origin, storageState: adminState, extraHTTPHeaders });
      await use(await createOwnOrganization(http, unique("Bare")));
      await http.dispose();
    },
    { scope: "worker" },
  ],

  untouched: [
    async ({ playwright, origin, adminState, management }, use) => {
      const extraHTTPHeaders = { origin };
      const http = await playwright.request.newContext({ baseURL: origin, storageState: adminState, extraHTTPHeaders });
      const organization = await createOwnOrganization(http, unique("Untouched"));
      const { id } = await management.createDirectory(organization.id, "Entra", "entra");
      await use({ organization, directoryId: id });
      await http.dispose();
    },
    { scope: "worker" },
  ],
});

export { expect, viewing };
