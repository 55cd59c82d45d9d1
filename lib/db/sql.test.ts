import type { Pool } from "pg";
import { expect, test } from "vitest";
import { DirectoryError } from "#lib/directory/error.ts";
import { guarded } from "./failure.ts";
import { postgresSql } from "./sql.ts";

/** A server that never answers `silentTo`, as `pg` tells of it; remembers what was sent and how the connection came back. */
function frozenPool(silentTo: RegExp) {
  const sent: { text: string; query_timeout?: number }[] = [];
  const released: unknown[] = [];
  const client = {
    on() {},
    off() {},
    async query(query: { text: string }) {
      sent.push(query);
      if (silentTo.test(query.text)) throw new Error("Query read timeout");
      return { rows: [] };
    },
    release: (broken?: Error) => released.push(broken?.message),
  };
  const sql = postgresSql({ connect: async () => client } as unknown as Pool);
  return { sql, sent, released };
}

test("a server that is silent is unavailable, and its connection is never lent again", async () => {
  const { sql, sent, released } = frozenPool(/select/);
  await expect(guarded(() => sql.query("select 1"))).rejects.toBeInstanceOf(DirectoryError);
  expect(released).toEqual(["Query read timeout"]);
  expect(sent[0]?.query_timeout).toBeGreaterThan(30_000);
});

test("a transaction on which the server is silent is not rolled back: nobody would answer that either", async () => {
  const { sql, sent, released } = frozenPool(/select/);
  await expect(sql.transaction((inside) => inside.query("select 1"))).rejects.toThrow("Query read timeout");
  expect(sent.map(({ text }) => text)).toEqual(["BEGIN", "select 1"]);
  expect(released).toEqual(["Query read timeout"]);
});

test("a transaction that fails for another reason is rolled back, and its connection is lent again", async () => {
  const { sql, sent, released } = frozenPool(/nothing/);
  const failing = sql.transaction(async () => {
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(sent.map(({ text }) => text)).toEqual(["BEGIN", "ROLLBACK"]);
  expect(sent.every(({ query_timeout }) => (query_timeout ?? 0) > 0)).toBe(true);
  expect(released).toEqual([undefined]);
});
