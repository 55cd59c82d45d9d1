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
  const send = async (userName: string, active = true) => {
    const emails = [{ value: userName, primary: true }];
    const { status, body, text } = await directory.idp.post("/Users", { userName, active, emails });
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
