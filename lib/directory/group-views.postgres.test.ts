import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { GroupQuery } from "#lib/contract/directory-people.ts";
import type { Services } from "#lib/http/services.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { listDirectories } from "./directories.ts";
import { getHealth, listStatedDirectories } from "./health.ts";
import { archiveLogView, listLogViews, restoreLogView, saveLogView } from "./log-views.ts";
import { listDirectoryGroups, listGroupMembers, listMembershipHistory } from "./views.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
});
afterAll(() => database.close());
beforeEach(async () => {
  directory = await addDirectory(services);
});

const ctx = () => operator(services);
const addUser = async (displayName: string) => {
  const { body } = await directory.idp.post("/Users", { userName: unique("u"), displayName });
  return body.id as string;
};
const addGroup = async (displayName: string, ...members: string[]) => {
  const { body } = await directory.idp.post("/Groups", { displayName, members: members.map((value) => ({ value })) });
  return body.id as string;
};
const names = async (query: GroupQuery) =>
  (await listDirectoryGroups(ctx(), directory.directoryId, query)).data.map(({ displayName }) => displayName);

test("groups are ordered by name, by how many are in them and by their latest change, and told apart by who is in them", async () => {
  const [ana, bo] = [await addUser("Ana"), await addUser("Bo")];
  await addGroup("Beta", ana, bo);
  await addGroup("Alpha");
  await addGroup("Gamma", ana, "00u-not-here-yet");
  expect(await names({})).toEqual(["Alpha", "Beta", "Gamma"]);
  expect(await names({ sort: "members" })).toEqual(["Beta", "Gamma", "Alpha"]);
  expect(await names({ sort: "updated" })).toEqual(["Gamma", "Alpha", "Beta"]);
  expect(await names({ only: "waiting" })).toEqual(["Gamma"]);
  expect(await names({ only: "empty" })).toEqual(["Alpha"]);
  expect(await names({ only: "empty", q: "bet" })).toEqual([]);
});

test("every order goes on exactly where its page ended", async () => {
  const ana = await addUser("Ana");
  const all: string[] = [];
  for (let at = 0; at < 53; at += 1) {
    const name = `Group ${String(at).padStart(2, "0")}`;
    await addGroup(name, ...(at % 2 ? [ana] : []));
    all.push(name);
  }
  for (const sort of ["name", "members", "updated"] as const) {
    const first = await listDirectoryGroups(ctx(), directory.directoryId, { sort });
    const cursor = first.nextCursor ?? undefined;
    const second = await listDirectoryGroups(ctx(), directory.directoryId, { sort, cursor });
    expect([first.data.length, second.data.length, second.nextCursor, second.totalCount], sort).toEqual([
      50,
      3,
      null,
      53,
    ]);
    expect([...first.data, ...second.data].map(({ displayName }) => displayName).sort(), sort).toEqual(all);
  }
});

test("a group's history names who joined, left and is waited for, newest first, and its list since when", async () => {
  const [ana, bo] = [await addUser("Ana"), await addUser("Bo")];
  const group = await addGroup("Team", ana);
  await directory.idp.patch(`/Groups/${group}`, [
    { op: "add", path: "members", value: [{ value: bo }, { value: "00u-later" }] },
    { op: "remove", path: `members[value eq "${ana}"]` },
  ]);
  await directory.idp.patch(`/Groups/${group}`, [{ op: "replace", path: "displayName", value: "Team renamed" }]);
  const { data } = await listMembershipHistory(ctx(), directory.directoryId, group, {});
  expect(data).toMatchObject([
    {
      joined: ["Bo"],
      left: ["Ana"],
      waiting: ["00u-later"],
      sentence: expect.stringContaining("1 added, 1 removed, 1 waiting"),
    },
    { joined: ["Ana"], left: [], waiting: [] },
  ]);
  const members = await listGroupMembers(ctx(), directory.directoryId, group, {});
  expect(members.data).toMatchObject([{ name: "Bo", since: expect.stringMatching(/^\d{4}-/) }]);
  const [seen] = (await listDirectoryGroups(ctx(), directory.directoryId, {})).data;
  expect(Date.parse(seen?.lastSeenAt ?? "")).toBeGreaterThanOrEqual(Date.parse(data[0]?.at ?? ""));
});

test("a pure rename says nothing of members, whether or not they were sent along", async () => {
  const ana = await addUser("Ana");
  const group = await addGroup("Before", ana);
  const sent = { id: group, displayName: "After", members: [{ value: ana }] };
  await directory.idp.put(`/Groups/${group}`, sent);
  const entry = await database.prisma.provisioningEntry.findFirst({
    where: { directoryId: directory.directoryId, targetId: group },
    orderBy: { id: "desc" },
  });
  expect(entry?.sentence).toMatch(/changed the group After: displayName\.$/);
});

test("the list of directories tells the same state and cause as each one's own page", async () => {
  await addUser("Ana");
  const other = await addDirectory(services, { organizationId: directory.organizationId });
  const stated = () => listStatedDirectories(ctx(), directory.organizationId);
  // That somebody has called is written behind the request.
  await expect
    .poll(async () => (await stated()).find(({ id }) => id === directory.directoryId)?.health)
    .toBe("healthy");
  const list = await stated();
  expect(list.map(({ id }) => id)).toEqual(
    (await listDirectories(ctx(), directory.organizationId)).map(({ id }) => id),
  );
  for (const { id, health, cause } of list) {
    expect(await getHealth(ctx(), id)).toMatchObject({ state: health, cause });
  }
  expect(list.find(({ id }) => id === other.directoryId)).toMatchObject({ health: "waiting" });
});

test("a view of the log is saved, archived, brought back and audited; two of one name are refused", async () => {
  const { directoryId, organizationId } = directory;
  const view = await saveLogView(ctx(), directoryId, { name: "Refused today", query: "last=24h&outcome=refused" });
  await expect(saveLogView(ctx(), directoryId, { name: "refused TODAY", query: "last=7d" })).rejects.toMatchObject({
    code: "conflict",
  });
  await archiveLogView(ctx(), directoryId, view.id);
  expect(await listLogViews(ctx(), directoryId)).toEqual([]);
  await restoreLogView(ctx(), directoryId, view.id);
  expect(await listLogViews(ctx(), directoryId)).toEqual([view]);
  const other = await addDirectory(services);
  await expect(archiveLogView(ctx(), other.directoryId, view.id)).rejects.toMatchObject({ code: "not_found" });
  const lines = await database.prisma.auditEntry.findMany({
    where: { organizationId, action: { startsWith: "log_view" } },
    orderBy: { seq: "asc" },
  });
  expect(lines.map(({ action }) => action)).toEqual(["log_view.saved", "log_view.archived", "log_view.restored"]);
});
