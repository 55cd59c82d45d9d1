/** List H of the attack list at the doors: nothing of a refused address is kept, whichever door it comes to. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { managementClient } from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { OWN_ADDRESS, REFUSED_TARGETS } from "#lib/testing/refused-targets.ts";
import { addDirectory, ENV_KEY, serve } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let endpoints: string;
let existing: string;
const api = managementClient(ENV_KEY);
const kept = async () => (await database.sql.query("select to_jsonb(w) as all from webhook_endpoint w")).map(String);
beforeAll(async () => {
  database = await openTestPostgres();
  const { organizationId } = await addDirectory(serve(database, { BASE_URL: OWN_ADDRESS }));
  endpoints = `/organizations/${organizationId}/webhook_endpoints`;
  existing = (await api.post(endpoints, { url: "https://receiver.example.org/hook" })).body.id;
});
afterAll(() => database.close());

describe.each([...new Set(REFUSED_TARGETS.map(([row]) => row))])("%s", (row) => {
  const urls = REFUSED_TARGETS.filter(([of]) => of === row).map(([, url]) => url);

  test("is a 400 when it is saved and when it is changed, and changes nothing", async () => {
    const before = await kept();
    for (const url of urls) {
      const made = await api.post(endpoints, { url });
      const changed = await api.patch(`${endpoints}/${existing}`, { url });
      for (const { status, text } of [made, changed]) expect([400, 422], `${url}: ${text}`).toContain(status);
      if (URL.canParse(url)) expect([made.status, changed.status], url).toEqual([400, 400]);
    }
    expect(await kept()).toEqual(before);
  });
});
