/** People, invitations, decisions and notices of an organization, on a real PostgreSQL. */
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor, AdminContext, Outside } from "#lib/directory/admin-context.ts";
import type { Services } from "#lib/http/services.ts";
import { adminContext } from "#lib/http/session.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { decideLinks, listPendingLinks } from "./decisions.ts";
import { acceptInvitation, type InvitationContext, invite, readInvitation, revokeInvitation } from "./invitations.ts";
import { changeMemberRole, endSessions, listMembers, listSessions, removeMember, restoreMember } from "./members.ts";
import { noticeExpiringTokens, watchMassChanges } from "./notices.ts";
import { createOrganization } from "./organizations.ts";
import { addDomain, checkDomain, deleteOrganization, getSettings, updateSettings } from "./settings.ts";
import { requireRecentSignIn } from "./step-up.ts";
import { endSuspensions, liftSuspension, suspendMember } from "./suspensions.ts";
import { issueToken } from "./tokens.ts";

let database: TestDatabase;
let services: Services;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
});
afterAll(() => database.close());

let clock = new Date("2026-03-01T09:00:00Z");
beforeEach(() => {
  clock = new Date("2026-03-01T09:00:00Z");
});
const pass = (minutes: number) => {
  clock = new Date(clock.getTime() + minutes * 60_000);
};

interface Person {
  readonly accountId: string;
  readonly email: string;
  readonly ctx: AdminContext;
}

const NO_DNS: Outside = {
  lookUpTxt: () => Promise.reject(Object.assign(new Error(), { code: "ENOTFOUND" })),
  sendMail: null,
};

function contextOf(actor: Actor, outside: Outside = NO_DNS): AdminContext {
  return { ...adminContext(services, actor), now: () => clock, outside };
}

async function person(word = "person"): Promise<Person> {
  const accountId = `account_${v7()}`;
  const email = `${word}-${v7().slice(-12)}@corp.example`;
  await database.prisma.account.create({ data: { id: accountId, email, name: word, passwordHash: "x" } });
  return { accountId, email, ctx: contextOf({ kind: "account", id: accountId, name: email, confirmedAt: clock }) };
}

async function team() {
  const owner = await person("owner");
  const { id } = await createOrganization(owner.ctx, { name: "Acme" });
  const join = async (who: Person, role: string) => {
    const memberId = `member_${v7()}`;
    await database.prisma.member.create({
      data: {
        organizationId: id,
        id: memberId,
        accountId: who.accountId,
        role,
        roleSource: "manual",
        name: who.email,
        email: who.email,
      },
    });
    return memberId;
  };
  const ofAccount = async ({ accountId }: Person) =>
    (await database.prisma.member.findFirstOrThrow({ where: { organizationId: id, accountId } })).id;
  return { id, owner, join, ownerId: await ofAccount(owner), ofAccount };
}

async function session(accountId: string): Promise<string> {
  const id = v7();
  const expiresAt = new Date(clock.getTime() + 12 * 3_600_000);
  await services.accounts.startSession({ id, accountId, createdAt: clock, expiresAt, userAgent: "Firefox" });
  return id;
}
const isOpen = async (id: string) => (await services.accounts.findSession(id, clock)) !== undefined;

const user = (userName: string, active = true) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
  userName,
  active,
  displayName: userName,
  emails: [{ value: userName, primary: true }],
});
const setActive = (directory: TestDirectory, userId: string, active: boolean) =>
  directory.idp.patch(`/Users/${userId}`, [{ op: "replace", path: "active", value: active }]);

describe("members", () => {
  test("the last owner is neither demoted, removed nor suspended; a second one makes it possible", async () => {
    const { id, owner, ownerId, join } = await team();
    for (const attempt of [
      () => changeMemberRole(owner.ctx, id, ownerId, { role: "org:member" }),
      () => removeMember(owner.ctx, id, ownerId),
      () => suspendMember(owner.ctx, id, ownerId, { hours: 1 }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringContaining("last owner"),
      });
    }
    await join(await person(), "org:owner");
    await changeMemberRole(owner.ctx, id, ownerId, { role: "org:member" });
    await expect(listMembers(owner.ctx, id, {})).rejects.toMatchObject({ code: "forbidden" });
  });

  test("of two owners who demote each other at once, one stays", async () => {
    const { id, owner, ownerId, join } = await team();
    const other = await person();
    const otherId = await join(other, "org:owner");
    const outcomes = await Promise.allSettled([
      changeMemberRole(owner.ctx, id, otherId, { role: "org:member" }),
      changeMemberRole(other.ctx, id, ownerId, { role: "org:member" }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("a role given by hand is told to the application, and the next change by the IdP leaves it", async () => {
    const { id, owner } = await team();
    const directory = await addDirectory(services, { organizationId: id });
    const { id: userId } = (await directory.idp.post("/Users", user(unique("promoted")))).body;
    const member = async () => {
      const [row] = await database.sql.query<{ id: string; role: string; roles: string[]; revision: number }>(
        "select id, role, roles, revision from member where organization_id = $1 and directory_user_id = $2::uuid",
        [id, userId],
      );
      if (!row) throw new Error("There is no member.");
      return row;
    };
    const before = await member();
    await changeMemberRole(owner.ctx, id, before.id, { role: "org:admin" });
    const given = await member();
    expect(given).toMatchObject({ role: "org:admin", roles: ["org:admin"] });
    expect(given.revision).toBeGreaterThan(before.revision);
    const events = await database.sql.query<{ data: object; previous: object }>(
      "select data, previous from event where type = 'organization_membership.updated' and subject_id = $1",
      [userId],
    );
    expect(events).toMatchObject([
      { data: { id: before.id, role: { slug: "org:admin" } }, previous: { role: { slug: "org:member" } } },
    ]);
    await directory.idp.patch(`/Users/${userId}`, [{ op: "replace", path: "title", value: "Lead" }]);
    expect(await member()).toMatchObject({ role: "org:admin" });
  });

  test("J3: an admin makes no owner and touches none; a member changes nothing", async () => {
    const { id, ownerId, join } = await team();
    const [admin, member] = [await person(), await person()];
    const [adminId, memberId] = [await join(admin, "org:admin"), await join(member, "org:member")];
    const refused = { code: "forbidden" };
    await expect(changeMemberRole(admin.ctx, id, memberId, { role: "org:owner" })).rejects.toMatchObject(refused);
    await expect(changeMemberRole(admin.ctx, id, ownerId, { role: "org:member" })).rejects.toMatchObject(refused);
    await expect(deleteOrganization(admin.ctx, id, "Acme")).rejects.toMatchObject(refused);
    for (const act of [
      () => changeMemberRole(member.ctx, id, adminId, { role: "org:member" }),
      () => removeMember(member.ctx, id, adminId),
      () => invite(member.ctx, id, { emails: ["a@corp.example"], role: "org:member" }),
      () => updateSettings(member.ctx, id, { name: "Mine" }),
      () => getSettings(member.ctx, id),
      () => listPendingLinks(member.ctx, id),
    ]) {
      await expect(act()).rejects.toMatchObject(refused);
    }
  });

  test("J12: whoever is removed is signed out at once, unless another membership keeps the account; undo brings them back", async () => {
    const { id, owner, join } = await team();
    const [alone, elsewhere] = [await person(), await person()];
    const memberId = await join(alone, "org:admin");
    const otherId = await join(elsewhere, "org:admin");
    await createOrganization(elsewhere.ctx, { name: "Their own" });
    const sessions = [await session(alone.accountId), await session(elsewhere.accountId)];
    await removeMember(owner.ctx, id, memberId);
    await removeMember(owner.ctx, id, otherId);
    expect(await Promise.all(sessions.map(isOpen))).toEqual([false, true]);
    await expect(listMembers(alone.ctx, id, {})).rejects.toMatchObject({ code: "not_found" });
    expect((await listMembers(owner.ctx, id, {})).totalCount).toBe(1);
    await restoreMember(owner.ctx, id, memberId);
    expect((await listMembers(alone.ctx, id, { role: "org:admin" })).data).toMatchObject([{ id: memberId }]);
  });

  test("sessions are listed and ended, the one that asks stays", async () => {
    const { id, owner, ownerId } = await team();
    const [mine, other] = [await session(owner.accountId), await session(owner.accountId)];
    const actor = { ...owner.ctx.actor, sessionId: mine } as Actor;
    const ctx = contextOf(actor);
    expect((await listSessions(ctx, id, ownerId)).map(({ id: one, current }) => [one, current]).sort()).toEqual(
      [
        [mine, true],
        [other, false],
      ].sort(),
    );
    expect(await endSessions(ctx, id, ownerId)).toEqual({ ended: 1 });
    expect([await isOpen(mine), await isOpen(other)]).toEqual([true, false]);
  });
});

describe("break glass", () => {
  test("keeps somebody out whatever the IdP repeats, until it says inactive, or the time is over, or somebody lifts it", async () => {
    clock = new Date();
    const { id, owner } = await team();
    const directory = await addDirectory(services, { organizationId: id });
    const { body } = await directory.idp.post("/Users", user("dana@corp.example"));
    const state = async () => (await listMembers(owner.ctx, id, { source: "directory" })).data[0];
    const memberId = (await state())?.id ?? "";
    await suspendMember(owner.ctx, id, memberId, { hours: 2 });
    expect(await state()).toMatchObject({ active: false, suspension: { by: owner.email } });
    await setActive(directory, body.id, true);
    await directory.idp.put(`/Users/${body.id}`, { ...user("dana@corp.example"), title: "Engineer" });
    expect(await state()).toMatchObject({ active: false });

    await setActive(directory, body.id, false);
    await setActive(directory, body.id, true);
    expect(await state()).toMatchObject({ active: true, suspension: null });

    await suspendMember(owner.ctx, id, memberId, { hours: 2 });
    await liftSuspension(owner.ctx, id, memberId);
    expect(await state()).toMatchObject({ active: true });

    await suspendMember(owner.ctx, id, memberId, { hours: 2 });
    const system = { ...owner.ctx, now: () => clock };
    pass(60);
    await endSuspensions(system);
    expect(await state()).toMatchObject({ active: false });
    pass(61);
    await endSuspensions(system);
    await endSuspensions(system);
    expect(await state()).toMatchObject({ active: true, suspension: null });
    // Whatever the IdP has repeated meanwhile, the application hears of each beginning and each end once.
    const told = await database.prisma.event.findMany({
      where: { organizationId: id, type: { startsWith: "organization_membership" } },
      orderBy: { position: "asc" },
    });
    const types = told.map(({ type }) => type.replace("organization_membership.", ""));
    expect(types).toEqual(["created", "deleted", "created", "deleted", "created", "deleted", "created"]);
    const lines = await database.prisma.auditEntry.findMany({
      where: { organizationId: id, action: "member.suspension_ended" },
    });
    expect(lines).toHaveLength(1);
  });
});

describe("a person whose address is an account's", () => {
  async function pair() {
    const { id, owner, join } = await team();
    const member = await person("lee");
    await join(member, "org:admin");
    const directory = await addDirectory(services, { organizationId: id });
    const { body } = await directory.idp.post("/Users", user(member.email.toUpperCase()));
    return { id, owner, member, directory, userId: String(body.id) };
  }

  test("is never linked silently, and is shown beside it", async () => {
    const { id, owner, member } = await pair();
    const [pending] = await listPendingLinks(owner.ctx, id);
    expect(pending).toMatchObject({
      person: { email: member.email.toUpperCase(), active: true },
      account: { id: member.accountId, member: { role: "org:admin", active: true } },
      verifiedDomain: false,
    });
    expect((await listMembers(owner.ctx, id, {})).totalCount).toBe(3);
  });

  test("once linked is one member, keeps its role, and is signed out in the request that deactivates it", async () => {
    const { id, owner, member, directory, userId } = await pair();
    const [pending] = await listPendingLinks(owner.ctx, id);
    expect(await decideLinks(owner.ctx, id, { ids: [pending?.id ?? ""], choice: "linked" })).toEqual({ decided: 1 });
    expect(await listPendingLinks(owner.ctx, id)).toEqual([]);
    const { data } = await listMembers(owner.ctx, id, { source: "directory" });
    expect(data).toMatchObject([{ role: "org:admin", active: true, account: { sessions: 0 } }]);
    const open = await session(member.accountId);
    expect((await setActive(directory, userId, false)).status).toBe(200);
    expect(await isOpen(open)).toBe(false);
    await expect(listMembers(member.ctx, id, {})).rejects.toMatchObject({ code: "not_found" });
  });

  test.each(["apart", "ignored"] as const)(
    "kept %s is not asked about again, and its deactivation touches no session",
    async (choice) => {
      const { id, owner, member, directory, userId } = await pair();
      const [pending] = await listPendingLinks(owner.ctx, id);
      await decideLinks(owner.ctx, id, { ids: [pending?.id ?? ""], choice });
      expect(await listPendingLinks(owner.ctx, id)).toEqual([]);
      const open = await session(member.accountId);
      await setActive(directory, userId, false);
      expect(await isOpen(open)).toBe(true);
    },
  );

  test("of another organization stays unsaid", async () => {
    const { id, owner } = await team();
    const stranger = await person("stranger");
    const directory = await addDirectory(services, { organizationId: id });
    await directory.idp.post("/Users", user(stranger.email));
    expect(await listPendingLinks(owner.ctx, id)).toEqual([]);
  });
});

describe("an invitation", () => {
  const guest = (signedIn?: Person): InvitationContext => ({
    secrets: services.secrets,
    now: () => clock,
    newId: services.newId,
    invitations: services.admin.invitations,
    accounts: { findByEmail: (email) => services.accounts.findByEmail(email), hashPassword: async () => "hash" },
    signedIn: signedIn && { id: signedIn.accountId, email: signedIn.email },
  });
  const secretOf = (link: string | null | undefined) => new URL(link ?? "").hash.slice(1);

  test("makes an account with a password, once, and is in no store as it was shown", async () => {
    const { id, owner } = await team();
    const email = `new-${v7().slice(-12)}@corp.example`;
    const [result, bad, twice] = await invite(owner.ctx, id, {
      emails: [` ${email.toUpperCase()} `, "nobody", email],
      role: "org:admin",
    });
    expect([bad?.problem, twice]).toEqual(["That is no e-mail address.", undefined]);
    const secret = secretOf(result?.link);
    expect(await readInvitation(guest(), secret)).toMatchObject({ email, organizationName: "Acme", hasAccount: false });
    const form = { secret, name: "Noor", password: "long enough for this" };
    const outcomes = await Promise.allSettled([acceptInvitation(guest(), form), acceptInvitation(guest(), form)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await services.accounts.findByEmail(email)).toMatchObject({ name: "Noor" });
    expect((await listMembers(owner.ctx, id, { role: "org:admin" })).data).toMatchObject([{ email, name: "Noor" }]);
    const [{ text = "" } = {}] = await database.sql.query<{ text: string }>(
      "select string_agg(i::text, '') || (select string_agg(a::text, '') from audit_entry a) as text from invitation i",
    );
    expect(text).not.toContain(secret);
  });

  test("that is over, withdrawn or replaced opens nothing", async () => {
    const { id, owner } = await team();
    const email = `late-${v7().slice(-12)}@corp.example`;
    const send = async () =>
      secretOf((await invite(owner.ctx, id, { emails: [email], role: "org:member", days: 1 }))[0]?.link);
    const replaced = await send();
    const expired = await send();
    await expect(readInvitation(guest(), replaced)).rejects.toMatchObject({ code: "not_found" });
    pass(24 * 60 + 1);
    await expect(readInvitation(guest(), expired)).rejects.toMatchObject({ code: "not_found" });
    clock = new Date("2026-03-01T09:00:00Z");
    const invitation = (await services.admin.invitations.ofOrganization(id)).find(({ revokedAt }) => !revokedAt);
    await revokeInvitation(owner.ctx, id, invitation?.id ?? "");
    await expect(
      acceptInvitation(guest(), { secret: expired, name: "x", password: "x".repeat(10) }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  test("for an existing account wants that account to be signed in", async () => {
    const { id, owner } = await team();
    const [wanted, other] = [await person("wanted"), await person("other")];
    const [result] = await invite(owner.ctx, id, { emails: [wanted.email], role: "org:member" });
    const secret = secretOf(result?.link);
    expect(await readInvitation(guest(other), secret)).toMatchObject({ hasAccount: true, signedIn: false });
    await expect(acceptInvitation(guest(other), { secret })).rejects.toMatchObject({ code: "conflict" });
    expect(await acceptInvitation(guest(wanted), { secret })).toMatchObject({ organizationId: id });
  });
});

describe("settings", () => {
  test("say what changed, before and after, and keep the rest", async () => {
    const { id, owner } = await team();
    await updateSettings(owner.ctx, id, {
      retention: { logDays: 90, bodyDays: 7, eventDays: 365 },
      timeZone: "Pacific/Chatham",
    });
    const { settings, name } = await getSettings(owner.ctx, id);
    expect([name, settings.retention.bodyDays, settings.timeZone, settings.deprovision.policy]).toEqual([
      "Acme",
      7,
      "Pacific/Chatham",
      "suspend",
    ]);
    const { data } = await services.admin.audit.page(id, { action: "organization.settings_changed" });
    expect(data[0]).toMatchObject({
      before: { "retention.logDays": 365, "retention.bodyDays": 30, timeZone: "UTC" },
      after: { "retention.logDays": 90, "retention.bodyDays": 7, timeZone: "Pacific/Chatham" },
    });
  });

  test("J5: an organization is deleted by its owner, by name, with a fresh password, and whole", async () => {
    const { id, owner } = await team();
    await addDirectory(services, { organizationId: id });
    await expect(deleteOrganization(owner.ctx, id, "Acm")).rejects.toMatchObject({ code: "invalid" });
    pass(11);
    await expect(deleteOrganization(owner.ctx, id, "Acme")).rejects.toMatchObject({ code: "step_up_required" });
    clock = new Date("2026-03-01T09:00:00Z");
    await deleteOrganization(owner.ctx, id, "Acme");
    await expect(getSettings(owner.ctx, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test.each([
    ["the record is there", async (challenge: string) => ["v=spf1", challenge], null],
    [
      "the record says something else",
      async () => ["rollcall-verification=old"],
      /it says "rollcall-verification=old"/,
    ],
    ["there is none", () => Promise.reject(Object.assign(new Error(), { code: "ENODATA" })), /knows no TXT record/],
    [
      "nobody answers",
      () => Promise.reject(Object.assign(new Error(), { code: "ETIMEOUT" })),
      /did not answer in time/,
    ],
    [
      "the resolver is broken",
      () => Promise.reject(Object.assign(new Error(), { code: "ECONNREFUSED" })),
      /could not ask the DNS \(ECONNREFUSED\)/,
    ],
  ])("a domain when %s", async (_, answer, problem) => {
    const { id, owner } = await team();
    const { record } = await addDomain(owner.ctx, id, "corp.example");
    const outside = { sendMail: null, lookUpTxt: () => answer(record.value) };
    const checked = await checkDomain(contextOf(owner.ctx.actor, outside), id, "corp.example");
    if (problem) expect(checked.problem).toMatch(problem);
    else expect(checked.problem).toBeNull();
    expect(checked.verifiedAt !== null).toBe(problem === null);
  });
});

describe("step-up", () => {
  test("J5: a password proved ten minutes ago is good for secrets, one proved before is not; a key needs none", () => {
    const at = clock;
    const actor = { kind: "account", id: "a", name: "a", confirmedAt: at } as const;
    const later = (minutes: number) => () =>
      requireRecentSignIn({ ...contextOf(actor), now: () => new Date(at.getTime() + minutes * 60_000) });
    expect(later(10)).not.toThrow();
    expect(later(10.1)).toThrow("Confirm your password");
    expect(() => requireRecentSignIn(contextOf({ kind: "account", id: "a", name: "a" }))).toThrow();
    expect(() =>
      requireRecentSignIn(contextOf({ kind: "key", id: "k", name: "k", organizationId: null, scopes: [] })),
    ).not.toThrow();
  });
});

describe("notices", () => {
  const system = () => ({
    notices: services.notices,
    stores: services.admin,
    outside: NO_DNS,
    baseUrl: "https://rollcall.test",
    now: () => clock,
    newId: services.newId,
  });

  test("a token that ends is said 30, 14, 7 and 1 days before, once each", async () => {
    const { id, owner } = await team();
    const directory = await addDirectory(services, { organizationId: id });
    await issueToken(owner.ctx, directory.directoryId, { name: "Okta", lifetimeSeconds: 40 * 86_400 });
    const said: number[] = [];
    for (const day of [5, 11, 12, 26, 33, 39, 39.5]) {
      clock = new Date(new Date("2026-03-01T09:00:00Z").getTime() + day * 86_400_000);
      await noticeExpiringTokens(system());
      said.push((await services.admin.mails.ofOrganization(id)).length);
    }
    expect(said).toEqual([0, 1, 1, 2, 3, 4, 4]);
  });

  test("R20: many people gone within ten minutes raise one alarm, and hold the directory where that is wanted", async () => {
    const { id, owner } = await team();
    clock = new Date();
    await updateSettings(owner.ctx, id, { massChange: { count: 500, percent: 20, hold: true } });
    const directory = await addDirectory(services, { organizationId: id });
    // A pause that ran out by itself long ago.
    const over = { paused: true, pausedAt: new Date(0), pausedUntil: new Date(1) };
    await database.prisma.directory.updateMany({ where: { id: directory.directoryId }, data: over });
    const ids: string[] = [];
    for (let n = 0; n < 20; n += 1)
      ids.push(String((await directory.idp.post("/Users", user(`p${n}@corp.example`))).body.id));
    for (const gone of ids.slice(0, 4)) await setActive(directory, gone, false);
    await watchMassChanges(system());
    expect(await services.admin.decisions.alarms(id)).toEqual([]);
    await setActive(directory, ids[4] ?? "", false);
    clock = new Date();
    await watchMassChanges(system());
    await watchMassChanges(system());
    expect(await services.admin.decisions.alarms(id)).toMatchObject([{ affected: 5, people: 20, held: true }]);
    expect(await services.admin.directories.find(directory.directoryId)).toMatchObject({
      state: "paused",
    });
    expect((await setActive(directory, ids[5] ?? "", false)).status).toBe(503);
    expect(await services.admin.mails.ofOrganization(id)).toMatchObject([
      { subject: expect.stringContaining("5 people lost access") },
    ]);
  });
});
