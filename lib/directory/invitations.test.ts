/** Whom an invitation lets in, and whom it does not, on both databases. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import type { Services } from "#lib/http/services.ts";
import { type AccountMember, addAccountMember } from "#lib/testing/account-member.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory } from "#lib/testing/test-instance.ts";
import { decideLinks, listPendingLinks } from "./decisions.ts";
import { acceptInvitation, invite } from "./invitations.ts";
import { removeMember } from "./members.ts";
import { suspendMember } from "./suspensions.ts";

describe.each([
  ["PostgreSQL", openTestPostgres],
  ["PGlite", openTestEmbedded],
])("an invitation, on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let directory: TestDirectory;
  let someone: AccountMember;
  beforeAll(async () => {
    database = await open();
    services = serve(database);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    directory = await addDirectory(services);
    for (const role of ["org:owner", "org:owner"]) someone = await join(role);
  });

  const ctx = () => operator(services);
  const join = (role: string) => addAccountMember(database, services, directory.organizationId, role);
  const send = async (active = true) => {
    const emails = [{ value: someone.email, primary: true }];
    const { body } = await directory.idp.post("/Users", { userName: someone.email, active, emails });
    const ids = (await listPendingLinks(ctx(), directory.organizationId)).map(({ id }) => id);
    await decideLinks(ctx(), directory.organizationId, { ids, choice: "linked" });
    return String(body.id);
  };
  const ask = async () => {
    const [result] = await invite(ctx(), directory.organizationId, { emails: [someone.email], role: "org:member" });
    return { problem: result?.problem, secret: new URL(result?.link ?? "x:y").hash.slice(1) };
  };
  const accept = (secret: string) =>
    acceptInvitation(
      {
        ...services,
        invitations: services.admin.invitations,
        accounts: { findByEmail: (email) => services.accounts.findByEmail(email), hashPassword: async () => "hash" },
        signedIn: { id: someone.accountId, email: someone.email },
      },
      { secret },
    );
  const state = async () => {
    const where = { organizationId: directory.organizationId, accountId: someone.accountId };
    const { id, active, role, directoryUserId, suspendedUntil } = await database.prisma.member.findFirstOrThrow({
      where,
    });
    return { id, active, role, directoryUserId, isSuspended: suspendedUntil !== null };
  };
  const takeOut = () => removeMember(ctx(), directory.organizationId, someone.memberId);
  const suspend = () => suspendMember(ctx(), directory.organizationId, someone.memberId, { hours: 4 });
  /** An invitation from before whoever it is for was shut out. */
  const earlier = async () => {
    await database.prisma.member.update({
      where: { organizationId_id: { organizationId: directory.organizationId, id: someone.memberId } },
      data: { active: false, removedAt: new Date() },
    });
    const { secret } = await ask();
    await database.prisma.member.update({
      where: { organizationId_id: { organizationId: directory.organizationId, id: someone.memberId } },
      data: { active: true, removedAt: null },
    });
    return secret;
  };

  test("brings back who was taken out, with the role of the invitation", async () => {
    await takeOut();
    const { problem, secret } = await ask();
    expect(problem).toBeNull();
    await accept(secret);
    expect(await state()).toMatchObject({ id: someone.memberId, active: true, role: "org:member" });
  });

  test("does not lift a suspension", async () => {
    const secret = await earlier();
    await suspend();
    expect((await ask()).problem).toMatch(/suspended/);
    await expect(accept(secret)).rejects.toMatchObject({ code: "not_found" });
    expect(await state()).toMatchObject({ active: false, role: "org:owner", isSuspended: true });
  });

  test.each(["deactivates", "deletes"])("does not undo that the identity provider %s somebody", async (act) => {
    const secret = await earlier();
    const userId = await send();
    if (act === "deletes") await directory.idp.delete(`/Users/${userId}`);
    else await directory.idp.patch(`/Users/${userId}`, [{ op: "replace", path: "active", value: false }]);
    expect((await ask()).problem).toMatch(/directory Directory .*identity provider/);
    await expect(accept(secret)).rejects.toMatchObject({ code: "not_found" });
    expect(await state()).toMatchObject({ active: false, role: "org:owner", directoryUserId: userId });
  });

  test("brings back whose directory is gone, as a member by their account alone", async () => {
    await send();
    await database.sql.query("update member set active = false where id = $1", [someone.memberId]);
    await database.sql.query("delete from directory where id = $1", [directory.directoryId]);
    const { secret } = await ask();
    await accept(secret);
    expect(await state()).toMatchObject({ active: true, role: "org:member", directoryUserId: null });
  });

  test("changes nothing of who is a member again already", async () => {
    const secret = await earlier();
    expect((await ask()).problem).toMatch(/member already/);
    await expect(accept(secret)).rejects.toMatchObject({ code: "not_found" });
    expect(await state()).toMatchObject({ active: true, role: "org:owner" });
  });
});
