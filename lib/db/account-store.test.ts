import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { type AccountStore, accountStore } from "./account-store.ts";
import { retentionStore } from "./retention-store.ts";

let database: TestDatabase;
let accounts: AccountStore;
let accountId: string;
beforeAll(async () => {
  database = await openTestPostgres();
  accounts = accountStore(database.prisma);
});
beforeEach(async () => {
  accountId = `account_${v7()}`;
  await database.prisma.account.create({
    data: { id: accountId, email: `${accountId}@x.example`, name: "Ada", passwordHash: "x" },
  });
});
afterAll(() => database.close());

const NOON = new Date("2026-01-31T12:00:00Z");
const later = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000);

async function startSession(): Promise<string> {
  const id = v7();
  await accounts.startSession({ id, accountId, createdAt: NOON, expiresAt: later(12), userAgent: null });
  return id;
}

describe("a session", () => {
  test("J13: belongs to its account for twelve hours, however busy it is", async () => {
    const id = await startSession();
    expect(await accounts.findSession(id, later(0.4))).toMatchObject({ id: accountId, name: "Ada", sessionId: id });
    for (let hours = 0.8; hours < 12; hours += 0.4) expect(await accounts.findSession(id, later(hours))).toBeDefined();
    expect(await accounts.findSession(id, later(12))).toBeUndefined();
  });

  test("J13: that nobody used for half an hour is over; what a page asks by itself does not count as use", async () => {
    const [used, left] = [await startSession(), await startSession()];
    await accounts.findSession(used, later(0.4));
    await accounts.findSession(left, later(0.4), { unattended: true });
    expect(await accounts.findSession(used, later(0.6))).toBeDefined();
    expect(await accounts.findSession(left, later(0.6))).toBeUndefined();
  });

  test("knows when the password was last proved", async () => {
    const id = await startSession();
    expect((await accounts.findSession(id, later(0.4)))?.confirmedAt).toEqual(NOON);
    await accounts.confirmSession(id, later(0.4));
    expect((await accounts.findSession(id, later(0.5)))?.confirmedAt).toEqual(later(0.4));
  });

  test("that was ended is nobody's from then on; others of the account go on", async () => {
    const [ended, other] = [await startSession(), await startSession()];
    await accounts.endSession(ended, later(0.4));
    expect(await accounts.findSession(ended, later(0.4))).toBeUndefined();
    expect(await accounts.findSession(other, later(0.4))).toBeDefined();
  });

  test("of an account that was disabled is nobody's, and the account cannot sign in", async () => {
    const id = await startSession();
    await database.prisma.account.update({ where: { id: accountId }, data: { disabledAt: NOON } });
    expect(await accounts.findSession(id, later(0.4))).toBeUndefined();
    expect(await accounts.findByEmail(`${accountId}@x.example`)).toBeUndefined();
  });

  test("never carries the password's hash", async () => {
    expect(await accounts.findSession(await startSession(), later(0.4))).not.toHaveProperty("passwordHash");
  });

  test("is forgotten some time after it expired, and not before", async () => {
    const id = await startSession();
    const purge = (sessions: Date) =>
      retentionStore(database.prisma).purge({ reads: NOON, requests: NOON, sessions, accessTokens: NOON });
    await purge(later(11));
    expect(await accounts.findSession(id, later(0.4))).toBeDefined();
    expect((await purge(later(13))).sessions).toBeGreaterThan(0);
    expect(await accounts.findSession(id, later(0.4))).toBeUndefined();
  });
});
