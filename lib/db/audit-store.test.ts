import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit } from "#lib/directory/audit.ts";
import { createDirectory, updateDirectory } from "#lib/directory/directories.ts";
import { createOrganization } from "#lib/directory/organizations.ts";
import type { Services } from "#lib/http/services.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { operator, serve } from "#lib/testing/test-instance.ts";
import { auditReport } from "./audit-report.ts";

let database: TestDatabase;
let services: Services;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
});
afterAll(() => database.close());

const ctx = () => operator(services);
const verify = (organizationId: string) => services.admin.audit.verify(organizationId);

/** An organization with a log of `lines` lines. */
async function logOf(lines: number): Promise<string> {
  const { id } = await createOrganization(ctx(), { name: "Acme" });
  for (let line = 1; line < lines; line += 1) {
    await createDirectory(ctx(), id, { name: `Directory ${line}`, provider: "generic" });
  }
  return id;
}

/** What somebody with the rights of the database's owner does. */
const asOwner = (statement: string, organizationId: string) =>
  database.sql.transaction(async (sql) => {
    await sql.query("alter table audit_entry disable trigger user");
    await sql.query(statement, [organizationId]);
    await sql.query("alter table audit_entry enable trigger user");
  });

describe("the audit log", () => {
  test("counts its lines and chains them, a line for each act with what changed", async () => {
    const id = await logOf(1);
    const directory = await createDirectory(ctx(), id, { name: "Okta", provider: "okta_saml" });
    await updateDirectory(ctx(), directory.id, { name: "Okta production" });
    const { data } = await services.admin.audit.page(id, {});
    expect(data.map(({ seq, action }) => [seq, action])).toEqual([
      [3, "directory.updated"],
      [2, "directory.created"],
      [1, "organization.created"],
    ]);
    expect(data[0]).toMatchObject({ before: { name: "Okta" }, after: { name: "Okta production" } });
    expect(await verify(id)).toMatchObject({ intact: true, lines: 3, firstBad: null, head: { seq: 3 } });
  });

  test("written to by many at once is one chain", async () => {
    const id = await logOf(1);
    const lines = Array.from({ length: 20 }, (_, number) =>
      audit(ctx(), id, "test.act", { id: `${number}`, name: "" }),
    );
    await Promise.all(lines.map((line) => services.admin.audit.append(line)));
    expect(await verify(id)).toMatchObject({ intact: true, lines: 21 });
  });

  test.each([
    ["changed", "update audit_entry set actor_name = 'Nobody' where organization_id = $1 and seq = 3", 3],
    ["taken out", "delete from audit_entry where organization_id = $1 and seq = 3", 4],
    [
      "put in",
      `insert into audit_entry (organization_id, id, at, actor, actor_name, action, target_id, target_name, detail, seq, hash)
       select organization_id, gen_random_uuid(), at, actor, actor_name, action, target_id, target_name, detail, 6, hash
       from audit_entry where organization_id = $1 and seq = 5`,
      6,
    ],
    ["swapped", "update audit_entry set seq = 7 - seq where organization_id = $1 and seq in (3, 4)", 3],
    ["taken from the start", "delete from audit_entry where organization_id = $1 and seq = 1", 2],
  ])("J17: in which a line was %s by the database's owner is found out, and where", async (_, statement, bad) => {
    const id = await logOf(5);
    await asOwner(statement, id);
    expect(await verify(id)).toMatchObject({ intact: false, firstBad: { seq: bad } });
  });

  test("J17: whose end was cut off no longer has the head that was noted down before", async () => {
    const id = await logOf(5);
    const { head } = await verify(id);
    await asOwner("delete from audit_entry where organization_id = $1 and seq = 5", id);
    expect((await verify(id)).head?.seq).toBeLessThan(head?.seq ?? 0);
  });

  test("J17: is neither changed nor shortened by the application", async () => {
    const id = await logOf(2);
    const change = database.sql.query("update audit_entry set action = 'x' where organization_id = $1", [id]);
    await expect(change).rejects.toThrow("only ever appended to");
    const removal = database.sql.query("delete from audit_entry where organization_id = $1", [id]);
    await expect(removal).rejects.toThrow("only ever appended to");
    expect(await verify(id)).toMatchObject({ intact: true, lines: 2 });
  });

  test("goes with its organization", async () => {
    const id = await logOf(2);
    await database.prisma.organization.delete({ where: { id } });
    expect(await verify(id)).toMatchObject({ lines: 0 });
  });

  test("is searched, filtered and paged", async () => {
    const id = await logOf(60);
    const store = services.admin.audit;
    const first = await store.page(id, {});
    const second = await store.page(id, { cursor: first.nextCursor ?? "" });
    expect([first.data.length, second.data.length, second.nextCursor]).toEqual([50, 10, null]);
    expect(first.actions).toEqual(["directory.created", "organization.created"]);
    expect((await store.page(id, { q: "Directory 7" })).data).toHaveLength(1);
    expect((await store.page(id, { q: "100%" })).data).toEqual([]);
    expect((await store.page(id, { action: "organization" })).data).toHaveLength(1);
    expect((await store.page(id, { actor: "account:nobody" })).data).toEqual([]);
    const today = new Date().toISOString().slice(0, 10);
    expect((await store.page(id, { from: today, to: today })).data).toHaveLength(50);
    expect((await store.page(id, { to: "2020-01-01" })).data).toEqual([]);
    expect(await store.find(id, v7())).toBeUndefined();
  });
});

test("an operator is told for each organization whether its log is intact, and the first broken line", async () => {
  const [whole, broken] = [await logOf(3), await logOf(4)];
  await asOwner("update audit_entry set action = 'nothing' where organization_id = $1 and seq = 2", broken);
  const report = await auditReport(database);
  const lineOf = (id: string) => report.lines.find((line) => line.includes(id));
  expect(lineOf(whole)).toMatch(/^intact {2}org_\w+ {2}Acme: 3 entries, head 3 \w{8,}/);
  expect(lineOf(broken)).toMatch(/^BROKEN {2}org_\w+ {2}Acme: .*first at entry 2, id [0-9a-f-]{36}$/);
  expect(report.broken).toBeGreaterThan(0);
  expect(report.verdict).toMatch(
    /^The audit log was tampered with: \d+ entries of \d+ organizations read, \d+ chains? broken/,
  );
  expect(await auditReport(database, whole)).toMatchObject({
    checked: 1,
    broken: 0,
    verdict: "The audit log is whole: 3 entries of 1 organization read, each as it was written and in its place.",
  });
  expect(await auditReport(database, "org_nobody")).toMatchObject({ lines: [], checked: 0, broken: 0 });
});
