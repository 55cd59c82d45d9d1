import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Services } from "#lib/http/services.ts";
import { startJobs } from "#lib/jobs/start.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";
import { changeMemberRole, setBreakGlass } from "../members.ts";
import {
  getMapping,
  getOverrides,
  getVersion,
  listVersions,
  restoreVersion,
  saveMapping,
  setOverrides,
} from "./mapping.ts";
import { explainPerson, getSeenPaths, listProblems, previewMapping } from "./preview.ts";
import { createRole, deleteRole, getRoles, saveRoles } from "./roles.ts";
import { changeRun, getRun, listRunChanges, startDryRun, workRuns } from "./runs.ts";

let database: TestDatabase;
let services: Services;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
});
afterAll(() => database.close());

const ctx = () => operator(services);
const fresh = async () => {
  directory = await addDirectory(services);
  return directory;
};
interface MemberRow extends Record<string, unknown> {
  id: string;
  role: string;
  roles: string[];
  active: boolean;
  kept: string | null;
  profile: Record<string, unknown>;
  configuration_version: number;
}
const memberOf = async (userId: string) => {
  const [row] = await database.sql.query<MemberRow>("select * from member where directory_user_id = $1::uuid", [
    userId,
  ]);
  return row as MemberRow;
};
const eventsOf = async (userId: string) =>
  (
    await database.sql.query<{ type: string }>(
      "select type from event where subject_id = $1 and type like 'organization_membership.%' order by position",
      [userId],
    )
  ).map(({ type }) => type);
const add = async (attributes: object = {}) => {
  const { status, body, text } = await directory.idp.post("/Users", { userName: unique("p"), ...attributes });
  expect(status, text).toBe(201);
  return body.id as string;
};
const URN = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

describe("a saved mapping", () => {
  test("fills department for everybody: those who come, those who change, and in the background those who are there", async () => {
    await fresh();
    const old = await add({ [URN]: { department: "Engines" } });
    const { rows, version } = await getMapping(ctx(), directory.directoryId);
    expect(version).toBe(0);
    const row = {
      source: `${URN}.department`,
      transform: "{{ value | upcase }}",
      target: "public_metadata.department",
      note: "",
    };
    const saved = await saveMapping(ctx(), directory.directoryId, { basedOn: 0, rows: [...rows, row], apply: "now" });
    expect(saved).toMatchObject({ version: 1, run: { state: "queued", total: 1 } });
    const young = await add({ [URN]: { department: "Sails" } });
    expect((await memberOf(young)).profile).toMatchObject({ public_metadata: { department: "SAILS" } });
    await workRuns(services);
    expect((await memberOf(old)).profile).toMatchObject({ public_metadata: { department: "ENGINES" } });
    expect(await getRun(ctx(), directory.directoryId, saved.run?.id ?? "")).toMatchObject({ state: "done", done: 1 });
    expect(await eventsOf(old)).toEqual(["organization_membership.created", "organization_membership.updated"]);
    const explained = await explainPerson(ctx(), directory.directoryId, young);
    expect(explained.fields.find(({ field }) => field === "public_metadata.department")).toMatchObject({
      value: "SAILS",
      source: `${URN}.department`,
      row: 9,
      version: 1,
      logEntryId: expect.any(String),
    });
    const [before, after] = [
      await getVersion(ctx(), directory.directoryId, 0),
      await getVersion(ctx(), directory.directoryId, 1),
    ];
    expect(before).toMatchObject({ version: 0, changes: [], rows });
    expect(after).toMatchObject({ version: 1, changes: [{ kind: "added" }], rows: [...rows, row] });
    const restored = await restoreVersion(ctx(), directory.directoryId, 0, { basedOn: 1, apply: "now" });
    expect(restored.version).toBe(2);
    await workRuns(services);
    expect((await memberOf(old)).profile).not.toHaveProperty("public_metadata");
    const versions = await listVersions(ctx(), directory.directoryId, undefined);
    expect(versions.data.map(({ version: number, restoredFrom }) => [number, restoredFrom])).toEqual([
      [2, 0],
      [1, null],
    ]);
  });

  test("made from an older version is a conflict that says what the other changed", async () => {
    await fresh();
    const { rows } = await getMapping(ctx(), directory.directoryId);
    const title = { source: "title", transform: null, target: "job_title", note: "" };
    await saveMapping(ctx(), directory.directoryId, { basedOn: 0, rows: [...rows, title], apply: "on_change" });
    await expect(
      saveMapping(ctx(), directory.directoryId, { basedOn: 0, rows, note: "mine", apply: "on_change" }),
    ).rejects.toMatchObject({
      code: "conflict",
      detail: { version: 1, changes: [{ part: "row", kind: "added" }] },
    });
    await saveRoles(ctx(), directory.directoryId, {
      basedOn: 0,
      policy: "first",
      rules: [],
      defaultRole: "org:admin",
      apply: "on_change",
    });
  });

  test("with mistakes is refused, each with its place", async () => {
    await fresh();
    const { rows } = await getMapping(ctx(), directory.directoryId);
    const bad = [
      ...rows,
      { source: "nothing", transform: null, target: "job_title", note: "" },
      { source: "title", transform: "{{ value | uniq }}", target: "first_name", note: "" },
    ];
    await expect(
      saveMapping(ctx(), directory.directoryId, { basedOn: 0, rows: bad, apply: "now" }),
    ).rejects.toMatchObject({
      code: "invalid",
      detail: {
        problems: expect.arrayContaining([
          expect.objectContaining({ code: "unknown_path", index: 9 }),
          expect.objectContaining({ code: "unknown_filter", index: 10 }),
        ]),
      },
    });
  });

  test("that fails on one person's data never fails the request: the field stays, and the list says why", async () => {
    await fresh();
    const { rows } = await getMapping(ctx(), directory.directoryId);
    const bomb = `{{ value | append: "${"y".repeat(1_000)}" | append: "${"y".repeat(900)}" }}`;
    await saveMapping(ctx(), directory.directoryId, {
      basedOn: 0,
      rows: [...rows, { source: "title", transform: bomb, target: "job_title", note: "" }],
      apply: "now",
    });
    const id = await add({ title: "x", displayName: "Ada" });
    const was = (await memberOf(id)).profile.job_title;
    const reply = await directory.idp.patch(`/Users/${id}`, [
      { op: "replace", path: "title", value: "z".repeat(7_000) },
    ]);
    expect(reply.status).toBe(200);
    expect((await memberOf(id)).profile.job_title).toBe(was);
    const { data } = await listProblems(ctx(), directory.directoryId, { field: "job_title" });
    expect(data).toMatchObject([{ userId: id, code: "failed", source: "title", fix: expect.stringContaining("Okta") }]);
  });
});

describe("authn.sh's overrides", () => {
  test("source 002's rule gives roles by pushed groups, and {} brings the defaults back", async () => {
    await fresh();
    const rule = '{{ value | downcase | replace: "admins", "org:admin" | default: "org:member" }}.organization_role';
    const set = await setOverrides(ctx(), directory.organizationId, undefined, { "groups[0].value": rule });
    expect(set).toEqual({ mapping: { "groups[0].value": rule } });
    const id = await add();
    expect(await memberOf(id)).toMatchObject({ role: "org:member" });
    const group = (await directory.idp.post("/Groups", { displayName: "Admins", members: [{ value: id }] })).body.id;
    expect(await memberOf(id)).toMatchObject({ role: "org:admin", roles: ["org:admin"] });
    const inline = await add({ groups: [{ value: "Admins" }] });
    expect(await memberOf(inline)).toMatchObject({ role: "org:admin" });
    await directory.idp.delete(`/Groups/${group}`);
    expect(await memberOf(id)).toMatchObject({ role: "org:member" });
    await setOverrides(ctx(), directory.organizationId, undefined, {});
    expect(await getOverrides(ctx(), directory.organizationId, undefined)).toEqual({ mapping: {} });
  });
});

describe("role rules", () => {
  const groupRule = (name: string, role: string) => ({ kind: "group" as const, group: { id: null, name }, role });

  test("a group that is not pushed yet waits, and gives its role when it comes with its people", async () => {
    await fresh();
    await createRole(ctx(), directory.organizationId, {
      slug: "org:support",
      name: "Support",
      rank: 500,
      permissions: [],
    });
    await saveRoles(ctx(), directory.directoryId, {
      basedOn: 0,
      policy: "highest",
      rules: [groupRule("Helpers", "org:support"), groupRule("Admins", "org:admin")],
      defaultRole: "org:member",
      apply: "now",
    });
    expect((await getRoles(ctx(), directory.directoryId)).rulesNow).toMatchObject([
      { waiting: true },
      { waiting: true },
    ]);
    const id = await add({ displayName: "Ada" });
    const helpers = (await directory.idp.post("/Groups", { displayName: "Helpers", members: [{ value: id }] })).body.id;
    expect(await memberOf(id)).toMatchObject({ role: "org:support" });
    const admins = (await directory.idp.post("/Groups", { displayName: "Admins" })).body.id;
    await directory.idp.patch(`/Groups/${admins}`, [{ op: "add", path: "members", value: [{ value: id }] }]);
    expect(await memberOf(id)).toMatchObject({ role: "org:admin" });
    const explained = await explainPerson(ctx(), directory.directoryId, id);
    expect(explained.role?.sentence).toMatch(
      /Okta: in the group Admins → rule 2 → org:admin.*default would be org:member/,
    );
    const other = await add();
    await directory.idp.patch(`/Groups/${admins}`, [{ op: "add", path: "members", value: [{ value: other }] }]);
    await directory.idp.patch(`/Groups/${admins}`, [{ op: "remove", path: `members[value eq "${id}"]` }]);
    expect(await memberOf(id)).toMatchObject({ role: "org:support" });
    await directory.idp.patch(`/Groups/${helpers}`, [{ op: "replace", path: "displayName", value: "Others" }]);
    expect(await memberOf(id)).toMatchObject({ role: "org:member" });
    await deleteRole(ctx(), directory.organizationId, "org:support", "org:member");
    expect((await getRoles(ctx(), directory.directoryId)).rules).toMatchObject([
      { role: "org:member" },
      { role: "org:admin" },
    ]);
  });

  test("no access is no membership, until a rule applies", async () => {
    await fresh();
    const rule = { kind: "attribute" as const, filter: 'title co "Manager"', role: "org:member" };
    await saveRoles(ctx(), directory.directoryId, {
      basedOn: 0,
      policy: "first",
      rules: [rule],
      defaultRole: null,
      apply: "now",
    });
    const id = await add({ title: "Clerk" });
    expect(await memberOf(id)).toMatchObject({ active: false });
    await directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "title", value: "Manager" }]);
    expect(await memberOf(id)).toMatchObject({ active: true });
    expect(await eventsOf(id)).toEqual(["organization_membership.created"]);
  });

  test("of 16 admins who are deactivated at the same moment one stays", async () => {
    await fresh();
    await saveRoles(ctx(), directory.directoryId, {
      basedOn: 0,
      policy: "first",
      rules: [],
      defaultRole: "org:admin",
      apply: "now",
    });
    const ids: string[] = [];
    for (let index = 0; index < 16; index++) ids.push(await add());
    const replies = await Promise.all(
      ids.map((id) => directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }])),
    );
    expect(replies.map(({ status }) => status)).toEqual(ids.map(() => 200));
    const members = await Promise.all(ids.map(memberOf));
    expect(members.filter(({ active }) => active)).toMatchObject([{ role: "org:admin", kept: "last_admin" }]);
    expect((await getRoles(ctx(), directory.directoryId)).held).toMatchObject([{ kept: "last_admin" }]);
  });
});

describe("protected people and grants by hand", () => {
  test("no sync demotes or shuts out whom the organization protects, and a grant by hand survives the group", async () => {
    await fresh();
    const { organizationId, directoryId } = directory;
    const rule = { kind: "group" as const, group: { id: null, name: "Admins" }, role: "org:admin" };
    await saveRoles(ctx(), directoryId, {
      basedOn: 0,
      policy: "first",
      rules: [rule],
      defaultRole: "org:member",
      apply: "now",
    });
    const [glass, hand, other] = [await add(), await add(), await add()];
    const members = [glass, hand, other].map((value) => ({ value }));
    const group = (await directory.idp.post("/Groups", { displayName: "Admins", members })).body.id;
    await setBreakGlass(ctx(), organizationId, (await memberOf(glass)).id, true);
    await changeMemberRole(ctx(), organizationId, (await memberOf(hand)).id, { role: "org:admin" });
    await directory.idp.patch(`/Groups/${group}`, [{ op: "remove", path: `members[value eq "${glass}"]` }]);
    await directory.idp.patch(`/Groups/${group}`, [{ op: "remove", path: `members[value eq "${hand}"]` }]);
    await directory.idp.patch(`/Users/${glass}`, [{ op: "replace", path: "active", value: false }]);
    expect(await memberOf(glass)).toMatchObject({ active: true, role: "org:admin", kept: "break_glass" });
    expect(await memberOf(hand)).toMatchObject({ role: "org:admin", role_source: "manual", kept: null });
    await directory.idp.patch(`/Users/${hand}`, [{ op: "replace", path: "title", value: "x" }]);
    expect(await memberOf(hand)).toMatchObject({ role: "org:admin", manual_role: "org:admin" });
  });
});

describe("the job", () => {
  test("applies while the provider goes on sending: in the end everybody is as the mapping says", async () => {
    await fresh();
    const ids: string[] = [];
    for (let index = 0; index < 30; index++) ids.push(await add({ title: `t${index}` }));
    const { rows } = await getMapping(ctx(), directory.directoryId);
    const row = { source: "title", transform: "{{ value | upcase }}", target: "job_title", note: "" };
    await saveMapping(ctx(), directory.directoryId, { basedOn: 0, rows: [...rows, row], apply: "now" });
    const writes = ids.map((id, index) =>
      directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "title", value: `u${index}` }]),
    );
    const [replies] = await Promise.all([Promise.all(writes), workRuns(services), workRuns(services)]);
    expect(replies.map(({ status }) => status)).toEqual(ids.map(() => 200));
    await workRuns(services);
    const titles = await Promise.all(ids.map(async (id) => (await memberOf(id)).profile.job_title));
    expect(titles).toEqual(ids.map((_, index) => `U${index}`));
  });

  test("pauses, goes on and is cancelled by whoever may", async () => {
    await fresh();
    await add({ title: "x" });
    const { rows } = await getMapping(ctx(), directory.directoryId);
    const row = { source: "title", transform: null, target: "job_title", note: "" };
    const { run } = await saveMapping(ctx(), directory.directoryId, { basedOn: 0, rows: [...rows, row], apply: "now" });
    const change = (action: "pause" | "resume" | "cancel") =>
      changeRun(ctx(), directory.directoryId, run?.id ?? "", { action });
    expect(await change("pause")).toMatchObject({ state: "paused" });
    await workRuns(services);
    expect((await getMapping(ctx(), directory.directoryId)).behind).toBe(1);
    expect(await change("resume")).toMatchObject({ state: "queued" });
    await workRuns(services);
    expect((await getMapping(ctx(), directory.directoryId)).behind).toBe(0);
    await expect(change("cancel")).rejects.toMatchObject({ code: "conflict" });
  });

  test("is done by the background work of a process, which is woken for it", async () => {
    await fresh();
    const { directoryId } = directory;
    await add({ title: "x" });
    const jobs = await startJobs({
      ...services,
      sql: database.sql,
      dispatcher: {} as never,
      noticeContext: {} as never,
    });
    try {
      const { rows } = await getMapping(ctx(), directoryId);
      const row = { source: "title", transform: null, target: "job_title", note: "" };
      const { run } = await saveMapping(ctx(), directoryId, { basedOn: 0, rows: [...rows, row], apply: "now" });
      await jobs.wake("mapping-runs");
      const state = async () => (await getRun(ctx(), directoryId, run?.id ?? "")).state;
      await expect.poll(state, { timeout: 50_000 }).toBe("done");
    } finally {
      await jobs.stop();
    }
  }, 60_000);
});

describe("looking before saving", () => {
  test("a dry run counts who would change and lists them; nothing is written", async () => {
    await fresh();
    for (let index = 0; index < 12; index++)
      await add({ title: index % 3 === 0 ? "Boss" : "Clerk", displayName: `P${index}` });
    const { rows } = await getMapping(ctx(), directory.directoryId);
    const run = await startDryRun(ctx(), directory.directoryId, {
      rows: [...rows, { source: "title", transform: null, target: "job_title", note: "" }],
      roles: {
        policy: "first",
        rules: [{ kind: "attribute", filter: 'title eq "Boss"', role: "org:admin" }],
        defaultRole: "org:member",
      },
    });
    await workRuns(services);
    const done = await getRun(ctx(), directory.directoryId, run.id);
    expect(done).toMatchObject({
      state: "done",
      done: 12,
      total: 12,
      counts: { changed: 12, same: 0, rolesGained: { "org:admin": 4 }, fields: { job_title: 12 } },
    });
    const page = await listRunChanges(ctx(), directory.directoryId, run.id, { kind: "roles", q: "p" });
    expect(page.totalCount).toBe(4);
    expect(page.data[0]).toMatchObject({ rolesGained: ["org:admin"], rolesLost: ["org:member"] });
    expect((await getMapping(ctx(), directory.directoryId)).version).toBe(0);
  });

  test("a preview shows each filter, and paths seen what the directory really received", async () => {
    await fresh();
    await add({
      title: "Countess",
      [URN]: { department: "Engines" },
      emails: [{ value: "a@x.example", type: "work", primary: true }],
    });
    const { rows } = await getMapping(ctx(), directory.directoryId);
    const draft = {
      rows: [...rows, { source: "title", transform: "{{ value | upcase }}", target: "job_title", note: "" }],
    };
    const preview = await previewMapping(ctx(), directory.directoryId, { draft, last: true });
    expect(preview.changes).toEqual([{ field: "job_title", before: null, after: "COUNTESS" }]);
    expect(preview.trace.rows.at(-1)).toMatchObject({
      found: "Countess",
      steps: [{ name: "value" }, { name: "upcase", value: "COUNTESS" }],
      outcome: "used",
    });
    const pasted = await previewMapping(ctx(), directory.directoryId, {
      payload: { userName: "b@x.example", groups: ["Admins"] },
    });
    expect(pasted).toMatchObject({ person: null, before: null, after: { roles: ["org:member"] } });
    const { data } = await getSeenPaths(ctx(), directory.directoryId);
    expect(data.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        "title",
        `${URN}:department`,
        'emails[type eq "work"].value',
        "emails[primary eq true].value",
      ]),
    );
  });
});
