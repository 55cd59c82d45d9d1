import { randomUUID } from "node:crypto";
import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Page,
  type PlaywrightWorkerArgs,
} from "@playwright/test";
import { type DirectoryAccess, type Management, managementClient } from "./management.ts";
import { administrator, managementKey, signInOverHttp } from "./sign-in.ts";

type Playwright = PlaywrightWorkerArgs["playwright"];
type StorageState = Awaited<ReturnType<BrowserContext["storageState"]>>;

export interface Organization {
  id: string;
  name: string;
}

/** Kept for all tests of a worker, because making them takes a while. */
interface WorkerFixtures {
  origin: string;
  /** The browser window of all tests: in a new one, every script is fetched and compiled again, which takes longer than most tests. */
  window: BrowserContext;
  /** A program with the instance's management key. */
  management: Management;
  /** Cookies of the signed-in administrator. */
  adminState: StorageState;
  /** An organization of the administrator's own, and the one its pages show. */
  home: Organization;
}

interface TestFixtures {
  /** A page on which the administrator is signed in. */
  admin: Page;
  /** The administrator's cookies without a browser. */
  adminHttp: APIRequestContext;
  /** A new directory in `home`, with a token. */
  directory: DirectoryAccess;
  /** An IdP that holds the token of `directory`. Its requests need absolute addresses: see `scimUrl`. */
  idp: APIRequestContext;
}

/** A name that no other test uses. */
export const unique = (name: string) => `${name} ${randomUUID().slice(0, 8)}`;

/** What the administrator's browser would send with a change; without it the server suspects another site. */
const sameOrigin = (origin: string) => ({ origin });

/** Well within the ten minutes for which a proved password is good. */
const CONFIRM_EVERY_MS = 5 * 60_000;
const confirmedAt = new Map<StorageState, number>();

/** The worker's session may be older than what making secrets and deleting ask for: proves the password again in time. */
async function keepConfirmed(playwright: Playwright, origin: string, state: StorageState): Promise<void> {
  if (Date.now() - (confirmedAt.get(state) ?? 0) < CONFIRM_EVERY_MS) return;
  const options = { baseURL: origin, storageState: state, extraHTTPHeaders: sameOrigin(origin) };
  const http = await playwright.request.newContext(options);
  const { password } = administrator();
  expect((await http.post("/api/session/confirm", { data: { password } })).status()).toBe(204);
  await http.dispose();
  confirmedAt.set(state, Date.now());
}

/** Makes an organization whose owner is the administrator. */
export async function createOwnOrganization(http: APIRequestContext, name: string): Promise<Organization> {
  const response = await http.post("/api/organizations", { data: { name } });
  expect(response.status(), await response.text()).toBe(201);
  return response.json();
}

/** Cookies for which `organization` is the one in view. */
export function viewing(state: StorageState, organization: Organization): StorageState {
  const session = state.cookies.filter(({ name }) => name !== "rollcall-organization");
  const [first] = session;
  if (!first) throw new Error("Nobody is signed in.");
  const choice = { ...first, name: "rollcall-organization", value: organization.id, httpOnly: false };
  return { ...state, cookies: [...session, choice] };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  origin: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs: nothing.
    async ({}, use, { project }) => {
      await use(new URL(project.use.baseURL ?? "").origin);
    },
    { scope: "worker" },
  ],

  window: [
    async ({ browser, origin }, use) => {
      const window = await browser.newContext({ baseURL: origin });
      await use(window);
      await window.close();
    },
    { scope: "worker" },
  ],

  // As new for each test: nobody is signed in, nothing is stored, no page is open.
  context: async ({ window }, use) => {
    await window.setStorageState({ cookies: [], origins: [] });
    await use(window);
    await Promise.all(window.pages().map((page) => page.close()));
  },

  management: [
    async ({ playwright, origin }, use) => {
      const extraHTTPHeaders = { authorization: `Bearer ${managementKey()}` };
      const http = await playwright.request.newContext({ baseURL: origin, extraHTTPHeaders });
      await use(managementClient(http));
      await http.dispose();
    },
    { scope: "worker" },
  ],

  adminState: [
    async ({ playwright, origin }, use) => {
      const http = await playwright.request.newContext({ baseURL: origin });
      expect(await signInOverHttp(http, administrator())).toMatchObject({ status: 200 });
      const state = await http.storageState();
      confirmedAt.set(state, Date.now());
      await http.dispose();
      await use(state);
    },
    { scope: "worker" },
  ],

  home: [
    async ({ playwright, origin, adminState }, use) => {
      const options = { baseURL: origin, storageState: adminState, extraHTTPHeaders: sameOrigin(origin) };
      const http = await playwright.request.newContext(options);
      await use(await createOwnOrganization(http, unique("Home")));
      await http.dispose();
    },
    { scope: "worker" },
  ],

  admin: async ({ context, playwright, origin, adminState, home }, use) => {
    await keepConfirmed(playwright, origin, adminState);
    await context.setStorageState(viewing(adminState, home));
    await use(await context.newPage());
  },

  adminHttp: async ({ playwright, origin, adminState }, use) => {
    await keepConfirmed(playwright, origin, adminState);
    const options = { baseURL: origin, storageState: adminState, extraHTTPHeaders: sameOrigin(origin) };
    const http = await playwright.request.newContext(options);
    await use(http);
    await http.dispose();
  },

  directory: async ({ management, home }, use) => {
    await use(await management.openDirectory(home.id, unique("Directory"), "okta_saml"));
  },

  idp: async ({ playwright, directory }, use) => {
    const extraHTTPHeaders = {
      authorization: `Bearer ${directory.token}`,
      "content-type": "application/scim+json",
      accept: "application/scim+json",
    };
    const http = await playwright.request.newContext({ extraHTTPHeaders });
    await use(http);
    await http.dispose();
  },
});

export { expect };
