import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { answerScim } from "#app/scim/v2/doors.ts";
import { PROVIDERS } from "#lib/contract/provider.ts";
import type { Services } from "#lib/http/services.ts";
import { testLine } from "#lib/http/test-line.ts";
import { curlScript, postmanCollection } from "#lib/setup/postman.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory } from "#lib/testing/test-instance.ts";
import { listLog } from "../log.ts";
import { listTokens } from "../tokens.ts";
import { getKit } from "./kit.ts";
import { getSetup } from "./progress.ts";
import { removeTest, runSelfTest, runTest } from "./tests.ts";

let database: TestDatabase;
let services: Services;
const line = testLine(answerScim);

beforeAll(async () => {
  database = await openTestPostgres();
});
beforeEach(() => {
  services = serve(database);
});
afterAll(() => database.close());

const rowsOf = async ({ directoryId }: TestDirectory) => {
  await services.activity.flush();
  const { prisma } = database;
  const [users, groups, members, entries, removed, tokens] = await Promise.all([
    prisma.directoryUser.count({ where: { directoryId } }),
    prisma.directoryGroup.count({ where: { directoryId } }),
    prisma.member.count({ where: { directoryId } }),
    prisma.provisioningEntry.count({ where: { directoryId } }),
    prisma.removedUser.count({ where: { directoryId } }),
    prisma.scimToken.count({ where: { directoryId } }),
  ]);
  return { users, groups, members, entries, removed, tokens };
};

describe.each(PROVIDERS)("as %s words it", (provider) => {
  test("joiner, mover, leaver and group push are taken, marked as tests, tick nothing, and go without a trace", async () => {
    const directory = await addDirectory(services, { provider });
    const ctx = operator(services);
    const before = await rowsOf(directory);
    const scenarios =
      provider === "google"
        ? (["joiner", "mover", "leaver"] as const)
        : (["joiner", "mover", "leaver", "group"] as const);
    for (const scenario of scenarios) {
      const { exchanges } = await runTest(ctx, directory.directoryId, scenario, line);
      expect(exchanges.map(({ what, status }) => ({ what, fine: status < 300 }))).toEqual(
        exchanges.map(({ what }) => ({ what, fine: true })),
      );
      expect(exchanges.length).toBeGreaterThan(0);
      expect(exchanges.every(({ sentence }) => sentence === null || sentence.startsWith("Test: "))).toBe(true);
      expect(exchanges.some(({ sentence }) => sentence !== null)).toBe(true);
    }
    const state = await getSetup(ctx, directory.directoryId);
    expect(state).toMatchObject({
      signals: {},
      problems: [],
      directory: { state: "waiting" },
      test: { personActive: false },
    });
    const { data } = await listLog(ctx, directory.directoryId, {});
    expect(data.every(({ sentence }) => sentence.startsWith("Test: "))).toBe(true);
    await removeTest(ctx, directory.directoryId, line);
    expect(await rowsOf(directory)).toEqual(before);
  });
});

describe("a test run", () => {
  test("uses a token that no list shows and that is gone when it ends", async () => {
    const directory = await addDirectory(services);
    await runTest(operator(services), directory.directoryId, "joiner", line);
    expect((await listTokens(operator(services), directory.directoryId)).map(({ id }) => id)).toEqual([
      directory.tokenId,
    ]);
    expect(await database.prisma.scimToken.count({ where: { directoryId: directory.directoryId } })).toBe(1);
  });

  test("is not to be had for a provider that sends no groups", async () => {
    const { directoryId } = await addDirectory(services, { provider: "google" });
    await expect(runTest(operator(services), directoryId, "group", line)).rejects.toMatchObject({ code: "invalid" });
  });
});

test("the self-test passes in about twenty calls and leaves nothing behind", async () => {
  const directory = await addDirectory(services);
  const before = await rowsOf(directory);
  const { checks, passed } = await runSelfTest(operator(services), directory.directoryId, line);
  expect(checks.filter(({ problem }) => problem !== null)).toEqual([]);
  expect([passed, checks.length >= 20]).toEqual([true, true]);
  expect(await rowsOf(directory)).toEqual(before);
});

test.each(PROVIDERS)(
  "the files to download for %s hold the address, the provider's own requests and no token",
  async (provider) => {
    const directory = await addDirectory(services, { provider });
    const kit = await getKit(operator(services), directory.directoryId);
    const collection = postmanCollection(kit);
    expect(collection.info.schema).toContain("v2.1.0");
    expect(collection.variable).toContainEqual({
      key: "baseUrl",
      value: "https://rollcall.test/scim/v2",
      type: "string",
    });
    expect(collection.item.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["Discovery", "Users", "Groups", expect.stringMatching(/^As .* sends it$/), "Clean up"]),
    );
    for (const text of [JSON.stringify(collection), curlScript(kit)]) {
      expect(text).not.toContain(directory.token.slice(0, 13));
      expect(text).toContain("rollcall-test.example");
    }
  },
);
