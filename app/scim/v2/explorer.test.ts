import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { getHealth, switchOff, switchOn } from "#lib/directory/health.ts";
import { exportLog, getLogEntry, listCauses, listLog, logHistogram, revealLogEntry } from "#lib/directory/log.ts";
import { tokenUsage } from "#lib/directory/token-care.ts";
import { listTokens } from "#lib/directory/tokens.ts";
import { exportDirectoryUsers, listDirectoryUsers } from "#lib/directory/views.ts";
import type { Services } from "#lib/http/services.ts";
import { openTestPostgres } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

let database: Database;
let services: Services;
let directory: TestDirectory;
let ana: string;

const person = (userName: string, over: object = {}) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName,
  active: true,
  ...over,
});

beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
  directory = await addDirectory(services, { provider: "okta_scim" });
  const { idp } = directory;
  const created = await idp.post(
    "/Users",
    person("ana.lima@acme.example", { name: { givenName: "Ana", familyName: "Lima" }, displayName: "Ana Lima" }),
  );
  ana = String((created.body as { id: string }).id);
  await idp.post("/Users", person("ana.lima@acme.example"));
  await idp.post("/Users", person(unique("nameless")));
  await idp.patch(`/Users/${ana}`, [
    { op: "replace", path: "title", value: "Lead" },
    { op: "replace", path: "active", value: false },
  ]);
  await idp.get("/Users/00000000-0000-7000-8000-000000000000");
  await idp.post("/Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "Sales",
    members: [{ value: ana }, { value: "not-here-yet" }],
  });
  await services.activity.flush();
}, 180_000);
afterAll(() => database.close());

const ctx = () => operator(services);
const sentences = async (query: Parameters<typeof listLog>[2]) =>
  (await listLog(ctx(), directory.directoryId, query)).data.map(({ sentence }) => sentence);

describe("each filter finds what it is for and nothing else", () => {
  test.each<[string, Parameters<typeof listLog>[2], RegExp]>([
    ["operation", { operation: ["deactivate"] }, /set Ana Lima inactive/],
    ["result", { outcome: ["refused"] }, /409|404/],
    ["cause", { cause: ["username-taken"] }, /409/],
    ["any cause", { cause: ["any"] }, /./],
    ["status", { status: ["404"] }, /404/],
    ["kind of status", { status: ["4xx"] }, /409|404/],
    ["attribute", { attribute: "title" }, /Ana Lima/],
    ["text: beginning of a word", { q: "lim" }, /Ana Lima|ana\.lima/],
    ["text: address", { q: "ANA.lima@acme" }, /./],
    ["text that nothing has", { q: "zebediah" }, /^$/],
    ["dialect that nobody spoke", { dialect: "entra-scim" }, /^$/],
    ["time", { last: "1h" }, /./],
    ["time long ago", { to: "2020-01-01T00:00:00Z" }, /^$/],
  ])("%s", async (_, query, expected) => {
    const found = await sentences(query);
    if (expected.source === "^$") expect(found).toEqual([]);
    else {
      expect(found.length).toBeGreaterThan(0);
      for (const sentence of found) expect(sentence).toMatch(expected);
    }
  });

  test("person and token", async () => {
    for (const query of [{ person: ana }, { token: directory.tokenId }]) {
      expect((await sentences(query)).length).toBeGreaterThan(0);
    }
    expect(await sentences({ group: ana })).toEqual([]);
  });
});

test("causes are counted with whom they are about, and say what to do in this provider", async () => {
  const causes = await listCauses(ctx(), directory.directoryId, {});
  const codes = causes.map(({ code }) => code);
  expect(codes).toEqual(
    expect.arrayContaining(["username-taken", "user-not-found", "email-missing", "member-waiting"]),
  );
  expect(causes.find(({ code }) => code === "username-taken")?.advice.menu).toContain("Applications");
});

test("a histogram counts every request once", async () => {
  const all = await logHistogram(ctx(), directory.directoryId, {}, { timeZone: "Pacific/Chatham" });
  const sum = (data: typeof all.data) =>
    data.reduce((total, { changed, read, refused, failed }) => total + changed + read + refused + failed, 0);
  expect(sum(all.data)).toBe((await listLog(ctx(), directory.directoryId, {})).data.length);
  const days = await logHistogram(ctx(), directory.directoryId, { last: "30d", q: "ana" }, { timeZone: "UTC" });
  expect(sum(days.data)).toBeGreaterThan(0);
  await expect(logHistogram(ctx(), directory.directoryId, {}, { timeZone: "Nowhere" })).rejects.toMatchObject({
    code: "invalid",
  });
});

test("an entry says how far it came, is masked, and is revealed with a line in the audit log", async () => {
  const [entry] = (
    await listLog(ctx(), directory.directoryId, { operation: ["create"], outcome: "changed" })
  ).data.slice(-1);
  const masked = await getLogEntry(ctx(), directory.directoryId, entry?.id ?? "");
  expect(JSON.stringify([masked.request, masked.response, masked.changes])).not.toContain("ana.lima@");
  expect(masked.steps.map(({ state }) => state)).not.toContain("stopped");
  const revealed = await revealLogEntry(ctx(), directory.directoryId, entry?.id ?? "");
  expect(JSON.stringify(revealed.request)).toContain("ana.lima@acme.example");
  const audit = await database.sql.query("select action from audit_entry where action = 'log.revealed'");
  expect(audit).toHaveLength(1);
});

test("the export holds everything that fits", async () => {
  const lines: unknown[] = [];
  for await (const piece of await exportLog(ctx(), directory.directoryId, {}, "csv")) lines.push(...piece);
  expect(lines.length).toBe((await listLog(ctx(), directory.directoryId, {})).data.length);
});

test("the refusal that the provider reads says where in its own menus to mend it", async () => {
  const { body } = await directory.idp.post("/Users", person("ana.lima@acme.example"));
  expect(String(body.detail)).toMatch(/To mend it: .*Applications ▸/);
});

test("people are sorted each way, page by page, without losing one", async () => {
  for (const sort of ["userName", "name", "updated"] as const) {
    const { data, totalCount } = await listDirectoryUsers(ctx(), directory.directoryId, { sort });
    expect(data).toHaveLength(totalCount);
  }
  const taken: unknown[] = [];
  for await (const piece of await exportDirectoryUsers(ctx(), directory.directoryId, {})) taken.push(...piece);
  expect(taken).toHaveLength(2);
});

test("a token's traffic is counted", async () => {
  const [usage] = await tokenUsage(ctx(), directory.directoryId);
  expect(usage).toMatchObject({ tokenId: directory.tokenId, unusedScopes: [] });
  expect(usage?.callsLastDay).toBeGreaterThan(4);
});

describe("a directory's health", () => {
  test("says how it is and what is left", async () => {
    const health = await getHealth(ctx(), directory.directoryId);
    expect(health.state).toBe("healthy");
    expect(health.lastDay.requests).toBeGreaterThan(4);
    expect(health.topCauses.length).toBeGreaterThan(0);
    expect(health.left.filter(({ done }) => done).length).toBeGreaterThan(2);
  });

  test("switched off keeps, suspends or removes the people, ends the tokens at once, and can be switched on", async () => {
    const active = () =>
      database.sql.query("select id from member where directory_id = $1 and active", [directory.directoryId]);
    await directory.idp.patch(`/Users/${ana}`, [{ op: "replace", path: "active", value: true }]);
    const before = await active();
    expect(before.length).toBeGreaterThan(0);
    await switchOff(ctx(), directory.directoryId, { people: "keep" });
    expect(await active()).toEqual(before);
    expect((await directory.idp.get("/Users")).status).toBe(401);
    expect((await getHealth(ctx(), directory.directoryId)).state).toBe("off");
    expect((await listTokens(ctx(), directory.directoryId)).every(({ revokedAt }) => revokedAt !== null)).toBe(true);
    await switchOn(ctx(), directory.directoryId);
    await switchOff(ctx(), directory.directoryId, { people: "suspend" });
    expect(await active()).toEqual([]);
    await switchOn(ctx(), directory.directoryId);
    await switchOff(ctx(), directory.directoryId, { people: "remove" });
    expect((await listDirectoryUsers(ctx(), directory.directoryId, {})).totalCount).toBe(0);
  });
});
