import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Database } from "#lib/db/database.ts";
import type { Services } from "#lib/http/services.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import { addDirectory, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

/** Statements that wait for what another transaction holds. */
const BLOCKED = "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

interface MemberRow extends Record<string, unknown> {
  id: string;
  role: string;
  active: boolean;
  directory_user_id: string;
  name: string;
}

describe.each([
  ["the embedded database", openTestEmbedded],
  ["PostgreSQL", openTestPostgres],
])("somebody who was deleted and comes back, on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let directory: TestDirectory;
  beforeAll(async () => {
    database = await open();
    services = serve(database);
    directory = await addDirectory(services);
  });
  afterAll(() => database.close());

  const create = async (body: JsonObject, { idp } = directory) => {
    const reply = await idp.post("/Users", body);
    expect(reply.status, reply.text).toBe(201);
    return reply.body.id;
  };
  const remove = async (id: string, { idp } = directory) => expect((await idp.delete(`/Users/${id}`)).status).toBe(204);
  const memberOf = async (userId: string) => {
    const rows = await database.sql.query<MemberRow>("select * from member where directory_user_id = $1::uuid", [
      userId,
    ]);
    expect(rows.length).toBeLessThanOrEqual(1);
    return rows[0];
  };
  /** What the organization has given the person meanwhile; somebody else is an admin too, so they may be taken away. */
  const promote = async (id: string) => {
    await database.sql.query(
      `insert into member (organization_id, id, role, role_source, name) values ($1, 'member_other', 'org:admin', 'manual', 'Other')
       on conflict do nothing`,
      [directory.organizationId],
    );
    const byHand = "role = 'org:admin', roles = '{org:admin}', manual_role = 'org:admin', role_source = 'manual'";
    await database.sql.query(`update member set ${byHand} where id = $1`, [id]);
  };
  const tombstones = async () =>
    (await database.sql.query("select id from removed_user where directory_id = $1", [directory.directoryId])).length;

  test.each<[string, (name: string) => [JsonObject, JsonObject]]>([
    ["the same userName", (name) => [{ userName: name }, { userName: name }]],
    ["the same userName in another letter case", (name) => [{ userName: name }, { userName: name.toUpperCase() }]],
    [
      "the same externalId and another userName",
      (name) => [
        { userName: name, externalId: `E-${name}` },
        { userName: `${name}-2`, externalId: `E-${name}` },
      ],
    ],
  ])("by %s is the very member they were, with a new SCIM id and no old groups", async (_, people) => {
    const [first, second] = people(unique("back"));
    const id = await create(first);
    const group = (await directory.idp.post("/Groups", { displayName: unique("Back"), members: [{ value: id }] })).body;
    const member = await memberOf(id);
    await promote(member?.id ?? "");
    await remove(id);
    expect(await memberOf(id)).toMatchObject({ id: member?.id, active: false });
    const before = await tombstones();

    const again = await create({ ...second, displayName: "Back again" });
    expect(again).not.toBe(id);
    expect(await memberOf(again)).toMatchObject({
      id: member?.id,
      role: "org:admin",
      active: true,
      name: "Back again",
      deactivated_at: null,
    });
    expect(await memberOf(id)).toBeUndefined();
    expect(await tombstones()).toBe(before - 1);
    expect((await directory.idp.get(`/Users/${again}`)).body.groups).toEqual([]);
    expect((await directory.idp.get(`/Groups/${group.id}`)).body.members).toEqual([]);
    expect((await directory.idp.get(`/Users/${id}`)).status).toBe(404);
  });

  test("twice is still the same member, and leaves no tombstone", async () => {
    const userName = unique("twice");
    const before = await tombstones();
    let id = await create({ userName });
    const member = await memberOf(id);
    for (let n = 0; n < 3; n++) {
      await remove(id);
      id = await create({ userName });
      expect(await memberOf(id)).toMatchObject({ id: member?.id, active: true });
    }
    expect(await tombstones()).toBe(before);
  });

  test("inactive stays away until they are set active", async () => {
    const userName = unique("away");
    const id = await create({ userName });
    const member = await memberOf(id);
    await remove(id);
    const again = await create({ userName, active: false });
    expect(await memberOf(again)).toMatchObject({ id: member?.id, active: false });
    await directory.idp.patch(`/Users/${again}`, [{ op: "replace", path: "active", value: true }]);
    expect(await memberOf(again)).toMatchObject({ id: member?.id, active: true });
  });

  test("in another directory of the same organization is somebody else", async () => {
    const other = await addDirectory(services, { organizationId: directory.organizationId });
    const who = { userName: unique("elsewhere"), externalId: unique("ext") };
    const id = await create(who);
    const member = await memberOf(id);
    await remove(id);
    const theirs = await create(who, other);
    expect((await memberOf(theirs))?.id).not.toBe(member?.id);
    expect(await memberOf(theirs)).toMatchObject({ role: "org:member" });
    const again = await create(who);
    expect(await memberOf(again)).toMatchObject({ id: member?.id });
  });

  test("is told apart from who only has the userName, when there is one with the same externalId", async () => {
    const [name, ext] = [unique("mixed"), unique("ext")];
    const right = await create({ userName: `${name}-old`, externalId: ext });
    const wrong = await create({ userName: name, externalId: `${ext}-other` });
    const [rightMember, wrongMember] = [await memberOf(right), await memberOf(wrong)];
    await remove(right);
    await remove(wrong);
    const again = await create({ userName: name, externalId: ext });
    expect((await memberOf(again))?.id).toBe(rightMember?.id);
    const other = await create({ userName: unique("mixed"), externalId: `${ext}-other` });
    expect((await memberOf(other))?.id).toBe(wrongMember?.id);
  });

  test("joins the groups that wait for them by name", async () => {
    const userName = unique("awaited");
    await remove(await create({ userName }));
    const group = (
      await directory.idp.post("/Groups", { displayName: unique("Waits"), members: [{ value: userName }] })
    ).body.id;
    const again = await create({ userName });
    expect((await directory.idp.get(`/Groups/${group}`)).body.members).toMatchObject([{ value: again }]);
  });

  test("in 100 requests at the same moment comes back once", async () => {
    const who = { userName: unique("rush"), externalId: unique("rush") };
    const id = await create(who);
    const member = await memberOf(id);
    await remove(id);
    const replies = await Promise.all(Array.from({ length: 100 }, () => directory.idp.post("/Users", who)));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = replies.filter(({ status }) => status === 409);
    expect(refused).toHaveLength(99);
    expect(refused.every(({ body }) => body.scimType === "uniqueness" && body.status === "409")).toBe(true);
    const winner = replies.find(({ status }) => status === 201)?.body.id ?? "";
    expect(await memberOf(winner)).toMatchObject({ id: member?.id, active: true });
  });
});

test("of several who come back at the same moment by one externalId one is who it was, and everybody is a member", async () => {
  const database = await openTestPostgres();
  const { idp } = await addDirectory(serve(database));
  const externalId = unique("shared-ext");
  const create = async () => (await idp.post("/Users", { userName: unique("shared"), externalId })).body.id;
  await idp.delete(`/Users/${await create()}`);
  // All have found the tombstone when the first of them may take the membership.
  const blocker = new Client({ connectionString: database.url });
  await blocker.connect();
  await blocker.query("begin");
  const { rows } = await blocker.query("select id from member for update");
  const arriving = [create(), create(), create()];
  await vi.waitFor(async () => {
    expect(await database.sql.query(BLOCKED)).toHaveLength(3);
  });
  await blocker.query("commit");
  await blocker.end();
  const ids = await Promise.all(arriving);
  const members = await database.sql.query<MemberRow>("select * from member");
  expect(members.map((row) => row.directory_user_id).sort()).toEqual(ids.sort());
  expect(members.every(({ active }) => active)).toBe(true);
  expect(members.map(({ id }) => id)).toContain(rows[0]?.id);
  await database.close();
});
