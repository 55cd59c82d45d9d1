/** What becomes of an account and a directory's person who are made one member, on both databases. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import type { Services } from "#lib/http/services.ts";
import { type AccountMember, addAccountMember } from "#lib/testing/account-member.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory } from "#lib/testing/test-instance.ts";
import { decideLinks, listPendingLinks } from "./decisions.ts";
import { linkByVerifiedDomain } from "./notices.ts";
import { updateSettings } from "./settings.ts";

describe.each([
  ["PostgreSQL", openTestPostgres],
  ["PGlite", openTestEmbedded],
])("a link, on %s", (_, open) => {
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
  });

  const join = (role: string) => addAccountMember(database, services, directory.organizationId, role);
  const send = async (userName: string, active = true, { idp } = directory) => {
    const emails = [{ value: userName, primary: true }];
    const { status, body, text } = await idp.post("/Users", { userName, active, emails });
    expect(status, text).toBe(201);
    return String(body.id);
  };
  const pending = () => listPendingLinks(operator(services), directory.organizationId);
  const link = async ({ ctx }: Pick<AccountMember, "ctx">) =>
    decideLinks(ctx, directory.organizationId, { ids: (await pending()).map(({ id }) => id), choice: "linked" });
  const memberOf = ({ accountId }: AccountMember) =>
    database.prisma.member.findFirstOrThrow({ where: { organizationId: directory.organizationId, accountId } });

  test("of an owner's account is an owner's to make", async () => {
    const [owner, admin] = [await join("org:owner"), await join("org:admin")];
    const userId = await send(owner.email);
    await expect(link(admin)).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining("owner") });
    expect(await memberOf(owner)).toMatchObject({ active: true, directoryUserId: null });
    expect(await pending()).toHaveLength(1);
    expect(await link(owner)).toEqual({ decided: 1 });
    expect(await memberOf(owner)).toMatchObject({ active: true, role: "org:owner", directoryUserId: userId });
  });

  test.each(["org:owner", "org:admin"])("never shuts out the last %s", async (role) => {
    const last = await join(role);
    await send(last.email, false);
    await expect(link({ ctx: operator(services) })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("last"),
    });
    expect(await memberOf(last)).toMatchObject({ active: true, directoryUserId: null });
    expect(await pending()).toHaveLength(1);
    await join(role);
    expect(await link({ ctx: operator(services) })).toEqual({ decided: 1 });
    expect(await memberOf(last)).toMatchObject({ active: false });
  });

  test("of two owners who are linked at once to people who are out, leaves one", async () => {
    const owners = [await join("org:owner"), await join("org:owner")];
    for (const { email } of owners) await send(email, false);
    const choose = ({ id }: { id: string }) =>
      decideLinks(operator(services), directory.organizationId, { ids: [id], choice: "linked" });
    const outcomes = await Promise.allSettled((await pending()).map(choose));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await Promise.all(owners.map(memberOf))).filter(({ active }) => active)).toHaveLength(1);
  });

  const told = (userId: string) =>
    database.sql.query<{ type: string; data: { id: string }; previous: object | null }>(
      `select type, data, previous from event where subject_id = $1 and type like 'organization_membership.%'
       order by position`,
      [userId],
    );

  test("tells the application that one membership ended and under which id it goes on", async () => {
    const account = await join("org:admin");
    const userId = await send(account.email);
    const [begun] = await told(userId);
    await link({ ctx: operator(services) });
    expect(await told(userId)).toMatchObject([
      { type: "organization_membership.created", data: { id: begun?.data.id } },
      { type: "organization_membership.deleted", data: { id: begun?.data.id, status: "inactive" } },
      {
        type: "organization_membership.created",
        data: {
          id: account.memberId,
          status: "active",
          role: { slug: "org:admin" },
          directory_id: directory.directoryId,
        },
      },
    ]);
    expect(await memberOf(account)).toMatchObject({ id: account.memberId, active: true });
  });

  test("tells nothing of a membership that nobody was told of, and that does not go on", async () => {
    const account = await join("org:member");
    const userId = await send(account.email, false);
    await link({ ctx: operator(services) });
    expect(await memberOf(account)).toMatchObject({ active: false });
    expect(await told(userId)).toEqual([]);
  });

  test.each([true, false])(
    "to another directory's person, active %s, moves the membership that was told",
    async (active) => {
      const account = await join("org:member");
      const first = await send(account.email);
      await link({ ctx: operator(services) });
      const before = (await told(first)).length;
      const other = await addDirectory(services, directory);
      const second = await send(account.email, active, other);
      await link({ ctx: operator(services) });
      expect(await memberOf(account)).toMatchObject({ active, directoryUserId: second });
      const [ended, moved] = [(await told(first)).slice(before), (await told(second)).slice(active ? 2 : 0)];
      if (active) {
        expect(ended).toEqual([]);
        expect(moved).toMatchObject([
          {
            type: "organization_membership.updated",
            data: { id: account.memberId, directory_id: other.directoryId },
            previous: { directory_id: directory.directoryId },
          },
        ]);
      } else {
        expect(ended).toMatchObject([{ type: "organization_membership.deleted", data: { id: account.memberId } }]);
        expect(moved).toEqual([]);
      }
    },
  );

  test("that the verified domain makes shuts out nobody", async () => {
    const [out, here] = [await join("org:member"), await join("org:member")];
    await join("org:owner");
    await send(out.email, false);
    const userId = await send(here.email);
    const { organizationId } = directory;
    await updateSettings(operator(services), organizationId, { linking: { byVerifiedDomain: true } });
    const proved = {
      organizationId,
      domain: "corp.example",
      challenge: "x",
      createdAt: new Date(),
      verifiedAt: new Date(),
    };
    await database.prisma.verifiedDomain.create({ data: proved });
    await linkByVerifiedDomain({
      ...services,
      stores: services.admin,
      outside: operator(services).outside,
      baseUrl: "",
    });
    expect(await memberOf(out)).toMatchObject({ active: true, directoryUserId: null });
    expect(await memberOf(here)).toMatchObject({ active: true, directoryUserId: userId });
    expect(await pending()).toMatchObject([{ account: { email: out.email } }]);
  });
});
