import { v7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import type { PageOfAll } from "#lib/directory/rows.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { removal, userChange } from "./store-changes.ts";
import type { StoreWorld } from "./store-world.ts";

const page = (over: Partial<PageOfAll>): PageOfAll => ({ offset: 0, after: undefined, count: 100, ...over });

/** What every store of people guarantees, whatever the database. */
export function describeUserStore(open: () => StoreWorld) {
  describe("people", () => {
    let world: StoreWorld;
    let here: IdpDirectory;
    let elsewhere: IdpDirectory;
    beforeAll(async () => {
      world = open();
      here = await world.addDirectory();
      elsewhere = await world.addDirectory(here.organizationId);
    });

    test("what was inserted is found as it was sent, at version 1", async () => {
      const attributes = { userName: "Ana", displayName: "Ana 🌍", emails: [{ value: "a@x.example", primary: true }] };
      const id = await world.addUser(here, attributes);
      const row = await world.users.find(here.id, id, { groups: true });
      expect(row).toMatchObject({ id, version: 1, stored: attributes, groups: [] });
      expect(row?.createdAt).toBeInstanceOf(Date);
    });

    test("an id that is no UUID, or nobody's, finds nothing", async () => {
      for (const id of ["", "1", "not-a-uuid", `${v7()}0`, v7()]) {
        expect(await world.users.find(here.id, id, { groups: true })).toBeUndefined();
      }
    });

    test("userName is taken in any letter case within the directory, and free in another", async () => {
      await world.addUser(here, { userName: "Bob@X.example" });
      for (const userName of ["bob@x.example", "BOB@X.EXAMPLE", "ｂｏｂ@x.example"]) {
        const before = await world.traces(here);
        await expect(world.addUser(here, { userName })).rejects.toMatchObject({ status: 409, scimType: "uniqueness" });
        expect(await world.traces(here)).toEqual(before);
      }
      await expect(world.addUser(elsewhere, { userName: "bob@x.example" })).resolves.toBeTruthy();
    });

    test("renaming into a taken userName is refused and writes nothing", async () => {
      await world.addUser(here, { userName: "Cleo" });
      const id = await world.addUser(here, { userName: "Dora" });
      const before = await world.traces(here);
      await expect(world.updateUser(here, id, 1, { userName: "CLEO" })).rejects.toMatchObject({ status: 409 });
      expect(await world.traces(here)).toEqual(before);
      expect((await world.users.find(here.id, id, { groups: false }))?.version).toBe(1);
      await expect(world.updateUser(here, id, 1, { userName: "DORA" })).resolves.toBe(true);
    });

    test("an update or removal with a stale version answers false and writes nothing, not even a trace", async () => {
      const id = await world.addUser(here, { userName: "Emil" });
      expect(await world.updateUser(here, id, 1, { userName: "Emil", title: "First" })).toBe(true);
      const before = await world.traces(here);
      expect(await world.updateUser(here, id, 1, { userName: "Emil", title: "Late" })).toBe(false);
      expect(await world.users.remove(removal(here, "User", id, 1))).toBe(false);
      expect(await world.updateUser(here, v7(), 1, { userName: "Nobody" })).toBe(false);
      expect(await world.traces(here)).toEqual(before);
      const row = await world.users.find(here.id, id, { groups: false });
      expect(row).toMatchObject({ version: 2, stored: { title: "First" } });
      expect(await world.memberOf(here, id)).toMatchObject({ active: true });
    });

    test("each change writes its log entry and its events with it", async () => {
      const directory = await world.addDirectory();
      const id = await world.addUser(directory, { userName: "Finn" });
      await world.updateUser(directory, id, 1, { userName: "Finn", title: "x" });
      await world.users.remove(removal(directory, "User", id, 2));
      const { entries, events } = await world.traces(directory);
      expect(entries.map(({ outcome }) => outcome)).toEqual(["changed", "changed", "changed"]);
      expect(events.map(({ type }) => type)).toEqual([
        "dsync.user.changed",
        "organization_membership.created",
        "dsync.user.changed",
        "dsync.deleted",
      ]);
      expect(events.every(({ subject_id }) => subject_id === id)).toBe(true);
    });

    test("a change whose log entry cannot be written is not made either", async () => {
      const change = userChange(here, { userName: "Gus" });
      const broken = { ...change, entry: { ...change.entry, id: "no uuid" } };
      await expect(world.users.insert(broken)).rejects.toThrow();
      expect(await world.users.find(here.id, change.id, { groups: false })).toBeUndefined();
      expect(await world.memberOf(here, change.id)).toBeUndefined();
    });

    test("active false takes the membership away, active true brings the very same one back", async () => {
      const id = await world.addUser(here, { userName: "Hana", active: true });
      const member = await world.memberOf(here, id);
      expect(member).toMatchObject({ active: true, role: "org:member", deactivated_at: null });
      await world.updateUser(here, id, 1, { userName: "Hana", active: false });
      const gone = await world.memberOf(here, id);
      expect(gone).toMatchObject({ id: member?.id, active: false, deactivated_at: expect.any(Date) });
      await world.updateUser(here, id, 2, { userName: "Hana", active: false, title: "still away" });
      expect(await world.memberOf(here, id)).toMatchObject({ deactivated_at: gone?.deactivated_at });
      await world.updateUser(here, id, 3, { userName: "Hana", active: true });
      expect(await world.memberOf(here, id)).toMatchObject({ id: member?.id, active: true, deactivated_at: null });
    });

    test("somebody who arrives inactive is a member that is not active", async () => {
      const id = await world.addUser(here, { userName: "Ida", active: false });
      expect(await world.memberOf(here, id)).toMatchObject({ active: false, deactivated_at: expect.any(Date) });
    });

    test("removal takes the membership away and the person out of every group; the userName is free again", async () => {
      const id = await world.addUser(here, { userName: "Jan" });
      const group = await world.addGroup(here, { displayName: "Jan's" }, [id]);
      expect(await world.users.remove(removal(here, "User", id, 1))).toBe(true);
      expect(await world.users.find(here.id, id, { groups: false })).toBeUndefined();
      expect(await world.memberOf(here, id)).toMatchObject({ active: false, deactivated_at: expect.any(Date) });
      expect(await world.members(here, group)).toEqual([]);
      expect((await world.groups.find(here.id, group, { members: false }))?.version).toBe(2);
      const again = await world.addUser(here, { userName: "JAN" });
      expect(again).not.toBe(id);
    });

    test("a person's direct groups are listed by name", async () => {
      const id = await world.addUser(here, { userName: "Kai" });
      const b = await world.addGroup(here, { displayName: "Kai b" }, [id]);
      const a = await world.addGroup(here, { displayName: "Kai a" }, [id]);
      const row = await world.users.find(here.id, id, { groups: true });
      expect(row?.groups).toEqual([
        { value: a, display: "Kai a" },
        { value: b, display: "Kai b" },
      ]);
    });

    test("pages cover everybody once, in one order, and totalResults counts all of them", async () => {
      const directory = await world.addDirectory();
      const ids: string[] = [];
      for (let n = 0; n < 7; n++) ids.push(await world.addUser(directory, { userName: `page-${n}` }));
      const seen: string[] = [];
      for (let offset = 0; offset <= 8; offset += 3) {
        const page = await world.findUsers(directory, "userName pr", { offset, count: 3 });
        expect(page.totalResults).toBe(7);
        seen.push(...page.rows.map(({ id }) => id));
      }
      expect(seen).toEqual(ids);
      expect(await world.findUsers(directory, "userName pr", { count: 0 })).toEqual({ totalResults: 7, rows: [] });
      expect(await world.findUsers(directory, "userName pr", { offset: 7 })).toEqual({ totalResults: 7, rows: [] });
    });

    test("a look-up says how many there are, whatever part of them its page shows", async () => {
      const directory = await world.addDirectory();
      const ids: string[] = [];
      for (const name of ["Uma", "Ute", "Udo"]) {
        const work = { type: "work", value: "team@x.example" };
        ids.push(await world.addUser(directory, { userName: name, externalId: "shared", emails: [work] }));
      }
      await world.addUser(directory, { userName: "Ulf", emails: [{ type: "work", value: "ulf@x.example" }] });
      await world.addUser(elsewhere, { userName: "Uwe", externalId: "shared" });
      const asked = async (text: string, over: Partial<PageOfAll>) => {
        const { totalResults, rows } = await world.findUsers(directory, text, page(over));
        return [totalResults, rows.map(({ id }) => id)];
      };
      for (const text of ['externalId eq "shared"', 'emails[type eq "work" and value eq "team@x.example"]']) {
        expect(await asked(text, {})).toEqual([3, ids]);
        expect(await asked(text, { count: 2 })).toEqual([3, ids.slice(0, 2)]);
        expect(await asked(text, { count: 0 })).toEqual([3, []]);
        expect(await asked(text, { offset: 2 })).toEqual([3, ids.slice(2)]);
        expect(await asked(text, { offset: 3 })).toEqual([3, []]);
        expect(await asked(text, { after: "", count: 1 })).toEqual([3, ids.slice(0, 1)]);
        expect(await asked(text, { after: ids[0], total: 3 })).toEqual([3, ids.slice(1)]);
      }
      expect(await asked('externalId eq "nobody"', {})).toEqual([0, []]);
      expect(await asked('emails[type eq "work"]', { count: 1 })).toEqual([4, ids.slice(0, 1)]);
    });

    test("a page of everybody holds whom a list without filter holds, from either end and behind any id", async () => {
      const directory = await world.addDirectory();
      expect(await world.users.everybody(directory.id, page({}), { groups: true })).toEqual({
        totalResults: 0,
        rows: [],
      });
      const ids: string[] = [];
      for (let n = 0; n < 9; n++) {
        const odd: JsonObject =
          n % 2 ? { active: n > 4, title: '\u2028 "{}" 🎭' } : { emails: [], name: { givenName: "Zoë" } };
        ids.push(await world.addUser(directory, { userName: `all-${n}`, ...odd }));
      }
      await world.addGroup(directory, { displayName: 'Zoo "b"' }, ids.slice(0, 5));
      await world.addGroup(directory, { displayName: "Zoo a" }, ids.slice(3));
      const starts = [0, 1, 3, 4, 5, 7, 8, 9, 20, 2_147_483_646].flatMap((offset) =>
        [0, 1, 4, 5, 100].map((count) => ({ offset, count })),
      );
      const behind = [undefined, "", ids[0], ids[5], ids[8]].flatMap((after) => [
        { after, count: 2 },
        { after, total: 77 },
      ]);
      for (const asked of [...starts, ...behind].map(page)) {
        for (const groups of [true, false]) {
          const expected = await world.users.list(
            directory.id,
            { ...asked, filter: undefined, sort: undefined },
            { groups },
          );
          const found = await world.users.everybody(directory.id, asked, { groups });
          const read = found.rows.map(({ json, ...row }) => ({ ...row, stored: JSON.parse(json) }));
          expect({ ...found, rows: read }, JSON.stringify(asked)).toEqual(expected);
        }
      }
    });

    test("the number of all is right after people came, left, were refused and were all taken away at once", async () => {
      const directory = await world.addDirectory();
      const { sql } = world.database;
      const counted = async () =>
        (await world.users.everybody(directory.id, page({ count: 0 }), { groups: false })).totalResults;
      const ids = await Promise.all(
        ["a", "b", "c", "d"].map((name) => world.addUser(directory, { userName: `count-${name}` })),
      );
      expect(await counted()).toBe(4);
      await expect(world.addUser(directory, { userName: "COUNT-A" })).rejects.toMatchObject({ status: 409 });
      expect(await world.users.remove(removal(directory, "User", ids[0] as string, 7))).toBe(false);
      expect(await counted()).toBe(4);
      expect(await world.users.remove(removal(directory, "User", ids[0] as string, 1))).toBe(true);
      expect(await counted()).toBe(3);
      const failing = sql.transaction(async (inside) => {
        await inside.query("delete from directory_user where directory_id = $1", [directory.id]);
        throw new Error("back");
      });
      await expect(failing).rejects.toThrow("back");
      expect(await counted()).toBe(3);
      await sql.query("delete from directory_user where directory_id = $1", [directory.id]);
      expect(await counted()).toBe(0);
      const left = "select count(*)::int as rows from people_count where directory_id = $1";
      await world.addUser(directory, { userName: "count-last" });
      await sql.query("delete from directory where id = $1", [directory.id]);
      expect(await sql.query(left, [directory.id])).toEqual([{ rows: 0 }]);
    });

    test("no call sees or touches a person of another directory, even of the same organization", async () => {
      const id = await world.addUser(here, { userName: "Lea", externalId: "lea-1" });
      expect(await world.users.find(elsewhere.id, id, { groups: true })).toBeUndefined();
      for (const filter of [`id eq "${id}"`, 'externalId eq "lea-1"', 'userName eq "lea"', 'userName sw "lea"']) {
        expect(await world.findUsers(elsewhere, filter)).toEqual({ totalResults: 0, rows: [] });
      }
      const before = await world.traces(elsewhere);
      expect(await world.updateUser(elsewhere, id, 1, { userName: "Taken", active: false })).toBe(false);
      expect(await world.users.remove(removal(elsewhere, "User", id, 1))).toBe(false);
      expect(await world.traces(elsewhere)).toEqual(before);
      expect(await world.users.find(here.id, id, { groups: false })).toMatchObject({ version: 1 });
      expect(await world.memberOf(here, id)).toMatchObject({ active: true });
    });
  });
}
