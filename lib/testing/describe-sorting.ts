import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import type { ListRequest } from "#lib/directory/rows.ts";
import type { JsonObject, ShownResource } from "#lib/scim/resource.ts";
import type { ResourceType } from "#lib/scim/schema/attribute.ts";
import { readDeclaredSchema } from "#lib/scim/schema/declared.ts";
import { withExtensions } from "#lib/scim/schema/extensions.ts";
import { GROUP_URN, Group, User } from "#lib/scim/schema/resource-types.ts";
import { showResource } from "#lib/scim/show.ts";
import { compareBySort, readSort } from "#lib/scim/sort.ts";
import { groupChange, userChange } from "./store-changes.ts";
import type { StoreWorld } from "./store-world.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const DECLARED = "urn:acme:declared:2.0:Person";
const UNKNOWN = "urn:acme:unknown:2.0:Person";

const extensions = [
  readDeclaredSchema({
    id: DECLARED,
    attributes: [
      { name: "code", type: "string", caseExact: true },
      { name: "team", type: "string" },
      { name: "level", type: "integer" },
      { name: "share", type: "decimal" },
      { name: "remote", type: "boolean" },
      { name: "hired", type: "dateTime" },
      { name: "tags", type: "string", multiValued: true },
      {
        name: "badges",
        type: "complex",
        multiValued: true,
        subAttributes: [
          { name: "value", type: "string" },
          { name: "given", type: "dateTime" },
          { name: "primary", type: "boolean" },
        ],
      },
    ],
  }),
];
const person = withExtensions(User, extensions);
const group = withExtensions(Group, extensions);

const TEXTS = ["a", "A", "b", "B", "ab", "a b", "é", "É", "z", "ß", "10", "9", "true", "😀", "\ue000", "_", "%"];
const TIMES = ["2026-01-31T12:00:00Z", "2026-01-31T13:00:00+02:00", "2026-01-31T11:59:59.5Z", "1999-12-31T23:59:59"];
const text = fc.constantFrom(...TEXTS);
const time = fc.constantFrom(...TIMES, "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z");
const number = fc.constantFrom(-3, 0, 2, 10, 10.5, 900_000);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const stored = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<JsonObject> =>
  fc
    .record(Object.fromEntries(Object.entries(shape).map(([name, arbitrary]) => [name, maybe(arbitrary)])))
    .map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
const list = (arbitrary: fc.Arbitrary<unknown>) => fc.array(arbitrary, { minLength: 1, maxLength: 3 });

const element = stored({ value: text, type: text, primary: fc.boolean() });
const loose = fc.oneof(text, number, fc.boolean(), fc.constant(null), list(text), fc.constant([]), element);
const declared = stored({
  code: text,
  team: text,
  level: fc.integer({ min: -3, max: 3 }),
  share: number,
  remote: fc.boolean(),
  hired: time,
  tags: list(text),
  badges: list(stored({ value: text, given: time, primary: fc.boolean() })),
});
const unknown = stored({ Any: loose, deep: fc.oneof(loose, list(element)) });

const attributes = stored({
  externalId: text,
  displayName: text,
  title: text,
  active: fc.boolean(),
  name: stored({ givenName: text, familyName: text }),
  emails: list(element),
  x509Certificates: list(stored({ value: text })),
  [ENTERPRISE]: stored({ department: text, manager: stored({ value: text }) }),
  [DECLARED]: declared,
  [UNKNOWN]: unknown,
});
const groupAttributes = stored({ externalId: text, [DECLARED]: declared, [UNKNOWN]: unknown });

const ON_BOTH = [
  "id",
  "externalId",
  "displayName",
  "schemas",
  "meta.created",
  "meta.lastModified",
  "meta.version",
  "meta.location",
  "meta.resourceType",
  ...["code", "team", "level", "share", "remote", "hired", "tags", "badges", "badges.given", "badges.primary"].map(
    (name) => `${DECLARED}:${name}`,
  ),
  ...["any", "deep", "deep.value", "deep.primary", "nothing"].map((name) => `${UNKNOWN}:${name}`),
];
const ON_PEOPLE = [
  ...ON_BOTH,
  "USERNAME",
  "title",
  "nickName",
  "active",
  "name.familyName",
  "emails",
  "emails.value",
  "emails.type",
  "emails.primary",
  "x509Certificates",
  `${ENTERPRISE}:department`,
  "manager",
];

/** The order of the database against its meaning, `compareBySort`, on random people and groups. */
export function describeSorting(open: () => StoreWorld) {
  describe("lists in an order", () => {
    let world: StoreWorld;
    let here: IdpDirectory;
    const people: ShownResource[] = [];
    const groups: ShownResource[] = [];

    beforeAll(async () => {
      world = open();
      here = await world.addDirectory();
      for (const [index, sample] of fc.sample(attributes, { numRuns: 60, seed: 9865 }).entries()) {
        await addPerson(index, sample);
      }
      for (const [index, sample] of fc.sample(groupAttributes, { numRuns: 30, seed: 7644 }).entries()) {
        await addGroup(index, sample);
      }
    });

    async function addPerson(index: number, sample: JsonObject) {
      const userName = `${TEXTS[index % TEXTS.length]}${index % 7}${index}`;
      const at = new Date(Date.UTC(2026, 0, 1 + (index % 5)));
      const id = await world.addUser(here, { userName, ...sample }, { type: person, at });
      if (index % 3 === 0) {
        const change = userChange(here, { userName, ...sample }, { id, type: person });
        await world.users.update({
          ...change,
          formerly: { schemas: [] },
          expectedVersion: 1,
          expectedRevision: null,
          unlessLast: undefined,
        });
      }
      const row = await world.users.find(here.id, id, { groups: false });
      if (row) people.push(shown(person, row));
    }

    async function addGroup(index: number, sample: JsonObject) {
      const displayName = `${TEXTS[index % TEXTS.length]}${index}`;
      const change = groupChange(here, { displayName, ...sample });
      await world.groups.insert({ ...change, type: group, stored: { ...change.stored, schemas: [GROUP_URN] } });
      const row = await world.groups.find(here.id, change.id, { members: false });
      if (row) groups.push(shown(group, row));
    }

    const shown = (type: ResourceType, row: NonNullable<Awaited<ReturnType<StoreWorld["users"]["find"]>>>) =>
      showResource(type, {
        ...row,
        groups: undefined,
        meta: {
          created: row.createdAt.toISOString(),
          lastModified: row.updatedAt.toISOString(),
          version: row.version,
        },
        baseUrl: "https://x.example",
      });

    async function expectOrder(type: ResourceType, sortBy: string, sortOrder: "ascending" | "descending") {
      const sort = readSort({ sortBy, sortOrder }, type, () => {});
      if (!sort) throw new Error("not read");
      const request = { filter: undefined, sort, offset: 0, after: undefined, count: 1_000 };
      const isPerson = type.name === "User";
      const { rows } = await listOf(isPerson, request);
      const meant = [...(isPerson ? people : groups)].sort((a, b) => compareBySort(sort, a, b));
      expect(rows.map(({ id }) => id)).toEqual(meant.map(({ id }) => id));
      const paged: string[] = [];
      for (let offset = 0; offset < rows.length; offset += 7) {
        const page = await listOf(isPerson, { ...request, offset, count: 7 });
        expect(page.totalResults).toBe(rows.length);
        paged.push(...page.rows.map(({ id }) => id));
      }
      expect(paged).toEqual(meant.map(({ id }) => id));
    }

    const listOf = (isPerson: boolean, request: ListRequest) =>
      isPerson
        ? world.users.list(here.id, request, { groups: false })
        : world.groups.list(here.id, request, { members: false });

    test.each(ON_PEOPLE)("people sorted by %s come as they are meant to, both ways, and page by page", async (name) => {
      await expectOrder(person, name, "ascending");
      await expectOrder(person, name, "descending");
    });

    test.each(ON_BOTH)("groups sorted by %s come as they are meant to, both ways, and page by page", async (name) => {
      await expectOrder(group, name, "ascending");
      await expectOrder(group, name, "descending");
    });

    test("what was stored before its extension was declared fails no list, whatever it is", async () => {
      const directory = await world.addDirectory();
      for (const [index, value] of ["not a time", "2026-02-31T00:00:00Z", 5, true, [], [1], {}, null].entries()) {
        const values = Object.fromEntries(extensions[0]?.attributes.map(({ name }) => [name, value]) ?? []);
        await world.addUser(directory, { userName: `early-${index}`, [DECLARED]: values as JsonObject });
      }
      for (const { name } of extensions[0]?.attributes ?? []) {
        const sort = readSort({ sortBy: `${DECLARED}:${name}`, sortOrder: "ascending" }, person, () => {});
        const request = { filter: undefined, sort, offset: 0, after: undefined, count: 100 };
        const { rows } = await world.users.list(directory.id, request, { groups: false });
        expect(new Set(rows.map(({ id }) => id)).size, name).toBe(8);
      }
    });
  });
}
