import { beforeAll, describe, expect, test } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import type { StoreWorld } from "./store-world.ts";

const PEOPLE = 120;

/** Reads a keyset-paged list to its end. */
async function readAll<Item>(
  page: (cursor: string | undefined) => Promise<{ data: Item[]; nextCursor: string | null }>,
): Promise<Item[]> {
  const seen: Item[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < 20; pages++) {
    const { data, nextCursor } = await page(cursor);
    seen.push(...data);
    if (nextCursor === null) return seen;
    cursor = nextCursor;
  }
  throw new Error("The list does not end.");
}

/** What the dashboard's lists guarantee, whatever the database. */
export function describeViews(open: () => StoreWorld) {
  describe("lists for people", () => {
    let world: StoreWorld;
    let here: IdpDirectory;
    let elsewhere: IdpDirectory;
    let group: string;
    const ids: string[] = [];
    beforeAll(async () => {
      world = open();
      here = await world.addDirectory();
      elsewhere = await world.addDirectory();
      for (let n = 0; n < PEOPLE; n++) {
        // Many share a display name, so that a page may end between two who are equal by it.
        const attributes = { userName: `Person.${n}`, displayName: `Name ${n % 3}`, active: n % 4 !== 0 };
        ids.push(await world.addUser(here, attributes));
      }
      group = await world.addGroup(here, { displayName: "Everybody" }, ids);
      await world.addUser(elsewhere, { userName: "Person.elsewhere" });
    });

    const complete = (seen: string[]) => {
      expect(seen).toHaveLength(PEOPLE);
      expect(new Set(seen)).toEqual(new Set(ids));
    };

    test("the pages of people hold everybody once", async () => {
      const seen = await readAll((cursor) => world.views.users(here.id, { cursor }));
      complete(seen.map(({ id }) => id));
    });

    test.each([
      [undefined, PEOPLE],
      ["active", (PEOPLE / 4) * 3],
      ["inactive", PEOPLE / 4],
    ] as const)(
      "the number of people in the state %s is right, and so is that of a search in it",
      async (state, number) => {
        expect((await world.views.users(here.id, { state })).totalCount).toBe(number);
        expect((await world.views.users(here.id, { state, q: "person" })).totalCount).toBe(number);
      },
    );

    test("the pages of a group's members hold everybody once", async () => {
      const seen = await readAll((cursor) => world.views.groupMembers(here.id, group, { cursor }));
      complete(seen.map(({ id }) => id));
    });

    test("a search among a group's members finds whom it names and nobody else", async () => {
      const { data } = await world.views.groupMembers(here.id, group, { q: "no-such-person" });
      expect(data).toEqual([]);
      const all = await readAll((cursor) => world.views.groupMembers(here.id, group, { cursor, q: "PERSON" }));
      complete(all.map(({ id }) => id));
    });

    test("the pages of the organization's members hold everybody once", async () => {
      const seen = await readAll((cursor) => world.memberList.page(here.organizationId, { cursor }));
      complete(seen.map(({ directory }) => directory?.userId ?? ""));
    });

    test("the pages of the log hold every entry once, newest first", async () => {
      const seen = await readAll((cursor) => world.logs.page(here.id, { cursor }));
      expect(seen).toHaveLength(PEOPLE + 1);
      const order = seen.map(({ id }) => id);
      expect(order).toEqual([...new Set(order)].sort().reverse());
    });

    test("search and state narrow pages and count alike, and LIKE's signs are plain text", async () => {
      const found = await world.views.users(here.id, { q: "PERSON.1", state: "active" });
      const expected = ids.filter((_, n) => String(n).startsWith("1") && n % 4 !== 0);
      expect(found.totalCount).toBe(expected.length);
      expect(found.data.map(({ id }) => id).sort()).toEqual(expected.sort());
      for (const q of ["%", "_erson", "\\"]) expect((await world.views.users(here.id, { q })).totalCount).toBe(0);
    });

    test("a cursor that is not ours starts over instead of failing", async () => {
      for (const cursor of ["x", "AAAA", "%00", "bm90LWEtdXVpZA"]) {
        expect((await world.views.users(here.id, { cursor })).totalCount).toBe(PEOPLE);
        await expect(world.logs.page(here.id, { cursor })).resolves.toBeDefined();
        await expect(world.views.groupMembers(here.id, group, { cursor })).resolves.toBeDefined();
      }
    });

    test("another directory's people, groups, members and entries are in none of them", async () => {
      const [somebody = ""] = ids;
      expect(await world.views.user(elsewhere.id, somebody)).toBeUndefined();
      expect(await world.views.group(elsewhere.id, group)).toBeUndefined();
      expect((await world.views.groupMembers(elsewhere.id, group, {})).data).toEqual([]);
      expect(await world.logs.recent(elsewhere.id, somebody)).toEqual([]);
      const [entry] = (await world.logs.page(here.id, {})).data;
      expect(await world.logs.find(elsewhere.id, entry?.id ?? "")).toBeUndefined();
      expect((await world.views.users(elsewhere.id, {})).totalCount).toBe(1);
      expect((await world.memberList.page(elsewhere.organizationId, {})).totalCount).toBe(1);
    });

    test("a person's page shows groups, membership and the newest entries", async () => {
      const [, somebody = ""] = ids;
      expect(await world.views.user(here.id, somebody)).toMatchObject({
        summary: { id: somebody, userName: "Person.1", groupCount: 1 },
        groups: [{ id: group, displayName: "Everybody" }],
        member: { role: "org:member", active: true },
      });
      expect(await world.logs.recent(here.id, somebody)).toHaveLength(1);
    });
  });
}
