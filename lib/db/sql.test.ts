import type { Pool } from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DirectoryError } from "#lib/directory/error.ts";
import { guarded } from "./failure.ts";
import { postgresSql } from "./sql.ts";

type Answered = (error: null, result: { rows: [] }) => void;

/** A server that never answers `silentTo`; remembers what was sent and how the connection came back. */
function frozenPool(silentTo: RegExp) {
  const sent: string[] = [];
  const released: unknown[] = [];
  const client = {
    on() {},
    off() {},
    query({ text }: { text: string }, answered: Answered) {
      sent.push(text);
      if (!silentTo.test(text)) queueMicrotask(() => answered(null, { rows: [] }));
    },
    release: (broken?: Error) => released.push(broken?.message),
  };
  const sql = postgresSql({ connect: async () => client } as unknown as Pool);
  return { sql, sent, released };
}

const SILENCE = "The database has not answered in time.";
/** The server ends statements of its own after 30 s; only one that cannot takes longer. */
const passTheLimit = () => vi.advanceTimersByTimeAsync(35_000);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a server that is silent is unavailable, and its connection is never lent again", async () => {
  const { sql, released } = frozenPool(/select/);
  const asked = expect(guarded(() => sql.query("select 1"))).rejects.toBeInstanceOf(DirectoryError);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(released).toEqual([]);
  await passTheLimit();
  await asked;
  expect(released).toEqual([SILENCE]);
});

test("a transaction on which the server is silent is not rolled back: nobody would answer that either", async () => {
  const { sql, sent, released } = frozenPool(/select/);
  const asked = expect(sql.transaction((inside) => inside.query("select 1"))).rejects.toThrow(SILENCE);
  await passTheLimit();
  await asked;
  expect(sent).toEqual(["BEGIN", "select 1"]);
  expect(released).toEqual([SILENCE]);
});

test.each([["BEGIN"], ["COMMIT"], ["ROLLBACK"]])(
  "a server that is silent to %s ends nothing but the connection",
  async (text) => {
    const { sql, released } = frozenPool(new RegExp(text));
    const work = text === "ROLLBACK" ? () => Promise.reject(new Error("no")) : async () => {};
    const asked = expect(sql.transaction(work)).rejects.toThrow(text === "ROLLBACK" ? "no" : SILENCE);
    await passTheLimit();
    await asked;
    expect(released).toEqual([SILENCE]);
  },
);

test("a transaction that fails for another reason is rolled back, and its connection is lent again", async () => {
  const { sql, sent, released } = frozenPool(/nothing/);
  const failing = sql.transaction(async () => {
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(sent).toEqual(["BEGIN", "ROLLBACK"]);
  expect(vi.getTimerCount()).toBe(0);
  expect(released).toEqual([undefined]);
});
