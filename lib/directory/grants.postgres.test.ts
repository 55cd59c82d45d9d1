import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Services } from "#lib/http/services.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { listRoleConflicts } from "./mapping/role-conflicts.ts";
import { createRole, getRoles, saveRoles } from "./mapping/roles.ts";
import { changeMemberRole, listMembers, setBreakGlass } from "./members.ts";
import { liftSuspension, suspendMember } from "./suspensions.ts";

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
const add = async (attributes: object = {}) => {
  const { status, body, text } = await directory.idp.post("/Users", { userName: unique("p"), ...attributes });
  expect(status, text).toBe(201);
  return body.id as string;
};
const memberOf = async (userId: string) => {
  const { data } = await listMembers(ctx(), directory.organizationId, {});
  const found = data.find((member) => member.directory?.userId === userId);
  if (!found) throw new Error("No such member");
  return found;
};
const give = async (userId: string, role: string | null) =>
  changeMemberRole(ctx(), directory.organizationId, (await memberOf(userId)).id, { role });
const protect = async (userId: string, breakGlass: boolean) =>
  setBreakGlass(ctx(), directory.organizationId, (await memberOf(userId)).id, breakGlass);
const setActive = (userId: string, value: boolean) =>
  directory.idp.patch(`/Users/${userId}`, [{ op: "replace", path: "active", value }]);
const rename = (userId: string) =>
  directory.idp.patch(`/Users/${userId}`, [{ op: "replace", path: "title", value: unique("title") }]);
const rules = async (rule: { group: string; role: string }[], policy: "first" | "highest" | "all" = "first") =>
  saveRoles(ctx(), directory.directoryId, {
    basedOn: (await getRoles(ctx(), directory.directoryId)).version,
    policy,
    rules: rule.map(({ group, role }) => ({ kind: "group" as const, group: { id: null, name: group }, role })),
    defaultRole: "org:member",
    apply: "now",
  });
const push = async (displayName: string, ...members: string[]) => {
  const { status, text } = await directory.idp.post("/Groups", {
    displayName,
    members: members.map((value) => ({ value })),
  });
  expect(status, text).toBe(201);
};
const told = async (userId: string) =>
  (
    await database.sql.query<{ type: string }>(
      "select type from event where subject_id = $1 and type like 'organization_membership.%' order by position",
      [userId],
    )
  ).map(({ type }) => type.replace("organization_membership.", ""));

describe("a role given by hand", () => {
  test("counts at once, is told, survives every sync, and goes back to what the rules say", async () => {
    const person = await add();
    await give(person, "org:admin");
    expect(await memberOf(person)).toMatchObject({
      role: "org:admin",
      roleSource: "manual",
      manualRole: "org:admin",
      ruledRole: "org:member",
    });
    await rename(person);
    expect(await memberOf(person)).toMatchObject({ role: "org:admin", manualRole: "org:admin" });
    await expect(give(person, null)).rejects.toMatchObject({ message: expect.stringContaining("last owner or admin") });
    await give(await add(), "org:admin");
    await give(person, null);
    expect(await memberOf(person)).toMatchObject({ role: "org:member", roleSource: "default", manualRole: null });
    expect(await told(person)).toEqual(["created", "updated", "updated"]);
  });

  test("may be one of the organization's own, and none that it does not have", async () => {
    const role = { slug: "org:billing", name: "Billing", rank: 500, permissions: [] };
    await createRole(ctx(), directory.organizationId, role);
    const person = await add();
    await give(person, "org:billing");
    await rename(person);
    expect(await memberOf(person)).toMatchObject({ role: "org:billing", roleSource: "manual" });
    await expect(give(person, "org:nobody")).rejects.toMatchObject({ code: "invalid" });
  });

  test("stands beside what rules give: a lower one is refused with the rule, and held where all roles count", async () => {
    const person = await add();
    await rules([{ group: "Admins", role: "org:admin" }]);
    await push("Admins", person);
    await expect(give(person, "org:member")).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("rule 1: in the group Admins"),
    });
    expect(await memberOf(person)).toMatchObject({ role: "org:admin", roleSource: "rule", manualRole: null });
    expect((await memberOf(person)).roleWhy).toEqual(["rule 1: in the group Admins"]);
    await rules([{ group: "Admins", role: "org:admin" }], "all");
    await give(person, "org:member");
    expect(await memberOf(person)).toMatchObject({ roles: ["org:admin", "org:member"], manualRole: "org:member" });
  });

  test("lets in whom no rule gives access, and does not let in who is suspended", async () => {
    const [person, suspended] = [await add(), await add()];
    await suspendMember(ctx(), directory.organizationId, (await memberOf(suspended)).id, { hours: 4 });
    await give(suspended, "org:admin");
    expect(await memberOf(suspended)).toMatchObject({ role: "org:admin", active: false });
    const { version } = await getRoles(ctx(), directory.directoryId);
    const closed = { basedOn: version, policy: "first" as const, rules: [], defaultRole: null };
    await saveRoles(ctx(), directory.directoryId, { ...closed, apply: "on_change" });
    await rename(person);
    expect(await memberOf(person)).toMatchObject({ active: false, ruledRole: null });
    await give(person, "org:member");
    expect(await memberOf(person)).toMatchObject({ active: true, role: "org:member", roleSource: "manual" });
  });

  test("is never the last admin's to lose, however many lose theirs at once", async () => {
    const people = await Promise.all([add(), add(), add(), add()]);
    for (const person of people) await give(person, "org:admin");
    const outcomes = await Promise.allSettled(people.map((person) => give(person, null)));
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
    const roles = await Promise.all(people.map(async (person) => (await memberOf(person)).role));
    expect(roles.filter((role) => role === "org:admin")).toHaveLength(1);
  });
});

describe("a break-glass person", () => {
  test("stays when the IdP takes them away, and goes as soon as the protection does", async () => {
    const [kept, deleted] = [await add(), await add()];
    for (const person of [kept, deleted]) await protect(person, true);
    await setActive(kept, false);
    await directory.idp.delete(`/Users/${deleted}`);
    for (const person of [kept, deleted]) {
      expect(await memberOf(person)).toMatchObject({ active: true, breakGlass: true, kept: "break_glass" });
      await protect(person, false);
      expect(await memberOf(person)).toMatchObject({ active: false, breakGlass: false, kept: null });
      expect((await told(person)).at(-1)).toBe("deleted");
    }
  });

  test("is not demoted by hand either, until the protection is taken away", async () => {
    const person = await add();
    await add();
    await give(person, "org:admin");
    await protect(person, true);
    await expect(give(person, null)).rejects.toMatchObject({ message: expect.stringContaining("break-glass") });
    const { directoryId } = directory;
    expect((await getRoles(ctx(), directoryId)).held).toMatchObject([{ breakGlass: true, manualRole: "org:admin" }]);
    const other = await add();
    await give(other, "org:admin");
    await protect(person, false);
    await give(person, null);
    expect(await memberOf(person)).toMatchObject({ role: "org:member", manualRole: null });
  });
});

test("groups that an IdP writes into a person count in a PATCH without a path as they do in a POST", async () => {
  await rules([{ group: "Admins", role: "org:admin" }]);
  const person = await add();
  const value = { title: "Lead", groups: [{ value: "a1", display: "Admins" }] };
  const reply = await directory.idp.patch(`/Users/${person}`, [{ op: "replace", value }]);
  expect(reply.status, reply.text).toBe(200);
  expect(await memberOf(person)).toMatchObject({ role: "org:admin", roleSource: "rule" });
  await rename(person);
  expect(await memberOf(person)).toMatchObject({ role: "org:admin" });
});

test("people whom rules would give different roles are found, with the rule that decides", async () => {
  const [both, one, same] = [await add(), await add(), await add()];
  await rules([
    { group: "Staff", role: "org:member" },
    { group: "Admins", role: "org:admin" },
    { group: "Everybody", role: "org:member" },
  ]);
  await push("Staff", both, same);
  await push("Admins", both, one);
  await push("Everybody", same);
  const { data, looked, hasMore } = await listRoleConflicts(ctx(), directory.directoryId);
  expect({ looked, hasMore }).toEqual({ looked: 3, hasMore: false });
  expect(data.map(({ userId }) => userId)).toEqual([both]);
  expect(data[0]?.rules).toMatchObject([
    { index: 0, role: "org:member", chosen: true },
    { index: 1, role: "org:admin", chosen: false },
  ]);
});

describe("a suspension that is lifted", () => {
  const suspend = async (userId: string) => {
    const { id } = await memberOf(userId);
    await suspendMember(ctx(), directory.organizationId, id, { hours: 4 });
    return () => liftSuspension(ctx(), directory.organizationId, id);
  };

  test("lets nobody in whom the rules let in no more", async () => {
    const person = await add();
    await rules([{ group: "Admins", role: "org:admin" }]);
    await push("Admins", person);
    const lift = await suspend(person);
    const { version } = await getRoles(ctx(), directory.directoryId);
    await saveRoles(ctx(), directory.directoryId, {
      basedOn: version,
      policy: "first",
      rules: [],
      defaultRole: null,
      apply: "now",
    });
    await lift();
    expect(await memberOf(person)).toMatchObject({ active: false, suspension: null });
    expect(await told(person)).toEqual(["created", "updated", "deleted"]);
  });

  test("gives the role that the rules have come to meanwhile", async () => {
    const person = await add();
    await rules([{ group: "Admins", role: "org:admin" }]);
    const lift = await suspend(person);
    await push("Admins", person);
    expect(await told(person)).toEqual(["created", "deleted"]);
    await lift();
    expect(await memberOf(person)).toMatchObject({ active: true, role: "org:admin" });
    expect(await told(person)).toEqual(["created", "deleted", "created"]);
  });

  test("lets nobody in whom the IdP has deleted", async () => {
    const person = await add();
    const lift = await suspend(person);
    expect((await directory.idp.delete(`/Users/${person}`)).status).toBe(204);
    await lift();
    const member = await database.prisma.member.findFirst({ where: { directoryUserId: person } });
    expect(member).toMatchObject({ active: false, suspendedUntil: null, deactivatedAt: expect.any(Date) });
  });
});
