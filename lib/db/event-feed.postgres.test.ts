/** The feed under writers that take their time: nobody's event is passed over, seen twice, or seen out of turn. */
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { openPostgres } from "./database.ts";
import { eventStore } from "./event-store.ts";

const WRITERS = 16;
const EACH = 40;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestPostgres();
  await database.sql.query("insert into organization (id, name) values ('org_feed', 'Feed')");
  await database.sql.script("create table subject (id int primary key, version int not null)");
  await database.sql.script("insert into subject select n, 0 from generate_series(0, 19) n");
});
afterAll(() => database.close());

const WRITE = `
  insert into event (organization_id, id, directory_id, type, subject_id, data, request_id, created_at)
  values ('org_feed', $1, 'directory_feed', 'dsync.user.updated', $2, jsonb_build_object('version', $3::int), 'r', now())`;

/** One change of one of twenty people, which holds its transaction open for a while before or after its event. */
async function change(writers: TestDatabase["sql"], random: () => number): Promise<void> {
  const subject = Math.floor(random() * 20);
  await writers.transaction(async (sql) => {
    // Takes a transaction id before it has to wait, which is what makes ids come in another order than commits.
    if (random() < 0.5) await sql.query("select pg_current_xact_id()");
    const [row] = await sql.query<{ version: number }>(
      "update subject set version = version + 1 where id = $1 returning version",
      [subject],
    );
    await pause(random() * 20);
    await sql.query(WRITE, [`event_${randomUUID()}`, String(subject), row?.version ?? 0]);
    await pause(random() * 20);
  });
}

test("16 slow writers and a reader that only polls: every event once, each person's in order", async () => {
  const writing = await openPostgres(database.url);
  const store = eventStore(database.sql);
  let isWriting = true;
  const writers = Array.from({ length: WRITERS }, async () => {
    for (let n = 0; n < EACH; n++) await change(writing.sql, Math.random);
  });
  const done = Promise.all(writers).finally(() => {
    isWriting = false;
  });
  const request = { organizationId: "org_feed", directoryId: null, patterns: [], start: null, end: null };
  /** One reader, which remembers nothing but the place it has come to. */
  const poll = async () => {
    const seen: { subject: string; version: number; id: string }[] = [];
    let after: number | null = null;
    for (;;) {
      const isLast = !isWriting;
      await store.number();
      const page = await store.feed({ ...request, after, order: "asc", limit: 25 });
      for (const event of page) {
        seen.push({ id: event.id, subject: String(event.data.version), version: Number(event.data.version) });
        after = event.sequence;
      }
      if (page.length === 0 && isLast) return seen;
      if (page.length === 0) await pause(5);
    }
  };
  const readers = await Promise.all([poll(), poll(), poll()]);
  await done;
  await writing.close();
  const rows = await database.sql.query<{ id: string; subject_id: string; version: number }>(
    "select id, subject_id, (data ->> 'version')::int as version from event where organization_id = 'org_feed'",
  );
  expect(rows).toHaveLength(WRITERS * EACH);
  const subjectOf = new Map(rows.map(({ id, subject_id }) => [id, subject_id]));
  for (const seen of readers) {
    expect(new Set(seen.map(({ id }) => id)).size).toBe(WRITERS * EACH);
    expect(seen).toHaveLength(WRITERS * EACH);
    const versions = new Map<string, number>();
    for (const { id, version } of seen) {
      const subject = subjectOf.get(id) ?? "";
      expect(version).toBe((versions.get(subject) ?? 0) + 1);
      versions.set(subject, version);
    }
  }
}, 60_000);
