import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyPassword } from "#lib/auth/password.ts";
import { dumpDatabase } from "#lib/testing/dump-database.ts";
import { managementClient } from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { serve } from "#lib/testing/test-instance.ts";
import { type FirstRun, seed } from "../../prisma/seed.ts";

let database: TestDatabase;
let first: FirstRun | undefined;
beforeAll(async () => {
  database = await openTestPostgres();
  first = await seed(serve(database, { ROLLCALL_API_KEY: "" }));
});
afterAll(() => database.close());

describe("the first start on a new database", () => {
  test("makes one account that owns one organization", async () => {
    const [account, ...more] = await database.prisma.account.findMany({ include: { members: true } });
    expect(more).toEqual([]);
    expect(account).toMatchObject({ email: first?.email, members: [{ role: "org:owner", active: true }] });
    expect(await database.prisma.organization.count()).toBe(1);
    expect(await verifyPassword(first?.password ?? "", account?.passwordHash ?? "")).toBe(true);
  });

  test("makes a management key for the whole instance, which works", async () => {
    const { status, body } = await managementClient(first?.apiKey).get("/organizations");
    expect([status, body.total_count]).toEqual([200, 1]);
  });

  test("keeps neither the password nor the key in clear", async () => {
    const dump = await dumpDatabase(database);
    for (const secret of [first?.password, first?.apiKey]) {
      expect(secret).toBeTruthy();
      expect(dump).not.toContain(secret);
    }
  });

  test("happens once: a second start makes and changes nothing", async () => {
    const before = await dumpDatabase(database);
    expect(await seed(serve(database, { ROLLCALL_API_KEY: "" }))).toBeUndefined();
    expect(await dumpDatabase(database)).toBe(before);
  });
});

test("what the environment chose is used, not shown again and not added to", async () => {
  const other = await openTestPostgres();
  const services = serve(other, { ADMIN_EMAIL: "Ada@X.example", ADMIN_PASSWORD: "chosen by hand" });
  expect(await seed(services)).toEqual({ email: "ada@x.example", password: undefined, apiKey: undefined });
  const account = await services.accounts.findByEmail("ada@x.example");
  expect(await verifyPassword("chosen by hand", account?.passwordHash ?? "")).toBe(true);
  expect(await other.prisma.apiKey.count()).toBe(0);
  await other.close();
});
