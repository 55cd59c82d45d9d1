/** What becomes of people whom the identity provider took out days ago, on both databases. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import type { Services } from "#lib/http/services.ts";
import { addAccountMember } from "#lib/testing/account-member.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { decideLinks, listPendingLinks } from "./decisions.ts";
import { getRoles, saveRoles } from "./mapping/roles.ts";
import { applyPolicies } from "./notices.ts";
import { updateSettings } from "./settings.ts";

const DAYS = 3;

describe.each([
  ["PostgreSQL", openTestPostgres],
  ["PGlite", openTestEmbedded],
])("who was taken out long ago, with the policy `delete`, on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let directory: TestDirectory;
  beforeAll(async () => {
    database = await open();
    services = serve(database);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    directory = await addDirectory(services);
    const deprovision = { policy: "delete" as const, afterDays: DAYS };
    await updateSettings(operator(services), directory.organizationId, { deprovision });
  });

  const add = async (userName = unique("p"), more: object = {}) => {
    const { status, body, text } = await directory.idp.post("/Users", { userName, ...more });
    expect(status, text).toBe(201);
    return String(body.id);
  };
  const push = async (...members: string[]) => {
    const displayName = unique("group");
    const { body } = await directory.idp.post("/Groups", { displayName, members: members.map((value) => ({ value })) });
    return String(body.id);
  };
  const deactivate = (id: string) =>
    directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]);
  const pass = (days = DAYS + 1) => {
    const now = () => new Date(Date.now() + days * 86_400_000);
    return applyPolicies({
      ...services,
      stores: services.admin,
      outside: operator(services).outside,
      baseUrl: "",
      now,
    });
  };
  const eventsOf = (id: string) =>
    database.sql.query<{ type: string; data: Record<string, unknown> }>(
      "select type, data from event where subject_id = $1 order by position",
      [id],
    );
  const memberOf = (directoryUserId: string) =>
    database.prisma.member.findFirst({ where: { organizationId: directory.organizationId, directoryUserId } });

  test("is told to be gone as if the identity provider had deleted them", async () => {
    const [late, deleted, stays] = [await add(), await add(), await add()];
    const groups = [await push(late, deleted, stays), await push(late, deleted)];
    for (const id of [late, deleted]) await deactivate(id);
    const before = (await eventsOf(late)).length;
    await directory.idp.delete(`/Users/${deleted}`);
    await pass();
    expect((await directory.idp.get(`/Users/${late}`)).status).toBe(404);
    const [ours, theirs] = [(await eventsOf(late)).slice(before), (await eventsOf(deleted)).slice(before)];
    expect(ours.map(({ type }) => type)).toEqual([
      "dsync.group.user_removed",
      "dsync.group.user_removed",
      "dsync.user.deleted",
    ]);
    expect(theirs.map(({ type }) => type)).toEqual(ours.map(({ type }) => type));
    expect(ours.map(({ data }) => Object.keys(data).sort())).toEqual(
      theirs.map(({ data }) => Object.keys(data).sort()),
    );
    const gone = ours.at(-1)?.data;
    expect(gone).toMatchObject({ id: `directory_user_${late.replaceAll("-", "")}`, state: "inactive" });
    expect(gone?.groups).toHaveLength(groups.length);
  });

  test("leaves groups with a new version", async () => {
    const [late, stays] = [await add(), await add()];
    const group = await push(late, stays);
    await deactivate(late);
    const version = async () => (await directory.idp.get(`/Groups/${group}`)).headers.get("etag");
    const before = await version();
    await pass(DAYS - 1);
    expect(await version()).toBe(before);
    await pass();
    expect(await version()).not.toBe(before);
    expect((await directory.idp.get(`/Groups/${group}`)).body.members).toMatchObject([{ value: stays }]);
  });

  test("is in the audit log with how many went, once", async () => {
    const people = [await add(), await add()];
    for (const person of people) await deactivate(person);
    await pass();
    await pass();
    const { data } = await services.admin.audit.page(directory.organizationId, { action: "members.deleted" });
    expect(data).toMatchObject([{ actor: { kind: "system" }, detail: { members: 2, people: 2 } }]);
  });

  test("keeps the membership of whom the identity provider still sends as active", async () => {
    const person = await add();
    const { version } = await getRoles(operator(services), directory.directoryId);
    const closed = { basedOn: version, policy: "first" as const, rules: [], defaultRole: null };
    await saveRoles(operator(services), directory.directoryId, { ...closed, apply: "on_change" });
    await directory.idp.patch(`/Users/${person}`, [{ op: "replace", path: "title", value: "Lead" }]);
    expect(await memberOf(person)).toMatchObject({ active: false });
    await pass();
    expect((await directory.idp.get(`/Users/${person}`)).status).toBe(200);
    expect(await memberOf(person)).toMatchObject({ active: false });
  });

  test("keeps an account's own membership, taken out, without what the directory knew", async () => {
    const account = await addAccountMember(database, services, directory.organizationId, "org:member");
    const emails = [{ value: account.email, primary: true }];
    const person = await add(account.email, { displayName: "Known to the directory", emails });
    const ids = (await listPendingLinks(operator(services), directory.organizationId)).map(({ id }) => id);
    await decideLinks(operator(services), directory.organizationId, { ids, choice: "linked" });
    await deactivate(person);
    await pass();
    expect(await memberOf(person)).toBeNull();
    const where = { organizationId: directory.organizationId, accountId: account.accountId };
    const kept = await database.prisma.member.findFirstOrThrow({ where });
    expect(kept).toMatchObject({ id: account.memberId, active: false, name: "Bo", profile: {}, directoryId: null });
    expect(kept.removedAt).not.toBeNull();
  });
});
