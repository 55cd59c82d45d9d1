import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { hashPassword } from "#lib/auth/password.ts";
import { issueApiKey } from "#lib/directory/api-keys.ts";
import { getDirectoryDetail } from "#lib/directory/directories.ts";
import { getLogEntry, listLog } from "#lib/directory/log.ts";
import { listTokens } from "#lib/directory/tokens.ts";
import { listDirectoryUsers } from "#lib/directory/views.ts";
import type { Services } from "#lib/http/services.ts";
import { dumpDatabase } from "#lib/testing/dump-database.ts";
import { logLines } from "#lib/testing/log-lines.ts";
import { askManagement, managementClient } from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim, patchBody } from "#lib/testing/scim-client.ts";
import { addDirectory, ENV_KEY, operator, serve, type TestDirectory } from "#lib/testing/test-instance.ts";

vi.mock("pino", async (importOriginal) => (await import("#lib/testing/log-lines.ts")).pinoInMemory(importOriginal));

const PASSWORD = "Tr0ub4dor-and-3-horses";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
let key: string;
/** The texts of all answers after the token was issued. */
const answers: string[] = [];

const asked = async (method: string, path: string, body?: unknown) => {
  const reply = await askScim(method, path, { token: directory.token, body });
  answers.push(reply.text, JSON.stringify([...reply.headers]));
  return reply;
};

beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database, { LOG_LEVEL: "trace" });
  directory = await addDirectory(services);
  const issued = await issueApiKey(operator(services), directory.organizationId, { name: "Key" });
  key = issued.key;
  await useEverything();
  await services.activity.flush();
  await readEverything();
});
afterAll(() => database.close());

async function useEverything() {
  const urn = "urn:ietf:params:scim:schemas:core:2.0:User";
  const { body } = await asked("POST", "/Users", { userName: "ada", password: PASSWORD });
  const path = `/Users/${body.id}`;
  await asked("PUT", path, { userName: "ada", title: "x", PassWord: PASSWORD, [urn]: { password: PASSWORD } });
  await asked("PATCH", path, patchBody([{ op: "replace", path: "password", value: PASSWORD }]));
  await asked("PATCH", path, patchBody([{ op: "Replace", path: `${urn}:password`, value: PASSWORD }]));
  await asked("PATCH", path, patchBody([{ op: "replace", value: { password: PASSWORD, title: "y" } }]));
  await asked("PATCH", path, patchBody([{ op: "replace", value: { [`${urn}:password`]: PASSWORD } }]));
  await asked("POST", "/Users", { userName: "ada", password: PASSWORD });
  await asked("POST", "/Users", { password: PASSWORD });
  await asked("GET", `/Users?filter=${encodeURIComponent(`password eq "${PASSWORD}"`)}`);
  await asked("GET", `${path}?attributes=password`);
  await asked("GET", `/Users?filter=${encodeURIComponent(`userName eq "${directory.token}"`)}`);
  await askScim("GET", "/Users", { token: directory.token.slice(0, -1) });
  await asked("GET", "/nowhere");
  await asked("POST", "/Groups", "{broken");
}

async function readEverything() {
  const ctx = operator(services);
  const { organizationId, directoryId } = directory;
  const api = managementClient(ENV_KEY);
  const organization = `/organizations/${organizationId}`;
  for (const path of ["", "/directories", `/directories/${directoryId}`, "/scim/endpoint", "/scim/tokens"]) {
    answers.push((await api.get(organization + path)).text);
  }
  answers.push((await askManagement("GET", "/organizations", { key })).text);
  const log = await listLog(ctx, directoryId, {});
  const details = await Promise.all(log.data.map(({ id }) => getLogEntry(ctx, directoryId, id)));
  const pages = [log, details, await listTokens(ctx, directoryId), await listDirectoryUsers(ctx, directoryId, {})];
  answers.push(JSON.stringify([...pages, await getDirectoryDetail(ctx, directoryId)]));
}

describe("a secret that was issued and used", () => {
  test("was really used, and the log holds the requests", async () => {
    expect(answers.length).toBeGreaterThan(20);
    const entries = await database.sql.query("select from provisioning_entry");
    expect(entries.length).toBeGreaterThan(10);
  });

  test("is in no column of any table, neither the token nor the management key", async () => {
    const dump = await dumpDatabase(database);
    expect(dump).toContain(directory.tokenId);
    // A client that sends its own token as a search text has told it to the log itself; the rest must be clean.
    const own = dump.split("\n").filter((text) => !text.includes(`userName eq`));
    for (const secret of [directory.token, key]) {
      expect(own.filter((text) => text.includes(secret))).toEqual([]);
      expect(own.filter((text) => text.includes(Buffer.from(secret).toString("hex")))).toEqual([]);
      expect(own.filter((text) => text.includes(Buffer.from(secret).toString("base64")))).toEqual([]);
    }
  });

  test("is in no line of the process's log, whatever its level", () => {
    expect(logLines.length).toBeGreaterThan(0);
    services.log.info({ token: directory.token, headers: { authorization: `Bearer ${directory.token}` } }, "said");
    expect(logLines.filter((line) => line.includes(directory.token.slice(0, -1)) || line.includes(key))).toEqual([]);
  });

  test("is in no later answer of the SCIM, management or dashboard reads", () => {
    const own = answers.filter((text) => !text.includes("userName eq"));
    expect(own.filter((text) => text.includes(directory.token) || text.includes(key))).toEqual([]);
  });
});

describe("a password in a SCIM body", () => {
  test("is nowhere in the database, the process's log or an answer", async () => {
    const dump = await dumpDatabase(database);
    const own = dump.split("\n").filter((text) => !text.includes("password eq"));
    expect(own.filter((text) => text.includes(PASSWORD))).toEqual([]);
    expect(answers.filter((text) => text.includes(PASSWORD) && !text.includes("password eq"))).toEqual([]);
    expect(logLines.filter((line) => line.includes(PASSWORD))).toEqual([]);
  });

  test("is not to be found by a filter, so that it cannot be guessed", async () => {
    for (const filter of ['password sw "T"', "password pr"]) {
      const { status, body } = await asked("GET", `/Users?filter=${encodeURIComponent(filter)}`);
      expect([status, body.scimType]).toEqual([400, "invalidFilter"]);
    }
  });
});

test("a dashboard password's hash does not hold the password", async () => {
  expect(await hashPassword(PASSWORD)).not.toContain(PASSWORD);
});
