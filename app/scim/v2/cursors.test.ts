import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "#lib/db/database.ts";
import { BULK_LIMITS } from "#lib/directory/idp/bulk.ts";
import { CURSOR_TIMEOUT_S } from "#lib/directory/idp/cursor.ts";
import { provideServices, type Services } from "#lib/http/services.ts";
import { DEFAULT_COUNT, MAX_RESULTS } from "#lib/scim/list.ts";
import { expectError } from "#lib/testing/expect-scim-error.ts";
import { openTestEmbedded, openTestPostgres } from "#lib/testing/open-test-database.ts";
import type { ScimReply } from "#lib/testing/scim-client.ts";
import { addDirectory, serve, type TestDirectory, unique } from "#lib/testing/test-instance.ts";

const query = (parameters: Record<string, string | number>) =>
  new URLSearchParams(Object.entries(parameters).map(([name, value]) => [name, String(value)])).toString();

describe.each([
  ["the embedded database", openTestEmbedded],
  ["PostgreSQL", openTestPostgres],
])("lists by cursor on %s", (_, open) => {
  let database: Database;
  let services: Services;
  let directory: TestDirectory;
  let ids: string[];
  beforeAll(async () => {
    database = await open();
    services = serve(database);
    directory = await addDirectory(services);
    ids = [];
    for (let n = 0; n < 23; n++) ids.push(await addUser(directory, `title ${n % 4}`));
    for (let n = 0; n < 3; n++) await directory.idp.post("/Groups", { displayName: unique("cursor") });
  });
  afterAll(() => database.close());

  const addUser = async ({ idp }: TestDirectory, title: string) =>
    (await idp.post("/Users", { userName: unique("cursor"), title })).body.id;

  /** Follows the cursors from the first page to the last. */
  async function scan(
    { idp }: TestDirectory,
    path: string,
    parameters: Record<string, string | number>,
    between: (seen: readonly string[]) => Promise<unknown> = async () => {},
  ): Promise<string[]> {
    const seen: string[] = [];
    let cursor: unknown = "";
    while (cursor !== undefined) {
      const { status, text, body } = await idp.get(`${path}?${query({ ...parameters, cursor: String(cursor) })}`);
      expect(status, text).toBe(200);
      expect(body.startIndex).toBeUndefined();
      expect(body.itemsPerPage).toBe(body.Resources?.length);
      seen.push(...(body.Resources ?? []).map(({ id }) => id));
      cursor = body.nextCursor;
      if (cursor !== undefined) await between(seen);
    }
    return seen;
  }

  test.each([1, 4, 23, 24, 100])("a scan of pages of %i finds everybody once", async (count) => {
    expect(await scan(directory, "/Users", { count })).toEqual(ids);
  });

  test("a scan with a filter finds all matches once, and totalResults counts them on every page", async () => {
    const filter = 'title eq "TITLE 1"';
    const found = await scan(directory, "/Users", { count: 2, filter });
    expect(found).toEqual(ids.filter((_id, n) => n % 4 === 1));
    const page = await directory.idp.get(`/Users?${query({ count: 2, filter, cursor: "" })}`);
    expect(page.body).toMatchObject({ totalResults: 6, itemsPerPage: 2, nextCursor: expect.any(String) });
  });

  test.each(["ascending", "descending"])("a scan of a list sorted %s finds everybody once, in order", async (order) => {
    const sorted = { sortBy: "title", sortOrder: order };
    const whole = await directory.idp.get(`/Users?${query({ ...sorted, count: 100 })}`);
    const meant = whole.body.Resources?.map(({ id }) => id);
    expect(await scan(directory, "/Users", { ...sorted, count: 5 })).toEqual(meant);
    expect(new Set(meant)).toEqual(new Set(ids));
    const byIndex: string[] = [];
    for (let startIndex = 1; startIndex <= 23; startIndex += 5) {
      const page = await directory.idp.get(`/Users?${query({ ...sorted, startIndex, count: 5 })}`);
      byIndex.push(...(page.body.Resources ?? []).map(({ id }) => id));
    }
    expect(byIndex).toEqual(meant);
  });

  test("a scan over users and groups at the root finds everything once", async () => {
    const found = await scan(directory, "", { count: 4 });
    expect(found).toHaveLength(26);
    expect(new Set(found).size).toBe(26);
    expect(found.slice(0, 23)).toEqual(ids);
  });

  test("a cursor can be sent in a search request too", async () => {
    const search = (cursor: unknown) =>
      directory.idp.post("/Users/.search", {
        schemas: ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        count: 20,
        cursor,
      });
    const first = await search("");
    const second = await search(first.body.nextCursor);
    expect([first, second].flatMap(({ body }) => body.Resources?.map(({ id }) => id))).toEqual(ids);
    expect(second.body.nextCursor).toBeUndefined();
  });

  test("G7: while 20 people leave and 20 arrive for each page, nobody untouched is missed or doubled", async () => {
    const busy = await addDirectory(services);
    const all: string[] = [];
    for (let n = 0; n < 150; n++) all.push(await addUser(busy, "stays"));
    // Every third stays; the others leave in the course of the scan, from both ends.
    const untouched = all.filter((_id, n) => n % 3 === 0);
    const leaving = all.filter((_id, n) => n % 3 !== 0);
    const seen = await scan(busy, "/Users", { count: 15 }, async () => {
      const gone = [...leaving.splice(0, 10), ...leaving.splice(-10)];
      for (const id of gone) {
        expect((await busy.idp.delete(`/Users/${id}`)).status).toBe(204);
        await addUser(busy, "new");
      }
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => untouched.includes(id))).toEqual(untouched);
  });

  test("G7: a scan of the root misses and doubles nobody either, though people leave behind it", async () => {
    const busy = await addDirectory(services);
    const all: string[] = [];
    for (let n = 0; n < 30; n++) all.push(await addUser(busy, "goes"));
    for (let n = 0; n < 5; n++) {
      all.push((await busy.idp.post("/Groups", { displayName: unique("Stays") })).body.id);
    }
    const leaving = [...all];
    const seen = await scan(busy, "", { count: 4 }, async () => {
      for (const id of leaving.splice(0, 3)) await busy.idp.delete(`/Users/${id}`);
    });
    expect(seen).toEqual(all);
  });

  describe("a cursor is refused", () => {
    const asked = { count: 5, filter: "userName pr" };
    const firstCursor = async (path = "/Users", parameters: Record<string, string | number> = asked) =>
      String((await directory.idp.get(`${path}?${query({ ...parameters, cursor: "" })}`)).body.nextCursor);
    const expectRefused = (reply: ScimReply, scimType: string) => {
      expectError(reply, 400);
      expect(reply.body.scimType).toBe(scimType);
    };

    test("B13: in another directory, even one of the same organization", async () => {
      const other = await addDirectory(services, { organizationId: directory.organizationId });
      const cursor = await firstCursor();
      expectRefused(await other.idp.get(`/Users?${query({ ...asked, cursor })}`), "invalidCursor");
      expect((await directory.idp.get(`/Users?${query({ ...asked, cursor })}`)).status).toBe(200);
    });

    test.each<[string, string, Record<string, string | number>]>([
      ["with another filter", "/Users", { count: 5, filter: "userName  pr" }],
      ["without its filter", "/Users", { count: 5 }],
      ["with an order", "/Users", { ...asked, sortBy: "title" }],
      ["the other way round", "/Users", { ...asked, sortOrder: "descending" }],
      ["for groups", "/Groups", { count: 5, filter: "userName pr" }],
      ["at the root", "", asked],
    ])("%s", async (_, path, parameters) => {
      const cursor = await firstCursor();
      const reply = await directory.idp.get(`${path}?${query({ ...parameters, cursor })}`);
      expectError(reply, 400);
      if (path !== "/Groups") expect(reply.body.scimType).toBe("invalidCursor");
    });

    test("of users, among groups", async () => {
      const cursor = await firstCursor("/Users", { count: 1 });
      expectRefused(await directory.idp.get(`/Groups?${query({ count: 1, cursor })}`), "invalidCursor");
    });

    test("B13: with any one character changed, cut off or added", async () => {
      const cursor = await firstCursor();
      const changed = [...cursor].map((character, at) => {
        const other = character === "A" ? "B" : "A";
        return cursor.slice(0, at) + other + cursor.slice(at + 1);
      });
      for (const wrong of [
        ...changed,
        cursor.slice(0, -1),
        `${cursor}A`,
        `.${cursor}`,
        "x",
        "%00",
        "0",
        "a".repeat(3_000),
      ]) {
        expectRefused(await directory.idp.get(`/Users?${query({ ...asked, cursor: wrong })}`), "invalidCursor");
      }
    });

    test("B13: when its time is over, and says so", async () => {
      const cursor = await firstCursor();
      const later = (seconds: number) =>
        provideServices({ ...services, now: () => new Date(Date.now() + seconds * 1_000) });
      try {
        later(CURSOR_TIMEOUT_S - 60);
        expect((await directory.idp.get(`/Users?${query({ ...asked, cursor })}`)).status).toBe(200);
        later(CURSOR_TIMEOUT_S + 60);
        expectRefused(await directory.idp.get(`/Users?${query({ ...asked, cursor })}`), "expiredCursor");
      } finally {
        provideServices(services);
      }
    });

    test("G5: together with startIndex, be it empty or not", async () => {
      for (const cursor of ["", await firstCursor()]) {
        expectRefused(await directory.idp.get(`/Users?${query({ ...asked, cursor, startIndex: 1 })}`), "invalidValue");
      }
    });
  });

  test("count=0 counts and shows nobody, and there is no next page to ask for", async () => {
    const { body } = await directory.idp.get(`/Users?${query({ count: 0, cursor: "" })}`);
    expect([body.totalResults, body.itemsPerPage, body.Resources, body.nextCursor]).toEqual([23, 0, [], undefined]);
  });

  test("a count that is no number is a 400 invalidCount", async () => {
    const reply = await directory.idp.get("/Users?cursor=&count=many");
    expectError(reply, 400);
    expect(reply.body.scimType).toBe("invalidCount");
  });

  test("what ServiceProviderConfig announces is what is enforced", async () => {
    const { body } = await directory.idp.get("/ServiceProviderConfig");
    expect(body).toMatchObject({
      sort: { supported: true },
      bulk: { supported: true, ...BULK_LIMITS },
      filter: { supported: true, maxResults: MAX_RESULTS },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: "index",
        defaultPageSize: DEFAULT_COUNT,
        maxPageSize: MAX_RESULTS,
        cursorTimeout: CURSOR_TIMEOUT_S,
      },
    });
  });

  test("G3: a page has at most what is announced, and as many as announced when nobody says how many", async () => {
    const big = await addDirectory(services);
    const users = Array.from({ length: MAX_RESULTS + 1 }, () => ({
      method: "POST",
      path: "/Users",
      bulkId: unique("b"),
      data: { userName: unique("big") },
    }));
    await big.idp.post("/Bulk", { Operations: users.slice(0, MAX_RESULTS) });
    await big.idp.post("/Bulk", { Operations: users.slice(MAX_RESULTS) });
    const page = async (parameters: Record<string, string | number>) =>
      (await big.idp.get(`/Users?${query(parameters)}`)).body;
    expect(await page({})).toMatchObject({ itemsPerPage: DEFAULT_COUNT, totalResults: MAX_RESULTS + 1 });
    expect(await page({ count: 1_000_000_000 })).toMatchObject({ itemsPerPage: MAX_RESULTS, startIndex: 1 });
    const first = await page({ count: 1_000_000_000, cursor: "" });
    expect(first).toMatchObject({ itemsPerPage: MAX_RESULTS, nextCursor: expect.any(String) });
    const last = await page({ count: 1_000_000_000, cursor: String(first.nextCursor) });
    expect([last.itemsPerPage, last.nextCursor]).toEqual([1, undefined]);
  });
});
