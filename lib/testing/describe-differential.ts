import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { filterSql } from "#lib/db/filter-sql.ts";
import { userFilterTable } from "#lib/db/filter-tables.ts";
import type { SqlParameter } from "#lib/db/sql.ts";
import type { IdpDirectory } from "#lib/directory/context.ts";
import { parseFilter } from "#lib/scim/filter/parse.ts";
import { matches } from "#lib/scim/filter/predicate.ts";
import type { Filter } from "#lib/scim/filter/tree.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { User } from "#lib/scim/schema/resource-types.ts";
import { showResource } from "#lib/scim/show.ts";
import type { StoreWorld } from "./store-world.ts";

const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACME = "urn:acme:2.0:User";
const TEXTS = ["a", "A", "b", "ab", "Ab", "a%", "_b", "\\", "é", "É", "ß", "ﬀ", "😀", "\ue000", "10", "true", '"q"'];

const text = fc.constantFrom(...TEXTS);
const number = fc.constantFrom(0, 3, 3.5, -1, 10, 1e21);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });

/** Objects as they are stored: absent attributes have no key. */
const stored = (shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<JsonObject> =>
  fc.record(shape).map((value) => JSON.parse(JSON.stringify(value)) as JsonObject);
const filled = (shape: Record<string, fc.Arbitrary<unknown>>) =>
  stored(shape).filter((value) => Object.keys(value).length > 0);

const element = filled({
  value: maybe(text),
  type: maybe(fc.constantFrom("work", "Work", "home")),
  primary: maybe(fc.boolean()),
});
const loose = fc.oneof(
  text,
  number,
  fc.boolean(),
  fc.constant(""),
  fc.constant({}),
  fc.array(fc.oneof(text, number), { maxLength: 3 }),
);
const badge = filled({
  color: maybe(fc.oneof(text, fc.array(text, { maxLength: 2 }))),
  on: maybe(fc.boolean()),
  n: maybe(number),
});

const person = stored({
  externalId: maybe(text),
  displayName: maybe(text),
  title: maybe(text),
  active: maybe(fc.boolean()),
  name: maybe(filled({ givenName: maybe(text), familyName: maybe(text) })),
  emails: maybe(fc.array(element, { minLength: 1, maxLength: 3 })),
  x509Certificates: maybe(fc.array(filled({ value: maybe(text) }), { minLength: 1, maxLength: 2 })),
  [ENTERPRISE]: maybe(filled({ department: maybe(text), manager: maybe(filled({ value: maybe(text) })) })),
  [ACME]: maybe(
    filled({
      Floor: maybe(loose),
      tags: maybe(loose),
      badge: maybe(fc.oneof(badge, fc.array(badge, { maxLength: 3 }))),
    }),
  ),
});

const NAMES = [
  "id",
  "USERNAME",
  "externalId",
  "displayName",
  "title",
  "nickName",
  "active",
  "name",
  "name.givenName",
  "emails",
  "emails.value",
  "emails.type",
  "emails.primary",
  "x509Certificates.value",
  "schemas",
  "groups",
  "groups.value",
  "groups.display",
  "meta.created",
  "meta.resourceType",
  "meta.version",
  `${ENTERPRISE}:department`,
  "manager",
  ACME,
  `${ACME}:floor`,
  `${ACME}:Tags`,
  `${ACME}:badge`,
  `${ACME}:badge.color`,
  `${ACME}:badge.n`,
  `${ACME}:nothing`,
];
const LISTS: [string, string[]][] = [
  ["emails", ["value", "type", "primary"]],
  ["groups", ["value", "display", "type"]],
  [`${ACME}:badge`, ["color", "on", "n", "nothing"]],
];
const OPERATORS = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"];

const operand = fc.oneof(
  { weight: 6, arbitrary: text.map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '"work"',
      '"group a"',
      '"2026-01-31T12:00:00Z"',
      `"${ENTERPRISE}"`,
      '"User"',
      '"W/\\"1\\""',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom("true", "false", "null") },
  { weight: 1, arbitrary: number.map(String) },
);

/** Filters as an IdP would write them. What the parser refuses is written too, and left out below. */
const filterText = fc.letrec<{ filter: string; term: string }>((tie) => {
  const comparison = (names: readonly string[]) =>
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc
          .tuple(fc.constantFrom(...names), fc.constantFrom(...OPERATORS), operand)
          .map((parts) => parts.join(" ")),
      },
      { weight: 1, arbitrary: fc.constantFrom(...names).map((name) => `${name} pr`) },
    );
  const joined = (part: fc.Arbitrary<string>) =>
    fc.oneof(
      { weight: 4, arbitrary: part },
      { weight: 1, arbitrary: part.map((operand) => `not (${operand})`) },
      {
        weight: 1,
        arbitrary: fc.tuple(part, fc.constantFrom("and", "or"), part).map((parts) => `(${parts.join(" ")})`),
      },
    );
  const inBrackets = fc
    .constantFrom(...LISTS)
    .chain(([list, names]) => joined(comparison(names)).map((inner) => `${list}[${inner}]`));
  return {
    term: fc.oneof({ weight: 3, arbitrary: comparison(NAMES) }, { weight: 1, arbitrary: inBrackets }),
    filter: joined(fc.oneof({ maxDepth: 3 }, tie("term"), joined(tie("filter")))),
  };
}).filter;

function parse(filter: string): Filter | undefined {
  try {
    return parseFilter(filter, User, () => {});
  } catch {
    return undefined;
  }
}

/** What a differential run is given; the seed is in every message of a failure. */
export interface DifferentialSize {
  /** Filters that go through the whole list statement, one by one. */
  readonly lists: number;
  /** Pairs of a filter that is only a condition and a person: many to a round trip, so that their number can be large. */
  readonly pairs: number;
  readonly people: number;
}

const CONDITIONS_AT_ONCE = 40;

/** The SQL of a filter against its meaning, `matches`, for random filters on random people. */
export function describeDifferential(open: () => StoreWorld, size: DifferentialSize) {
  const seed = Number(process.env.FILTER_SEED ?? Date.now() % 2 ** 31);
  let world: StoreWorld;
  let here: IdpDirectory;
  const everybody = new Map<string, JsonObject>();
  const meant = (tree: Filter) => [...everybody].filter(([, resource]) => matches(tree, resource)).map(([id]) => id);

  beforeAll(async () => {
    world = open();
    here = await world.addDirectory();
    const people = fc.sample(person, { numRuns: size.people, seed });
    const ids: string[] = [];
    for (const [index, attributes] of people.entries()) {
      ids.push(await world.addUser(here, { userName: `${TEXTS[index % TEXTS.length]}${index}`, ...attributes }));
    }
    await world.addGroup(here, { displayName: "Group A" }, ids.slice(0, 20));
    await world.addGroup(here, { displayName: "b" }, ids.slice(10, 30));
    for (const id of ids) {
      const row = await world.users.find(here.id, id, { groups: true });
      if (!row) throw new Error("not stored");
      const meta = { created: row.createdAt.toISOString(), lastModified: row.updatedAt.toISOString(), version: 1 };
      everybody.set(id, showResource(User, { ...row, meta, baseUrl: "" }));
    }
  }, 60_000);

  const filters = filterText.filter((filter) => parse(filter) !== undefined);

  test(`${size.lists} random filters find in the database exactly whom they mean`, async () => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const expected = meant(parse(filter) as Filter);
        const { rows, totalResults } = await world.findUsers(here, filter);
        expect(rows.map(({ id }) => id)).toEqual(expected.sort());
        expect(totalResults).toBe(expected.length);
      }),
      { numRuns: size.lists, seed },
    );
  }, 120_000);

  /** Whom each of the conditions finds, in one round trip. */
  async function findAll(trees: readonly Filter[]): Promise<string[][]> {
    const parameters: SqlParameter[] = [here.id];
    const selects = trees.map((tree, index) => {
      const condition = filterSql(tree, userFilterTable, parameters.length + 1);
      parameters.push(...condition.parameters);
      return `select ${index} as place, array(select r.id::text from directory_user r
        where r.directory_id = $1 and ${condition.sql}) as ids`;
    });
    const rows = await world.database.sql.query<{ ids: string[] }>(
      `${selects.join(" union all ")} order by place`,
      parameters,
    );
    return rows.map(({ ids }) => ids);
  }

  test(
    `${size.pairs} pairs of a random filter and a random person: the condition in SQL says what the filter means`,
    async () => {
      const texts = fc.sample(filters, { numRuns: Math.ceil(size.pairs / size.people), seed: seed + 1 });
      for (let at = 0; at < texts.length; at += CONDITIONS_AT_ONCE) {
        const batch = texts.slice(at, at + CONDITIONS_AT_ONCE);
        const trees = batch.map((text) => parse(text) as Filter);
        const found = await findAll(trees);
        for (const [index, tree] of trees.entries()) {
          const message = `FILTER_SEED=${seed}, filter ${at + index}: ${batch[index]}`;
          expect(found[index]?.sort(), message).toEqual(meant(tree).sort());
        }
      }
    },
    Math.max(240_000, size.pairs * 5),
  );
}
