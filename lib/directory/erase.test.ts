/** Row J18 of the attack list: erasing a person for good. */
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AdminContext } from "#lib/directory/admin-context.ts";
import type { Services } from "#lib/http/services.ts";
import { adminContext } from "#lib/http/session.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, serve, type TestDirectory } from "#lib/testing/test-instance.ts";
import { eraseMember } from "./erase.ts";
import { createOrganization } from "./organizations.ts";

let database: TestDatabase;
let services: Services;
let organizationId: string;
let ctx: AdminContext;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
});
afterAll(() => database.close());

async function owner(): Promise<AdminContext> {
  const id = `account_${v7()}`;
  const email = `owner-${v7().slice(-12)}@corp.example`;
  await database.prisma.account.create({ data: { id, email, name: "Owner", passwordHash: "x" } });
  return adminContext(services, { kind: "account", id, name: email, confirmedAt: new Date() });
}

beforeEach(async () => {
  ctx = await owner();
  organizationId = (await createOrganization(ctx, { name: "Acme" })).id;
  directory = await addDirectory(services, { organizationId });
});

const NAME = "Zenobia Quarterstaff";
const USER_NAME = "zenobia.q@corp.example";
const body = (active = true) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName: USER_NAME,
  displayName: NAME,
  active,
  emails: [{ value: "zenobia@private.example", primary: true }],
});
const deactivate = (id: string) =>
  directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]);
const memberOf = (userId: string) =>
  database.prisma.member.findFirst({ where: { organizationId, directoryUserId: userId } });

async function leaver(): Promise<{ userId: string; memberId: string }> {
  const userId = String((await directory.idp.post("/Users", body())).body.id);
  const group = await directory.idp.post("/Groups", {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    displayName: "Board",
    members: [{ value: userId, display: NAME }],
  });
  expect(group.status).toBe(201);
  await directory.idp.post("/Users", body());
  await deactivate(userId);
  return { userId, memberId: (await memberOf(userId))?.id ?? "" };
}

/** Every row of every table but the audit log, as text. */
async function everything(): Promise<string> {
  const tables = await database.prisma.$queryRawUnsafe<{ name: string }[]>(
    "select table_name as name from information_schema.tables where table_schema = current_schema() and table_name not in ('audit_entry', '_prisma_migrations')",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await database.prisma.$queryRawUnsafe<{ t: string }[]>(
      `select row_to_json(x)::text as t from "${name}" x`,
    );
    texts.push(...rows.map(({ t }) => `${name} ${t}`));
  }
  return texts.join("\n");
}

test("J18: nothing of the person is left in any table, the act is audited without a name, and again changes nothing", async () => {
  const { memberId } = await leaver();
  expect(await everything()).toContain(NAME);
  // Refused, and therefore noted in memory first.
  expect((await directory.idp.post("/Users", body())).status).toBe(409);
  await eraseMember(ctx, organizationId, memberId, { name: NAME });
  await services.activity.flush();
  const left = (await everything()).split("\n").filter((row) => /zenobia|quarterstaff/i.test(row));
  expect(left).toEqual([]);
  const lines = async () =>
    (await database.prisma.auditEntry.findMany({ where: { organizationId, action: "member.erased" } })).map(
      ({ targetId, targetName }) => ({ targetId, targetName }),
    );
  expect(await lines()).toEqual([{ targetId: memberId, targetName: "an erased person" }]);
  await eraseMember(ctx, organizationId, memberId, { name: NAME });
  expect(await lines()).toHaveLength(1);
  const told = await database.prisma.event.findMany({ where: { organizationId, type: "dsync.user.deleted" } });
  expect(told).toHaveLength(1);
});

test("J18: a PATCH that comes later finds nobody, and who is sent again is somebody new without old groups", async () => {
  const { userId, memberId } = await leaver();
  const [patched] = await Promise.all([deactivate(userId), eraseMember(ctx, organizationId, memberId, { name: NAME })]);
  expect([200, 204, 404]).toContain(patched.status);
  expect((await deactivate(userId)).status).toBe(404);
  expect(await memberOf(userId)).toBeNull();
  const again = await directory.idp.post("/Users", body());
  expect(again.status).toBe(201);
  expect(again.body.id).not.toBe(userId);
  expect(await memberOf(String(again.body.id))).toMatchObject({ active: true });
  expect((await memberOf(String(again.body.id)))?.id).not.toBe(memberId);
  expect(await database.prisma.directoryMembership.count({ where: { directoryId: directory.directoryId } })).toBe(0);
});

test("J18: of another organization, by another name, or while active: refused, and nothing changes", async () => {
  const { userId, memberId } = await leaver();
  const stranger = await owner();
  await createOrganization(stranger, { name: "Other" });
  await expect(eraseMember(stranger, organizationId, memberId, { name: NAME })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(eraseMember(ctx, organizationId, memberId, { name: "zenobia" })).rejects.toThrow("Enter Zenobia");
  await directory.idp.patch(`/Users/${userId}`, [{ op: "replace", path: "active", value: true }]);
  await expect(eraseMember(ctx, organizationId, memberId, { name: NAME })).rejects.toThrow(
    "has Zenobia Quarterstaff active",
  );
  expect(await memberOf(userId)).toMatchObject({ active: true, name: NAME });
});

test("J18: an account that was linked stays a member, without what the directory said", async () => {
  const { userId, memberId } = await leaver();
  const id = `account_${v7()}`;
  await database.prisma.account.create({
    data: { id, email: `own-${id}@corp.example`, name: "Own", passwordHash: "x" },
  });
  await database.prisma.member.updateMany({ where: { organizationId, id: memberId }, data: { accountId: id } });
  await eraseMember(ctx, organizationId, memberId, { name: NAME });
  expect(await memberOf(userId)).toBeNull();
  const kept = await database.prisma.member.findFirstOrThrow({ where: { organizationId, id: memberId } });
  expect(kept).toMatchObject({ accountId: id, directoryUserId: null, profile: {}, name: "Own" });
});
