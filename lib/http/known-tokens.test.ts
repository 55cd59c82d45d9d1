import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Database, openPostgres } from "#lib/db/database.ts";
import { declareSchemas } from "#lib/directory/declared-schemas.ts";
import { deleteDirectory, updateDirectory } from "#lib/directory/directories.ts";
import { createOAuthClient, revokeOAuthClient } from "#lib/directory/oauth.ts";
import { updateSettings } from "#lib/directory/settings.ts";
import { revokeToken, rotateToken } from "#lib/directory/tokens.ts";
import { provideServices, type Services } from "#lib/http/services.ts";
import { askWithSecret } from "#lib/testing/oauth-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim } from "#lib/testing/scim-client.ts";
import { addDirectory, operator, serve, type TestDirectory } from "#lib/testing/test-instance.ts";
import { knownAs } from "./bearer.ts";

let database: TestDatabase;
let elsewhere: Database;
/** Where the admin works. */
let one: Services;
/** Where the IdP's requests arrive. */
let two: Services;
beforeAll(async () => {
  database = await openTestPostgres();
  elsewhere = await openPostgres(database.url);
  one = serve(database);
  two = serve(elsewhere);
});
beforeEach(() => provideServices(two));
afterAll(async () => {
  await elsewhere.close();
  await database.close();
});

const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const WITHIN = { timeout: 5_000, interval: 20 };
const statusOf = async (token: string, path = "/Users") => (await askScim("GET", path, { token })).status;
const listeners = async () =>
  (
    await database.sql.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and application_name = 'rollcall listener'",
    )
  ).map(({ pid }) => pid);

/** Uses the token in the second process and takes its age away, so that only news from the first can end it. */
async function keep(token: string) {
  expect(await statusOf(token)).toBe(200);
  const key = knownAs(token);
  const record = two.knownTokens.get(key);
  if (!record) throw new Error("The token is not remembered.");
  two.knownTokens.set(key, record, { ttl: 0 });
}

describe("what one process changes counts in another that remembers the token", () => {
  let directory: TestDirectory;
  beforeEach(async () => {
    await vi.waitFor(async () => expect(await listeners()).toHaveLength(2), WITHIN);
    directory = await addDirectory(one);
    await keep(directory.token);
  });

  test("what the log shall no longer keep is not in it any more", async () => {
    await updateSettings(operator(one), directory.organizationId, { redactedAttributes: ["phoneNumbers"] });
    let turn = 0;
    await vi.waitFor(async () => {
      const number = `+49 ${Date.now()} ${turn++}`;
      const body = { schemas: [USER], userName: `redacted-${turn}`, phoneNumbers: [{ value: number }] };
      expect((await askScim("POST", "/Users", { token: directory.token, body })).status).toBe(201);
      const kept = await database.sql.query("select e::text from provisioning_entry e where e::text like $1", [
        `%${number}%`,
      ]);
      expect(kept).toEqual([]);
    }, WITHIN);
  });

  test("a revoked token is refused", async () => {
    await revokeToken(operator(one), directory.organizationId, directory.tokenId);
    await vi.waitFor(async () => expect(await statusOf(directory.token)).toBe(401), WITHIN);
  });

  test("a token that was replaced without overlap is refused", async () => {
    await rotateToken(operator(one), directory.organizationId, directory.tokenId, { overlapSeconds: 0 });
    await vi.waitFor(async () => expect(await statusOf(directory.token)).toBe(401), WITHIN);
  });

  test("an access token of a revoked OAuth client is refused", async () => {
    const client = await createOAuthClient(operator(one), directory.directoryId, { name: "Entra" });
    const { access_token: token } = (await askWithSecret(client.id, client.clientSecret)).body;
    await keep(token);
    await revokeOAuthClient(operator(one), directory.directoryId, client.id);
    await vi.waitFor(async () => expect(await statusOf(token)).toBe(401), WITHIN);
  });

  test("a deleted directory's token is refused", async () => {
    await deleteDirectory(operator(one), directory.directoryId);
    await vi.waitFor(async () => expect(await statusOf(directory.token)).toBe(401), WITHIN);
  });

  test("a label opens its address, a rate limit holds, extensions are known", async () => {
    const schemas = [{ id: "urn:acme:User", attributes: [{ name: "badge" }] }];
    await updateDirectory(operator(one), directory.directoryId, { label: "acme", rateLimit: 1 });
    await declareSchemas(operator(one), directory.directoryId, schemas);
    const key = knownAs(directory.token);
    const labelled = () => askScim("GET", "/connections/acme/Users", { token: directory.token });
    await vi.waitFor(async () => {
      const { status, headers } = await labelled();
      expect([200, 429]).toContain(status);
      expect(headers.get("ratelimit-policy")).toBe('"default";q=2;w=2');
      expect(two.knownTokens.get(key)?.directory.schemas).toMatchObject([{ id: "urn:acme:User" }]);
    }, WITHIN);
  });

  test("a connection that broke is opened again, and what was remembered meanwhile is forgotten", async () => {
    const broken = await listeners();
    await database.sql.query("select pg_terminate_backend(pid) from unnest($1::int[]) as pid", [broken]);
    await vi.waitFor(async () => {
      expect(two.knownTokens.size).toBe(0);
      const now = await listeners();
      expect(now.filter((pid) => !broken.includes(pid))).toHaveLength(2);
    }, WITHIN);
    await keep(directory.token);
    await revokeToken(operator(one), directory.organizationId, directory.tokenId);
    await vi.waitFor(async () => expect(await statusOf(directory.token)).toBe(401), WITHIN);
  });
});

describe("a token that is looked up while a credential changes", () => {
  test("is not remembered as it was before", async () => {
    const directory = await addDirectory(two);
    const { findToken } = two.credentials;
    const credentials = {
      ...two.credentials,
      findToken: async (hash: Buffer) => {
        const found = await findToken(hash);
        await revokeToken(operator(two), directory.organizationId, directory.tokenId);
        return found;
      },
    };
    provideServices({ ...two, credentials });
    await statusOf(directory.token);
    provideServices(two);
    expect(await statusOf(directory.token)).toBe(401);
  });
});

describe("listening", () => {
  test("ends with the database, also while it cannot be reached, and is announced without harm when it is gone", async () => {
    const url = new URL(database.url);
    url.port = "1";
    const nowhere = await openPostgres(url.href);
    const forget = vi.fn();
    const warn = vi.fn();
    nowhere.messages.hear({ info: vi.fn(), warn }, [
      { channel: "credentials", heard: forget, startedListening: forget },
    ]);
    await vi.waitFor(() => expect(warn).toHaveBeenCalled(), WITHIN);
    await nowhere.close();
    expect(forget).not.toHaveBeenCalled();
    expect(warn).toHaveBeenCalledTimes(1);
    await expect(nowhere.messages.announce("credentials")).rejects.toThrow();
  });

  test("that fails to announce does not fail the act: the change is made, and counts in its own process", async () => {
    const directory = await addDirectory(one);
    const announce = () => Promise.reject(new Error("nobody hears"));
    const mute = serve({ ...database, messages: { announce, hear() {} } });
    expect(await statusOf(directory.token)).toBe(200);
    await revokeToken(operator(mute), directory.organizationId, directory.tokenId);
    expect(await statusOf(directory.token)).toBe(401);
  });

  test("does not keep a process alive that has nothing else to do", async () => {
    const script = `
      import { listen } from "#lib/db/process-messages.ts";
      const log = { info() {}, warn() {} };
      const startedListening = () => console.log("heard");
      listen(process.env.URL, log, [{ channel: "credentials", heard() {}, startedListening }]);`;
    const args = ["--input-type=module", "--eval", script];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, URL: database.url },
    });
    expect(stdout).toBe("heard\n");
  });

  test("stops when the database is closed", async () => {
    const third = await openPostgres(database.url);
    const before = await listeners();
    serve(third);
    const added = async () => (await listeners()).filter((pid) => !before.includes(pid)).length;
    await vi.waitFor(async () => expect(await added()).toBe(1), WITHIN);
    await third.close();
    await vi.waitFor(async () => expect(await added()).toBe(0), WITHIN);
  });
});
