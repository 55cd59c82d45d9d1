import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "#lib/scim/resource.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { ModelClient, randomNumbers } from "#lib/testing/scim-model.ts";
import { addDirectory, serve, type TestDirectory } from "#lib/testing/test-instance.ts";

/*
 * The whole API against a model, with clients at the same time on PostgreSQL: every answer is what the model says, and
 * in the end the database holds what the model holds, and the events tell what was answered, nothing more and nothing
 * less. MODEL_SEED repeats a run; MODEL_STEPS makes it longer (npm test: short; at night: 2000).
 */

const SEED = Number(process.env.MODEL_SEED ?? Date.now() % 2 ** 31);
const STEPS = Number(process.env.MODEL_STEPS ?? 60);
const CLIENTS = 8;
const GROUPS = 4;

let database: TestDatabase;
let directory: TestDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  directory = await addDirectory(serve(database), { provider: "generic" });
});
afterAll(() => database.close());

const sorted = (texts: Iterable<string>) => [...texts].sort();
const rows = async (sql: string) =>
  (await database.sql.query<{ key: string }>(sql, [directory.directoryId])).map(({ key }) => key);

test(`${CLIENTS} clients, ${STEPS} steps each: every answer, the database and the events are those of the model`, async () => {
  const { idp } = directory;
  const groups: string[] = [];
  for (let n = 0; n < GROUPS; n++) groups.push((await idp.post("/Groups", { displayName: `Shared ${n}` })).body.id);
  const versions = async () =>
    new Map<string, number>(
      await Promise.all(
        groups.map(async (group): Promise<[string, number]> => {
          const { version } = (await idp.get(`/Groups/${group}`)).body.meta as { version: string } & JsonObject;
          return [group, Number(version.replaceAll(/\D/g, ""))];
        }),
      ),
    );
  const before = await versions();
  const clients = Array.from(
    { length: CLIENTS },
    (_, n) => new ModelClient(idp, `C${n}`, groups, randomNumbers(SEED + n)),
  );
  const run = async (client: ModelClient, n: number) => {
    const done: string[] = [];
    try {
      for (let step = 0; step < STEPS; step++) done.push(await client.step());
    } catch (error) {
      throw new Error(`MODEL_SEED=${SEED}, client ${n}, after: ${done.slice(-8).join(", ")}`, { cause: error });
    }
  };
  await Promise.all(clients.map(run));

  const message = `MODEL_SEED=${SEED}`;
  const everybody = clients.flatMap(({ people }) => [...people.values()]);
  const stored = await rows(
    "select user_name || ' ' || version || ' ' || active || ' ' || coalesce(resource ->> 'title', '-') as key from directory_user where directory_id = $1",
  );
  const meant = everybody.map(
    ({ userName, version, active, title }) => `${userName} ${version} ${active} ${title ?? "-"}`,
  );
  expect(sorted(stored), message).toEqual(sorted(meant));

  const inGroups = (of: (client: ModelClient) => Map<string, Set<string>>) =>
    clients.flatMap((client) => [...of(client)].flatMap(([group, ids]) => [...ids].map((id) => `${group} ${id}`)));
  expect(
    sorted(await rows("select group_id || ' ' || user_id as key from directory_membership where directory_id = $1")),
    message,
  ).toEqual(sorted(inGroups(({ members }) => members)));
  expect(
    sorted(await rows("select group_id || ' ' || value_key as key from waiting_member where directory_id = $1")),
    message,
  ).toEqual(sorted(inGroups(({ waiting }) => waiting)));

  const after = await versions();
  for (const group of groups) {
    const bumps = clients.reduce((sum, client) => sum + (client.bumps.get(group) ?? 0), 0);
    expect((after.get(group) ?? 0) - (before.get(group) ?? 0), message).toBe(bumps);
  }

  // Events call a resource by its id without dashes, some with a word in front.
  const bare = (text: string) => text.replaceAll(/directory_(user|group)_|-/g, "");
  const told = (of: (client: ModelClient) => string[]) => sorted(clients.flatMap(of).map(bare));
  const events = async (type: string, key: string) =>
    sorted((await rows(`select ${key} as key from event where directory_id = $1 and type = '${type}'`)).map(bare));
  const pair = "(data -> 'group' ->> 'id') || ' ' || (data -> 'user' ->> 'id')";
  expect(await events("dsync.user.created", "subject_id"), message).toEqual(told((client) => client.told.created));
  expect(await events("dsync.user.updated", "subject_id"), message).toEqual(told((client) => client.told.updated));
  expect(await events("dsync.user.deleted", "subject_id"), message).toEqual(told((client) => client.told.deleted));
  expect(await events("dsync.group.user_added", pair), message).toEqual(told((client) => client.told.joined));
  expect(await events("dsync.group.user_removed", pair), message).toEqual(told((client) => client.told.left));
}, 300_000);
