/** The reference of the API tells of SCIM what is there, no more and no less (app/v1/reference.test.ts does the rest). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { PLAIN_OPERATIONS } from "#lib/contract/api/plain-operations.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim } from "#lib/testing/scim-client.ts";
import { addDirectory, serve } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let token: string;
beforeAll(async () => {
  database = await openTestPostgres();
  token = (await addDirectory(serve(database))).token;
});
afterAll(() => database.close());

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const described = PLAIN_OPERATIONS.filter(({ path }) => path.startsWith("/scim/v2/"));
/** /Me is 501 whatever is asked of it (RFC 7644 §3.11). */
const paths = [...new Set(described.map(({ path }) => path))].filter((path) => path !== "/scim/v2/Me");

test.each(paths)("%s answers the methods that the reference tells, and 405 with Allow to every other", async (path) => {
  const known = described.filter((operation) => operation.path === path).map(({ method }) => method);
  const address = path.slice("/scim/v2".length).replace(/\{.+\}/, "0193b2c4-0000-7000-8000-000000000000");
  for (const method of METHODS) {
    const { status, headers } = await askScim(method, address, { token, body: method === "GET" ? undefined : {} });
    expect(status !== 405, `${method} ${path}`).toBe((known as string[]).includes(method));
    const allowed = (headers.get("allow") ?? "").split(/,\s*/).filter((each) => METHODS.includes(each));
    if (status === 405) expect(allowed.sort(), path).toEqual(known.toSorted());
  }
});
