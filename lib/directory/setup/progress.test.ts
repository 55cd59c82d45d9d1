import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDirectory } from "#lib/directory/directories.ts";
import type { Services } from "#lib/http/services.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { askScim, scimClient } from "#lib/testing/scim-client.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { revokeDirectoryToken } from "../tokens.ts";
import { getSetup, updateSetup } from "./progress.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
const person = (more: object = {}) => ({
  schemas: [USER],
  userName: `${unique("ana")}@acme.test`,
  name: { givenName: "Ana", familyName: "Lima" },
  active: true,
  ...more,
});

beforeAll(async () => {
  database = await openTestPostgres();
});
beforeEach(async () => {
  services = serve(database);
  directory = await addDirectory(services);
});
afterAll(() => database.close());

async function setup(of = directory) {
  await services.activity.flush();
  await services.strangers.flush();
  return getSetup(operator(services), of.directoryId);
}
const signalsOf = async () => Object.keys((await setup()).signals).sort();
const codesOf = async (of = directory) => (await setup(of)).problems.map(({ code }) => code);

describe("what real requests tick off", () => {
  test("nothing, before the first one", async () => {
    expect(await setup()).toMatchObject({ signals: {}, problems: [], step: null, done: {}, directory: { users: 0 } });
  });

  test("each kind of request ticks what it shows and nothing else", async () => {
    const { idp } = directory;
    await idp.get("/Users?startIndex=1&count=2");
    expect(await signalsOf()).toEqual(["call"]);
    await idp.get(`/Users?filter=${encodeURIComponent('userName eq "nobody"')}`);
    expect(await signalsOf()).toEqual(["call", "user_found"]);
    const { id } = (await idp.post("/Users", person())).body;
    expect(await signalsOf()).toEqual(["call", "user_created", "user_found"]);
    await idp.patch(`/Users/${id}`, [{ op: "replace", path: "title", value: "Engineer" }]);
    expect(await signalsOf()).toEqual(["call", "user_created", "user_found", "user_updated"]);
    await idp.patch(`/Users/${id}`, [{ op: "Replace", path: "active", value: "False" }]);
    expect(await signalsOf()).toContain("user_deactivated");
    const group = await idp.post("/Groups", { displayName: unique("group"), members: [] });
    expect(await signalsOf()).toContain("group_pushed");
    expect(await signalsOf()).not.toContain("group_changed");
    await idp.patch(`/Groups/${group.body.id}`, [{ op: "add", path: "members", value: [{ value: id }] }]);
    expect(await signalsOf()).toContain("group_changed");
  });

  test("the first request of a kind stays the one that is shown, however often the log is read again", async () => {
    await directory.idp.get("/Users");
    const first = (await setup()).signals.call;
    await directory.idp.get("/Groups");
    await setup();
    expect((await setup()).signals.call).toEqual(first);
  });

  test("starting over forgets what was seen and leaves people and tokens", async () => {
    await directory.idp.post("/Users", person());
    await setup();
    const after = await updateSetup(operator(services), directory.directoryId, { startOver: true });
    expect(after).toMatchObject({ signals: {}, directory: { users: 1 } });
    expect((await directory.idp.get("/Users")).status).toBe(200);
  });

  test("steps and ticks are kept on the server, and another way keeps the token", async () => {
    const ctx = operator(services);
    await updateSetup(ctx, directory.directoryId, { step: "mapping", done: { step: "app", is: true } });
    const changed = await updateSetup(ctx, directory.directoryId, { provider: "entra" });
    expect(changed).toMatchObject({ step: "mapping", done: { app: { by: "Test" } }, directory: { provider: "entra" } });
    expect((await directory.idp.get("/Users")).status).toBe(200);
    const unticked = await updateSetup(ctx, directory.directoryId, { done: { step: "app", is: false } });
    expect(unticked.done).toEqual({});
  });
});

describe("what went wrong instead", () => {
  test("a person without names or without active is said, until one comes with them", async () => {
    await directory.idp.post("/Users", person({ name: undefined, active: undefined }));
    expect(await codesOf()).toEqual(expect.arrayContaining(["names-missing", "active-missing"]));
    await directory.idp.post("/Users", person());
    expect(await codesOf()).toEqual([]);
  });

  test("five people and no group is a word about groups", async () => {
    for (let each = 0; each < 5; each += 1) await directory.idp.post("/Users", person());
    expect(await codesOf()).toEqual(["groups-not-pushed"]);
  });

  test.each([
    ["/Users/Users", "path-doubled"],
    ["/scim/v2/Users", "path-doubled"],
    ["/Uzers", "path-unknown"],
  ])("a call of %s is %s, and over with the next good one", async (path, code) => {
    await directory.idp.get(path);
    expect(await codesOf()).toEqual([code]);
    await directory.idp.get("/Users");
    expect(await codesOf()).toEqual([]);
  });

  test("a doubled slash works and is said all the same", async () => {
    expect((await directory.idp.get("//Users")).status).toBe(200);
    expect(await codesOf()).toEqual(["path-doubled-slash"]);
  });

  test("a revoked token is told from an unknown one, with where this IdP mends it", async () => {
    await revokeDirectoryToken(operator(services), directory.directoryId, directory.tokenId);
    await directory.idp.get("/Users");
    const [problem] = (await setup()).problems;
    expect(problem).toMatchObject({ code: "token-revoked", menu: expect.arrayContaining(["Provisioning"]) });
  });
});

describe("strangers", () => {
  const stranger = (path: string, token: string, ip?: string) =>
    askScim("GET", path, {
      token,
      headers: { ...(ip && { "x-forwarded-for": ip }), "user-agent": "Okta SCIM Client 1.0.0" },
    });
  const unknownToken = () => services.secrets.mint("scim").plaintext;

  test("whoever names the directory in the address is shown with the beginning of the token and no more", async () => {
    const token = unknownToken();
    await stranger(`/connections/${directory.directoryId}/Users`, token);
    const { problems } = await setup();
    expect(problems.map(({ code }) => code)).toEqual(["token-unknown"]);
    expect(problems[0]?.seen).toContain(token.slice(0, 13));
    expect(JSON.stringify(problems)).not.toContain(token.slice(0, 14));
  });

  test("a token of this directory that was cut off is recognised by how it begins", async () => {
    await stranger("/Users", directory.token.slice(0, 40));
    expect(await codesOf()).toEqual(["token-malformed"]);
  });

  test("nobody else's directory learns of it, in the same organization or another", async () => {
    const neighbour = await createDirectory(operator(services), directory.organizationId, {
      name: "Neighbour",
      provider: "entra",
    });
    const elsewhere = await addDirectory(services);
    await stranger(`/connections/${directory.directoryId}/Users`, unknownToken());
    await stranger("/Users", directory.token.slice(0, 40));
    expect(await codesOf(elsewhere)).toEqual([]);
    expect(await codesOf({ ...directory, directoryId: neighbour.id })).toEqual([]);
  });

  test("the address of the IdP counts, but not when another organization hears from it too", async () => {
    const ip = "203.0.113.7";
    const call = (token: string) => askScim("GET", "/Users", { token, headers: { "x-forwarded-for": ip } });
    await call(directory.token);
    await stranger("/Users", unknownToken(), ip);
    expect(await codesOf()).toEqual(["token-unknown"]);
    const other = await addDirectory(services);
    await call(other.token);
    expect(await codesOf()).toEqual([]);
    expect(await codesOf(other)).toEqual([]);
  });

  test("a token of another directory at this one's address is said to both, without whose it was", async () => {
    const other = await addDirectory(services);
    await scimClient(other.token).get(`/connections/${directory.directoryId}/Users`);
    const [problem] = (await setup()).problems;
    expect(problem).toMatchObject({ code: "token-wrong-directory" });
    expect(JSON.stringify(problem)).not.toContain(other.token.slice(0, 13));
    expect(await codesOf(other)).toEqual(["token-wrong-directory"]);
  });

  test("a good call later puts it right", async () => {
    await stranger(`/connections/${directory.directoryId}/Users`, unknownToken());
    expect(await codesOf()).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await directory.idp.get("/Users");
    expect(await codesOf()).toEqual([]);
  });

  test("ids and names in a path are not kept", async () => {
    await stranger(`/connections/${directory.directoryId}/Users/0192f0c4-7aaa-7bbb-8ccc-123456789abc`, unknownToken());
    const [problem] = (await setup()).problems;
    expect(problem?.seen).toContain("/Users/{id}");
  });
});
