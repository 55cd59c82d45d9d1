/** Every change writes its events with it: what they hold, and that it does not matter how the change was asked for. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { EVENTS, type EventType } from "#lib/contract/events.ts";
import type { Database } from "#lib/db/database.ts";
import { deleteDirectory } from "#lib/directory/directories.ts";
import { issueToken, revokeToken, rotateToken } from "#lib/directory/tokens.ts";
import type { Services } from "#lib/http/services.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import type { ScimReply } from "#lib/testing/scim-client.ts";
import { addDirectory, operator, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

interface Row extends Record<string, unknown> {
  type: EventType;
  subject_id: string;
  data: JsonObject & { user: JsonObject; group: JsonObject };
  previous: JsonObject | null;
}

describe.each([
  ["the embedded database", openTestEmbedded],
  ["PostgreSQL", openTestPostgres],
])("events on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let directory: TestDirectory;
  beforeAll(async () => {
    database = await open();
    services = serve(database);
    directory = await addDirectory(services);
  });
  afterAll(() => database.close());

  const rows = (of = directory) =>
    database.sql.query<Row>(
      "select type, subject_id, data, previous from event where directory_id = $1 order by position",
      [of.directoryId],
    );
  /** What `work` causes, in order. */
  async function caused(work: () => Promise<unknown>, of = directory): Promise<Row[]> {
    const before = await rows(of);
    await work();
    return (await rows(of)).slice(before.length);
  }
  const typesOf = (events: readonly Row[]) => events.map(({ type }) => type);
  const ok = (reply: ScimReply) => {
    expect([200, 201, 204], reply.text).toContain(reply.status);
    return reply.body;
  };
  const person = (over: JsonObject = {}) => ({
    userName: `${unique("ada")}@x.example`,
    externalId: unique("00u"),
    name: { givenName: "Ada", familyName: "Lovelace" },
    displayName: "Ada L.",
    title: "Analyst",
    emails: [{ value: "ada@x.example", type: "work", primary: true }],
    ...over,
  });
  const newUser = async (over: JsonObject = {}) => ok(await directory.idp.post("/Users", person(over)));
  const newGroup = async (members: string[] = []) =>
    ok(await directory.idp.post("/Groups", { displayName: unique("G"), members: members.map((value) => ({ value })) }));
  const byFamily = (events: readonly Row[], family: string) => events.filter(({ type }) => type.startsWith(family));

  test("every one of them has the shape that the catalogue promises", async () => {
    const here = await addDirectory(services);
    const { idp, organizationId } = here;
    const ctx = operator(services);
    const { id } = ok(await idp.post("/Users", person()));
    ok(await idp.patch(`/Users/${id}`, [{ op: "replace", path: "title", value: "Countess" }]));
    const group = ok(await idp.post("/Groups", { displayName: "A", members: [{ value: id }] }));
    ok(await idp.patch(`/Groups/${group.id}`, [{ op: "replace", path: "displayName", value: "B" }]));
    ok(await idp.patch(`/Groups/${group.id}`, [{ op: "remove", path: "members" }]));
    ok(await idp.delete(`/Groups/${group.id}`));
    ok(await idp.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]));
    ok(await idp.delete(`/Users/${id}`));
    ok(await idp.post("/Users", person()));
    ok(await idp.post("/Groups", { displayName: "C" }));
    const { id: tokenId } = await issueToken(ctx, here.directoryId, { name: "Second" });
    await rotateToken(ctx, organizationId, tokenId, { overlapSeconds: 60 });
    await revokeToken(ctx, organizationId, here.tokenId);
    await deleteDirectory(ctx, here.directoryId);
    const events = await rows(here);
    for (const { type, data, previous } of events) {
      const shape = EVENTS[type].data;
      const shown = previous ? { ...data, previous_attributes: previous } : data;
      const read = z.safeParse(shape, shown);
      expect(read.error?.issues, `${type} ${JSON.stringify(shown)}`).toBeUndefined();
      // Nothing that the catalogue does not name.
      expect(read.data, type).toEqual(shown);
    }
    const seen = new Set(typesOf(events));
    const missing = Object.keys(EVENTS).filter((type) => !seen.has(type as EventType));
    expect(missing.filter((type) => !type.startsWith("organization_membership."))).toEqual([]);
  });

  test("a person's carry the mapped profile and the resource; an update the former values of what changed, no other", async () => {
    const { id, ...sent } = await newUser();
    const [updated, access] = await caused(async () =>
      ok(await directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "name.givenName", value: "Augusta" }])),
    );
    expect(updated).toMatchObject({
      type: "dsync.user.updated",
      data: {
        object: "directory_user",
        id: `directory_user_${id.replaceAll("-", "")}`,
        idp_id: sent.externalId,
        email: "ada@x.example",
        emails: [{ primary: true, type: "work", value: "ada@x.example" }],
        first_name: "Augusta",
        job_title: "Analyst",
        state: "active",
        role: { slug: "org:member" },
        raw_attributes: { name: { givenName: "Augusta", familyName: "Lovelace" } },
      },
    });
    const name = { givenName: "Ada", familyName: "Lovelace" };
    expect(updated?.previous).toEqual({ first_name: "Ada", raw_attributes: { name } });
    expect(access).toMatchObject({
      type: "scimUser.updated",
      data: {
        enterprise_connection_id: directory.directoryId,
        organization_id: directory.organizationId,
        user: { first_name: "Augusta", email_address: "ada@x.example" },
      },
      previous: { first_name: "Ada" },
    });
  });

  test("joining and leaving carry the whole person and the whole group, as the events about them do", async () => {
    let user = "";
    const [created] = await caused(async () => {
      user = (await newUser()).id;
    });
    const { groups: _, ...whole } = created?.data ?? ({} as JsonObject);
    let group = "";
    const came = await caused(async () => {
      group = (await newGroup([user])).id;
    });
    expect(typesOf(byFamily(came, "dsync."))).toEqual(["dsync.group.created", "dsync.group.user_added"]);
    expect(came[1]?.data.user).toEqual(whole);
    expect(came[1]?.data.group).toEqual(came[0]?.data);
    const left = byFamily(await caused(async () => ok(await directory.idp.delete(`/Groups/${group}`))), "dsync.");
    expect(typesOf(left)).toEqual(["dsync.group.user_removed", "dsync.group.deleted"]);
    expect(left[0]?.data.user).toEqual(whole);
  });

  test("somebody who was waited for joins with the person just sent, and their deletion ends the membership first", async () => {
    const who = person();
    await newGroup([who.externalId]);
    let id = "";
    const came = await caused(async () => {
      id = ok(await directory.idp.post("/Users", who)).id;
    });
    expect(typesOf(byFamily(came, "dsync."))).toEqual(["dsync.user.created", "dsync.group.user_added"]);
    const { groups: _, ...whole } = came[0]?.data ?? ({} as JsonObject);
    expect(byFamily(came, "dsync.group.")[0]?.data.user).toEqual(whole);
    const gone = byFamily(await caused(async () => ok(await directory.idp.delete(`/Users/${id}`))), "dsync.");
    expect(typesOf(gone)).toEqual(["dsync.group.user_removed", "dsync.user.deleted"]);
    expect(gone[1]?.data).toMatchObject({ state: "inactive", groups: [{ object: "directory_group" }] });
  });

  test("access ends with one event however the provider says so, and a second time with none", async () => {
    const ways = {
      put: async (id: string, sent: JsonObject) => directory.idp.put(`/Users/${id}`, { ...sent, active: false }),
      patch: (id: string) => directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: false }]),
      entra: (id: string) => directory.idp.patch(`/Users/${id}`, [{ op: "Replace", value: { active: "False" } }]),
      delete: (id: string) => directory.idp.delete(`/Users/${id}`),
    };
    for (const [way, act] of Object.entries(ways)) {
      const sent = person();
      const { id } = ok(await directory.idp.post("/Users", sent));
      const events = await caused(async () => ok(await act(id, sent)));
      expect(typesOf(byFamily(events, "scimUser.")), way).toEqual(["scimUser.deprovisioned"]);
      const dsync = way === "delete" ? "dsync.user.deleted" : "dsync.user.updated";
      expect(typesOf(byFamily(events, "dsync.")), way).toEqual([dsync]);
      expect(byFamily(events, "dsync.")[0]?.data.state, way).toBe("inactive");
      if (way === "delete") continue;
      expect(await caused(async () => ok(await act(id, sent))), way).toEqual([]);
      const again = await caused(async () =>
        ok(await directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "active", value: true }])),
      );
      expect(typesOf(byFamily(again, "scimUser."))).toEqual(["scimUser.provisioned"]);
    }
  });

  test("the same change by PUT and by PATCH causes the same events", async () => {
    const attributes = fc.record(
      {
        title: fc.constantFrom("Countess", "Analyst"),
        displayName: fc.constantFrom("Ada L.", "Ada Lovelace"),
        active: fc.boolean(),
        emails: fc.constantFrom<JsonObject[]>(
          [{ value: "ada@x.example", type: "work", primary: true }],
          [{ value: "countess@x.example", type: "work", primary: true }],
        ),
      },
      { requiredKeys: [] },
    );
    const told = (events: readonly Row[]) =>
      events
        .map(({ type, data: { state = null }, previous }) => {
          const { raw_attributes, ...former } = previous ?? {};
          return JSON.stringify({ type, state, former, raw: Object.keys((raw_attributes as object) ?? {}).sort() });
        })
        .sort();
    await fc.assert(
      fc.asyncProperty(attributes, async (change) => {
        const outcomes = [];
        for (const way of ["put", "patch", "path"] as const) {
          const sent = person();
          const { id } = ok(await directory.idp.post("/Users", sent));
          const acts = {
            put: () => directory.idp.put(`/Users/${id}`, { ...sent, ...change }),
            patch: () => directory.idp.patch(`/Users/${id}`, [{ op: "replace", value: change }]),
            path: () =>
              directory.idp.patch(
                `/Users/${id}`,
                Object.entries(change).map(([path, value]) => ({ op: "replace", path, value })),
              ),
          };
          if (way !== "put" && Object.keys(change).length === 0) continue;
          outcomes.push(told(await caused(async () => ok(await acts[way]()))));
        }
        for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
      }),
      { numRuns: 10 },
    );
  });

  test("the same members by PUT and by PATCH cause the same joins and leaves, and none where nothing changes", async () => {
    const people = await Promise.all([0, 1, 2, 3].map(async () => (await newUser()).id));
    const subset = fc.subarray(people);
    const told = (events: readonly Row[]) =>
      byFamily(events, "dsync.group.user")
        .map(({ type, subject_id }) => `${type} ${subject_id}`)
        .sort();
    await fc.assert(
      fc.asyncProperty(subset, subset, async (before, after) => {
        const value = (ids: readonly string[]) => ids.map((id) => ({ value: id }));
        const ways = {
          put: (id: string, name: string) =>
            directory.idp.put(`/Groups/${id}`, { displayName: name, members: value(after) }),
          replace: (id: string) =>
            directory.idp.patch(`/Groups/${id}`, [{ op: "replace", path: "members", value: value(after) }]),
          steps: (id: string) =>
            directory.idp.patch(`/Groups/${id}`, [
              { op: "add", path: "members", value: value(after) },
              ...before
                .filter((user) => !after.includes(user))
                .map((user) => ({ op: "remove", path: `members[value eq "${user}"]` })),
            ]),
        };
        const expected = [
          ...after.filter((id) => !before.includes(id)).map((id) => `dsync.group.user_added ${id}`),
          ...before.filter((id) => !after.includes(id)).map((id) => `dsync.group.user_removed ${id}`),
        ].sort();
        for (const act of Object.values(ways)) {
          const { id, displayName } = await newGroup(before);
          const change = async () => ok(await act(id, String(displayName)));
          expect(told(await caused(change))).toEqual(expected);
          expect(await caused(change)).toEqual([]);
        }
      }),
      { numRuns: 8 },
    );
  });

  test("a refused request causes none", async () => {
    const { id, userName } = await newUser();
    const events = await caused(async () => {
      expect((await directory.idp.post("/Users", person({ userName: String(userName) }))).status).toBe(409);
      expect(
        (await directory.idp.patch(`/Users/${id}`, [{ op: "replace", path: "nothing.here", value: 1 }])).status,
      ).toBe(400);
      expect((await directory.idp.put(`/Users/${id}`, {})).status).toBe(400);
    });
    expect(events).toEqual([]);
  });

  test("a directory that goes tells of each group, person, membership and token before itself", async () => {
    const here = await addDirectory(services);
    const { id } = ok(await here.idp.post("/Users", person()));
    ok(await here.idp.post("/Users", person({ active: false })));
    ok(await here.idp.post("/Groups", { displayName: "All", members: [{ value: id }] }));
    const events = await caused(() => deleteDirectory(operator(services), here.directoryId), here);
    expect(typesOf(events)).toEqual([
      "dsync.group.deleted",
      "dsync.user.deleted",
      "dsync.user.deleted",
      "scimUser.deprovisioned",
      "organization_membership.deleted",
      "dsync.token.revoked",
      "scimToken.revoked",
      "dsync.deleted",
    ]);
    expect(events[1]?.data).toMatchObject({ state: "inactive", groups: [{ name: "All" }] });
  });
});
