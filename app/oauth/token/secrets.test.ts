import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { addOAuthSecret, createOAuthClient, listOAuthClients, revokeOAuthSecret } from "#lib/directory/oauth.ts";
import type { Services } from "#lib/http/services.ts";
import { dumpDatabase } from "#lib/testing/dump-database.ts";
import { logLines } from "#lib/testing/log-lines.ts";
import { managementClient } from "#lib/testing/management-client.ts";
import { askToken, askWithSecret, basic } from "#lib/testing/oauth-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim } from "#lib/testing/scim-client.ts";
import { addDirectory, ENV_KEY, operator, serve } from "#lib/testing/test-instance.ts";

vi.mock("pino", async (importOriginal) => (await import("#lib/testing/log-lines.ts")).pinoInMemory(importOriginal));

let database: TestDatabase;
let services: Services;
let clientId: string;
/** All that must never be found again: both secrets, and the access token they gave. */
const plaintexts: string[] = [];
/** What was answered after the secrets were shown. */
const answers: string[] = [];

beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database, { LOG_LEVEL: "trace" });
  const ctx = operator(services);
  const { organizationId, directoryId } = await addDirectory(services);
  const client = await createOAuthClient(ctx, directoryId, { name: "Entra" });
  const added = await addOAuthSecret(ctx, directoryId, client.id);
  const granted = await askWithSecret(client.id, client.clientSecret);
  clientId = client.id;
  plaintexts.push(client.clientSecret, added.clientSecret, granted.body.access_token);
  await askScim("GET", "/Users", { token: granted.body.access_token });
  await revokeOAuthSecret(ctx, directoryId, client.id, added.id);
  for (const reply of [
    await askWithSecret(client.id, added.clientSecret),
    await askWithSecret(client.clientSecret, client.id),
    await askToken({ grant_type: client.clientSecret, client_id: client.id }),
    await askToken({ grant_type: "client_credentials", scope: client.clientSecret }, { headers: basic(...swapped()) }),
    await askWithSecret(client.id, client.clientSecret, { scope: client.clientSecret }),
  ]) {
    expect(reply.status).toBeGreaterThanOrEqual(400);
    answers.push(reply.text, JSON.stringify([...reply.headers]));
  }
  await services.activity.flush();
  const path = `/organizations/${organizationId}/directories/${directoryId}`;
  answers.push((await managementClient(ENV_KEY).get(`${path}/oauth/clients`)).text);
  answers.push(JSON.stringify(await listOAuthClients(ctx, directoryId)));
});
const swapped = (): [string, string] => [plaintexts[0] ?? "", clientId];
afterAll(() => database.close());

describe("a client secret and the access token it gave", () => {
  test("are in no column of any table", async () => {
    const dump = await dumpDatabase(database);
    expect(dump).toContain(clientId);
    for (const secret of plaintexts) {
      expect(secret).toMatch(/^(ocs|scim)_/);
      const forms = [secret, Buffer.from(secret).toString("hex"), Buffer.from(secret).toString("base64")];
      expect(forms.filter((form) => dump.includes(form))).toEqual([]);
    }
  });

  test("are in no line of the process's log, not even when they were sent in the wrong field", () => {
    expect(logLines.filter((line) => line.includes("access token refused")).length).toBeGreaterThan(3);
    expect(logLines.some((line) => line.includes(clientId))).toBe(true);
    expect(logLines.filter((line) => plaintexts.some((secret) => line.includes(secret.slice(5, -1))))).toEqual([]);
  });

  test("are in no later answer", () => {
    expect(answers.filter((text) => plaintexts.some((secret) => text.includes(secret)))).toEqual([]);
  });

  test("say in the log why they were refused, for the operator alone", () => {
    expect(logLines.some((line) => line.includes("revoked secret"))).toBe(true);
    expect(answers.filter((text) => text.includes("revoked secret"))).toEqual([]);
  });
});
