import { afterAll, beforeAll, expect, test } from "vitest";
import type { IdpDirectory } from "#lib/directory/context.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { entryOf } from "#lib/testing/store-changes.ts";
import { storeWorld } from "#lib/testing/store-world.ts";
import { activityLog } from "./activity-log.ts";

let database: TestDatabase;
let directory: IdpDirectory;
beforeAll(async () => {
  database = await openTestPostgres();
  directory = await storeWorld(database).addDirectory();
});
afterAll(() => database.close());

test("what this and another process noted is in the log when one of them says that it has settled", async () => {
  const lost = () => expect.unreachable("nothing may be lost");
  const here = activityLog(database.sql, lost);
  const elsewhere = activityLog(database.sql, lost);
  const entries = [entryOf(directory, "User", "1"), entryOf(directory, "User", "2")] as const;
  here.add(entries[0]);
  elsewhere.add(entries[1]);
  await here.settled();
  const rows = await database.sql.query<{ id: string }>("select id from provisioning_entry where directory_id = $1", [
    directory.id,
  ]);
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(entries.map(({ id }) => id)));
});
