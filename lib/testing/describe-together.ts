import { describe, expect, test } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { removal, userChange } from "./store-changes.ts";
import type { StoreWorld } from "./store-world.ts";

type Write = () => Promise<unknown>;
type Play = (writes: readonly Write[]) => Promise<PromiseSettledResult<unknown>[]>;

const atOnce: Play = (writes) => Promise.allSettled(writes.map((write) => write()));
const oneByOne: Play = async (writes) => {
  const settled: PromiseSettledResult<unknown>[] = [];
  for (const write of writes) settled.push(...(await Promise.allSettled([write()])));
  return settled;
};

const answerOf = (result: PromiseSettledResult<unknown>) =>
  result.status === "rejected" ? `refused ${result.reason.status}` : JSON.stringify(result.value ?? null);

/** What the tables hold of the people of a directory, by userName instead of ids, without what differs by nature. */
async function everythingOf({ database: { sql } }: StoreWorld, { id, organizationId }: IdpDirectory) {
  const people = await sql.query(
    `select user_name, user_name_key, external_id, display_name, email, active, resource, search, sent_groups, version,
      created_at, updated_at from directory_user where directory_id = $1 order by user_name_key`,
    [id],
  );
  const members = await sql.query(
    `select u.user_name, m.active, m.name, m.email, m.profile, m.role, m.roles, m.role_source, m.problems, m.kept,
      m.configuration_version, m.revision, m.created_at, m.updated_at, m.deactivated_at
      from member m left join directory_user u on u.directory_id = m.directory_id and u.id = m.directory_user_id
      where m.organization_id = $1 and m.directory_id = $2 order by u.user_name_key, m.name`,
    [organizationId, id],
  );
  const entries = await sql.query(
    `select u.user_name, e.outcome, e.sentence, count(*)::int from provisioning_entry e
      left join directory_user u on u.directory_id = e.directory_id and u.id::text = e.target_id
      where e.directory_id = $1 group by 1, 2, 3 order by 1, 2, 3`,
    [id],
  );
  const events = await sql.query(
    `select u.user_name, array_agg(e.type order by e.position) as types, count(distinct e.request_id)::int as requests
      from event e left join directory_user u on u.directory_id = e.directory_id and u.id::text = e.subject_id
      where e.directory_id = $1 group by 1 order by 1`,
    [id],
  );
  return { people, members, entries, events };
}

/** Writes that arrive together are written together; nobody may be able to tell. */
export function describeTogether(open: () => StoreWorld) {
  const update = async (world: StoreWorld, directory: IdpDirectory, id: string, attributes: JsonObject) => {
    const expectedRevision = Number((await world.memberOf(directory, id))?.revision);
    return () =>
      world.users.update({
        ...userChange(directory, attributes, { id }),
        formerly: { schemas: [] },
        expectedVersion: 1,
        expectedRevision,
        unlessLast: undefined,
      });
  };

  /** Everything that one person of a first synchronization can be, with names instead of ids. */
  async function playPeople(world: StoreWorld, play: Play, other: "taken" | "twice") {
    const here = await world.addDirectory();
    const former: string[] = [];
    for (const userName of ["taken", "changed", "renamed", "twice changed", "joins", "outdated"])
      former.push(await world.addUser(here, { userName }));
    const [, changed = "", renamed = "", twice = "", joins = "", outdated = ""] = former;
    const gone = await world.addUser(here, { userName: "returns", externalId: "r1" });
    await world.users.remove(removal(here, "User", gone, 1));
    await world.addGroup(here, { displayName: "Waiting" }, ["awaited", "joins@x.example"]);
    await world.updateUser(here, outdated, 1, { userName: "outdated", title: "Newer" });
    const add =
      (attributes: JsonObject): Write =>
      () =>
        world.users.insert(userChange(here, attributes));
    const writes = [
      add({ userName: "first", displayName: "First \u{1F30D}", emails: [{ value: "first@x.example" }] }),
      add({ userName: "TAKEN" }),
      add({ userName: "inactive", active: false }),
      add({ userName: "awaited" }),
      add({ userName: "returned", externalId: "r1" }),
      add({ userName: "same" }),
      add({ userName: "SAME" }),
      add({ userName: 'odd "name" \\ $1 {}', title: "null" }),
      await update(world, here, changed, { userName: "changed", title: "New", emails: [{ value: "c@x.example" }] }),
      // What the database refuses; what it would write twice.
      await update(world, here, renamed, { userName: other === "taken" ? "Taken" : "Renamed" }),
      await update(world, here, twice, { userName: "twice changed", title: "First" }),
      ...(other === "twice" ? [await update(world, here, twice, { userName: "twice changed", title: "Second" })] : []),
      await update(world, here, joins, { userName: "joins", emails: [{ value: "joins@x.example" }] }),
      await update(world, here, outdated, { userName: "outdated", title: "Late" }),
    ];
    const answers = (await play(writes)).map(answerOf);
    return {
      answers: answers.map((text) => text.replace(/[0-9a-f-]{36}/g, "group")),
      ...(await everythingOf(world, here)),
    };
  }

  describe("people who are written together", () => {
    test.each(["taken", "twice"] as const)(
      "leave the same rows, log, events and answers as one by one (%s)",
      async (other) => {
        const expected = await playPeople(open(), oneByOne, other);
        expect(expected.answers).toContain("[]");
        expect(await playPeople(open(), atOnce, other)).toEqual(expected);
      },
    );
  });

  describe("changes of one group at once", () => {
    test("each take effect once, are counted once, and only the impossible one is refused", async () => {
      const world = open();
      const here = await world.addDirectory();
      const ids: string[] = [];
      for (let at = 0; at < 12; at++) ids.push(await world.addUser(here, { userName: `member ${at}` }));
      const [leaving = "", ...coming] = ids;
      const group = await world.addGroup(here, { displayName: "Busy" }, [leaving]);
      const inner = await world.addGroup(here, { displayName: "Inner" }, [group]);
      const results = await atOnce([
        ...coming.map((id) => () => world.changeMembers(here, group, { add: [id] })),
        () => world.changeMembers(here, group, { add: [inner] }),
        () => world.changeMembers(here, group, { remove: [leaving] }),
        () => world.changeMembers(here, group, { add: coming }),
      ]);
      expect(results.map(({ status }) => status).filter((status) => status === "rejected")).toHaveLength(1);
      expect(results[coming.length]).toMatchObject({ reason: { status: 400 } });
      expect(await world.members(here, group)).toEqual(coming.toSorted());
      const { events } = await world.traces(here);
      const moves = events.filter(({ type }) => type.startsWith("dsync.group.user_"));
      expect(moves).toHaveLength(1 + coming.length + 1);
    });
  });
}
