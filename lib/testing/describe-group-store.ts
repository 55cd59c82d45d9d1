import { v7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import { groupChange, removal } from "./store-changes.ts";
import type { StoreWorld } from "./store-world.ts";

/** What every store of groups guarantees, whatever the database. */
export function describeGroupStore(open: () => StoreWorld) {
  describe("groups", () => {
    let world: StoreWorld;
    let here: IdpDirectory;
    let elsewhere: IdpDirectory;
    let ana: string;
    let bob: string;
    beforeAll(async () => {
      world = open();
      here = await world.addDirectory();
      elsewhere = await world.addDirectory(here.organizationId);
      ana = await world.addUser(here, { userName: "group-ana", displayName: "Ana" });
      bob = await world.addUser(here, { userName: "group-bob" });
    });
    const versionOf = async (id: string) => (await world.groups.find(here.id, id, { members: false }))?.version;

    test("what was inserted is found as it was sent, at version 1, with its members", async () => {
      const id = await world.addGroup(here, { displayName: "First", externalId: "f" }, [ana]);
      const row = await world.groups.find(here.id, id, { members: true });
      expect(row).toMatchObject({ id, version: 1, stored: { displayName: "First", externalId: "f" } });
      expect(row?.members).toEqual([{ value: ana, display: "Ana", type: "User" }]);
      expect(await world.groups.fewMembers(here.id, id, 5)).toEqual(row?.members);
    });

    test("displayName is taken in any letter case within the directory, and free in another", async () => {
      await world.addGroup(here, { displayName: "Sales" });
      const before = await world.traces(here);
      const taken = { status: 409, scimType: "uniqueness" };
      await expect(world.addGroup(here, { displayName: "SALES" }, [ana, "nobody"])).rejects.toMatchObject(taken);
      expect(await world.traces(here)).toEqual(before);
      await expect(world.addGroup(elsewhere, { displayName: "sales" })).resolves.toBeTruthy();
    });

    test("renaming keeps the members; into a taken displayName it is refused and writes nothing", async () => {
      const id = await world.addGroup(here, { displayName: "Old name" }, [ana]);
      await world.addGroup(here, { displayName: "Taken" });
      const rename = (displayName: string, expectedVersion: number) =>
        world.changeMembers(
          here,
          id,
          {},
          {
            membership: undefined,
            stored: groupChange(here, { displayName }).stored,
            expectedVersion,
          },
        );
      expect(await rename("New name", 1)).toMatchObject({ version: 2, changed: true });
      expect(await world.members(here, id)).toEqual([ana]);
      const before = await world.traces(here);
      await expect(rename("TAKEN", 2)).rejects.toMatchObject({ status: 409, scimType: "uniqueness" });
      expect(await rename("Late", 1)).toBeUndefined();
      expect(await world.traces(here)).toEqual(before);
      expect(await world.groups.find(here.id, id, { members: false })).toMatchObject({
        version: 2,
        stored: { displayName: "New name" },
      });
    });

    test("members are added and removed one by one, each with an event", async () => {
      const id = await world.addGroup(here, { displayName: "One by one" });
      expect(await world.changeMembers(here, id, { add: [ana] })).toMatchObject({ version: 2, changed: true });
      expect(await world.changeMembers(here, id, { add: [bob], remove: [ana] })).toMatchObject({ version: 3 });
      expect(await world.members(here, id)).toEqual([bob]);
      const { entries, events } = await world.traces(here);
      expect(entries.at(-1)?.sentence).toBe("Changed: 1 added, 1 removed.");
      expect(
        events
          .slice(-2)
          .map(({ type, subject_id }) => [type, subject_id])
          .sort(),
      ).toEqual([
        ["dsync.group.user_added", bob],
        ["dsync.group.user_removed", ana],
      ]);
    });

    test("adding who is in and removing who is not changes nothing and is logged as a read", async () => {
      const id = await world.addGroup(here, { displayName: "Again" }, [ana]);
      const before = await world.traces(here);
      expect(await world.changeMembers(here, id, { add: [ana] })).toMatchObject({ version: 1, changed: false });
      expect(await world.changeMembers(here, id, { remove: [bob, v7(), "unknown"] })).toMatchObject({ changed: false });
      const after = await world.traces(here);
      expect(after.events).toEqual(before.events);
      expect(after.entries.slice(before.entries.length)).toEqual([
        { outcome: "read", sentence: "Nothing changed." },
        { outcome: "read", sentence: "Nothing changed." },
      ]);
      expect(await versionOf(id)).toBe(1);
    });

    test("replacing leaves exactly those named; replacing with nobody empties", async () => {
      const id = await world.addGroup(here, { displayName: "Replaced" }, [ana, "waits"]);
      expect(await world.changeMembers(here, id, { replaceAll: true, add: [bob] })).toMatchObject({ version: 2 });
      expect([await world.members(here, id), await world.waiting(here, id)]).toEqual([[bob], []]);
      expect(await world.changeMembers(here, id, { replaceAll: true, add: [bob] })).toMatchObject({ changed: false });
      expect(await world.changeMembers(here, id, { replaceAll: true })).toMatchObject({ version: 3, changed: true });
      expect(await world.members(here, id)).toEqual([]);
    });

    test.each([
      ["externalId", "Waits-EXT", { userName: "w1", externalId: "waits-ext" }],
      ["userName", "waits-NAME", { userName: "Waits-Name" }],
      ["e-mail address", "Waits@X.example", { userName: "w3", emails: [{ value: "waits@x.EXAMPLE", type: "home" }] }],
    ])(
      "a member nobody answers to waits, and is attached on arrival by %s in any letter case",
      async (_, value, who) => {
        const id = await world.addGroup(here, { displayName: `Waiting ${value}` }, [value]);
        expect([await world.members(here, id), await world.waiting(here, id)]).toEqual([[], [value]]);
        const before = (await versionOf(id)) ?? 0;
        const user = await world.addUser(here, who);
        expect([await world.members(here, id), await world.waiting(here, id)]).toEqual([[user], []]);
        expect(await versionOf(id)).toBe(before + 1);
        expect(
          (await world.traces(here)).events.some((e) => e.type === "dsync.group.user_added" && e.subject_id === user),
        ).toBe(true);
      },
    );

    test("a person who gets the awaited externalId later is attached then", async () => {
      const user = await world.addUser(here, { userName: "later" });
      const id = await world.addGroup(here, { displayName: "Later" }, ["later-ext"]);
      await world.updateUser(here, user, 1, { userName: "later", externalId: "LATER-ext" });
      expect(await world.members(here, id)).toEqual([user]);
    });

    test.each([
      ["id", (user: string) => user.toUpperCase()],
      ["externalId", () => "Known-Ext"],
      ["userName", () => "KNOWN"],
      ["e-mail address", () => "Known@x.example"],
    ])("a member is added and removed by %s", async (name, named) => {
      const directory = await world.addDirectory();
      const emails = [{ value: "known@x.example" }];
      const user = await world.addUser(directory, { userName: "known", externalId: "Known-Ext", emails });
      const id = await world.addGroup(directory, { displayName: name }, [named(user)]);
      expect(await world.members(directory, id)).toEqual([user]);
      expect(await world.changeMembers(directory, id, { remove: [named(user)] })).toMatchObject({ changed: true });
      expect(await world.members(directory, id)).toEqual([]);
    });

    test("an externalId that looks like an id of ours finds its person when added and when removed", async () => {
      const externalId = v7();
      const user = await world.addUser(here, { userName: "guid", externalId });
      const id = await world.addGroup(here, { displayName: "By GUID" }, [externalId]);
      expect(await world.members(here, id)).toEqual([user]);
      await world.changeMembers(here, id, { remove: [externalId] });
      expect(await world.members(here, id)).toEqual([]);
    });

    test("people, groups and ids of nobody in one change each get what they are due, and each once", async () => {
      const child = await world.addGroup(here, { displayName: "Among people" });
      const nobody = v7();
      const id = await world.addGroup(here, { displayName: "All kinds" });
      const all = [ana, ana.toUpperCase(), child, nobody];
      expect(await world.changeMembers(here, id, { add: all })).toMatchObject({ version: 2, changed: true });
      expect((await world.members(here, id))?.toSorted()).toEqual([ana, child].sort());
      expect(await world.waiting(here, id)).toEqual([nobody]);
      expect((await world.traces(here)).entries.at(-1)?.sentence).toBe("Changed: 2 added, 1 waiting.");
      expect(await world.changeMembers(here, id, { remove: all })).toMatchObject({ version: 3, changed: true });
      expect([await world.members(here, id), await world.waiting(here, id)]).toEqual([[], []]);
    });

    test("it leaves the same traces whether people are named by id or by userName", async () => {
      const tracesOf = async (...names: string[]) => {
        const id = await world.addGroup(here, { displayName: `Named ${names.join()}` });
        const before = await world.traces(here);
        await world.changeMembers(here, id, { add: names });
        await world.changeMembers(here, id, { add: names });
        await world.changeMembers(here, id, { remove: names });
        const after = await world.traces(here);
        const events = after.events.slice(before.events.length).map(({ type, subject_id }) => `${type} ${subject_id}`);
        return {
          entries: after.entries.slice(before.entries.length),
          events: events.sort(),
          version: await versionOf(id),
        };
      };
      const byId = await tracesOf(ana, bob);
      expect(byId).toMatchObject({ version: 3, events: { length: 4 }, entries: { length: 3 } });
      expect(byId).toEqual(await tracesOf("group-ana", "group-bob"));
    });

    test("somebody who waits can be removed before arriving", async () => {
      const id = await world.addGroup(here, { displayName: "Never came" }, ["Never"]);
      expect(await world.changeMembers(here, id, { remove: ["nEVER"] })).toMatchObject({ changed: true });
      expect(await world.waiting(here, id)).toEqual([]);
    });

    test("a group can be a member of a group, is shown as one, and leaves when removed or deleted", async () => {
      const child = await world.addGroup(here, { displayName: "Child" });
      const id = await world.addGroup(here, { displayName: "Parent" }, [child, ana]);
      const shown = async () => (await world.groups.find(here.id, id, { members: true }))?.members;
      expect(await shown()).toEqual(
        expect.arrayContaining([
          { value: child, display: "Child", type: "Group" },
          { value: ana, display: "Ana", type: "User" },
        ]),
      );
      await world.changeMembers(here, id, { remove: [child] });
      expect(await world.members(here, id)).toEqual([ana]);
      await world.changeMembers(here, id, { add: [child] });
      await world.groups.remove(removal(here, "Group", child, 1));
      expect(await world.members(here, id)).toEqual([ana]);
    });

    test("no group becomes a member of itself", async () => {
      const id = await world.addGroup(here, { displayName: "Itself" });
      const refused = { status: 400, scimType: "invalidValue" };
      await expect(world.changeMembers(here, id, { add: [id] })).rejects.toMatchObject(refused);
      const inner = await world.addGroup(here, { displayName: "Inside" });
      const innermost = await world.addGroup(here, { displayName: "Innermost" });
      await world.changeMembers(here, id, { add: [inner] });
      await world.changeMembers(here, inner, { add: [innermost] });
      await expect(world.changeMembers(here, innermost, { add: [ana, id] })).rejects.toMatchObject(refused);
      expect(await world.members(here, innermost)).toEqual([]);
      expect(await world.members(here, id)).toEqual([inner]);
    });

    test("removal leaves the people and says of each that they left", async () => {
      const id = await world.addGroup(here, { displayName: "Gone" }, [ana, bob]);
      expect(await world.groups.remove(removal(here, "Group", id, 9))).toBe(false);
      expect(await world.groups.remove(removal(here, "Group", id, 1))).toBe(true);
      expect(await world.users.find(here.id, ana, { groups: false })).toBeDefined();
      const { events } = await world.traces(here);
      expect(
        events
          .slice(-3)
          .map(({ type }) => type)
          .sort(),
      ).toEqual(["dsync.deleted", "dsync.group.user_removed", "dsync.group.user_removed"]);
    });

    test("a change of a group that is gone answers undefined and writes nothing, not even a trace", async () => {
      const before = await world.traces(here);
      for (const add of [[ana], ["nobody-known"], []]) {
        expect(await world.changeMembers(here, v7(), { add })).toBeUndefined();
        expect(await world.changeMembers(here, v7(), { add, replaceAll: true })).toBeUndefined();
      }
      expect(await world.traces(here)).toEqual(before);
    });

    test("no call sees or touches a group of another directory, nor takes its people as members", async () => {
      const id = await world.addGroup(here, { displayName: "Private" }, [ana]);
      expect(await world.groups.find(elsewhere.id, id, { members: true })).toBeUndefined();
      expect(await world.groups.fewMembers(elsewhere.id, id, 5)).toEqual([]);
      for (const filter of [`id eq "${id}"`, 'displayName eq "private"', `members.value eq "${ana}"`]) {
        expect(await world.findGroups(elsewhere, filter)).toEqual({ totalResults: 0, rows: [] });
      }
      expect(await world.changeMembers(elsewhere, id, { add: [bob], remove: [ana] })).toBeUndefined();
      expect(await world.groups.remove(removal(elsewhere, "Group", id, 1))).toBe(false);
      expect(await world.members(here, id)).toEqual([ana]);
      const theirs = await world.addGroup(elsewhere, { displayName: "Theirs" }, [ana, id, "group-ana"]);
      expect(await world.members(elsewhere, theirs)).toEqual([]);
      expect((await world.waiting(elsewhere, theirs)).sort()).toEqual([ana, id, "group-ana"].sort());
    });
  });
}
