import { ENTERPRISE, expect, expectDone, expectError, GROUP, LIST, SEARCH, speaking, USER, type Wire } from "./wire.ts";

// RFC 7644 §3.4.2 and §3.4.3, §3.9, §3.10: what is asked for.
const test = speaking({ provider: "generic" });

async function people(scim: Wire): Promise<void> {
  await scim.user("ada", {
    name: { givenName: "Ada", familyName: "Lovelace" },
    title: "Engineer",
    userType: "Employee",
    emails: [
      { type: "work", value: "ada@work.test", primary: true },
      { type: "home", value: "ada@home.test" },
    ],
    [ENTERPRISE]: { department: "R&D", employeeNumber: "10" },
  });
  await scim.user("bob", {
    name: { givenName: "Bob", familyName: "kahn" },
    userType: "Intern",
    active: false,
    emails: [{ type: "home", value: "bob@home.test" }],
    [ENTERPRISE]: { department: "Sales", employeeNumber: "9" },
  });
  await scim.user("cem", { title: "engineer in chief", externalId: "X-1", nickName: 'a "quoted" \\ name' });
}

const FILTERS: [string, string[]][] = [
  ['userName eq "ADA"', ["ada"]],
  ['userName ne "ada"', ["bob", "cem"]],
  ['name.familyName co "lace"', ["ada"]],
  ['title sw "ENGINEER"', ["ada", "cem"]],
  ['emails.value ew "@home.test"', ["ada", "bob"]],
  ["title pr", ["ada", "cem"]],
  ["emails pr", ["ada", "bob"]],
  ["not (title pr)", ["bob"]],
  ['userName gt "ada"', ["bob", "cem"]],
  ['userName ge "ada" and userName le "bob"', ["ada", "bob"]],
  ['userName lt "bob"', ["ada"]],
  ["active eq false", ["bob"]],
  ["active ne true", ["bob"]],
  ['title eq "Engineer" or userType eq "Intern"', ["ada", "bob"]],
  ['userName eq "bob" or userName eq "ada" and title pr', ["ada", "bob"]],
  ['(userName eq "bob" or userName eq "ada") and title pr', ["ada"]],
  ['not (userName eq "ada") and not (userName eq "bob")', ["cem"]],
  ['emails[type eq "work" and value co "@work.test"]', ["ada"]],
  ['emails[type eq "home" and value co "@work.test"]', []],
  ['emails[type eq "home"] and active eq true', ["ada"]],
  ['emails co "home.test"', ["ada", "bob"]],
  ["emails[primary eq true]", ["ada"]],
  [`${USER}:name.familyName eq "Lovelace"`, ["ada"]],
  [`${ENTERPRISE}:department eq "sales"`, ["bob"]],
  [`${ENTERPRISE}:employeeNumber pr`, ["ada", "bob"]],
  [`schemas eq "${ENTERPRISE}"`, ["ada", "bob"]],
  ['meta.lastModified gt "2011-05-13T04:42:34Z"', ["ada", "bob", "cem"]],
  ['meta.created lt "2011-05-13T04:42:34+02:00"', []],
  ['meta.resourceType eq "User"', ["ada", "bob", "cem"]],
  ['externalId eq "X-1"', ["cem"]],
  ['externalId eq "x-1"', []],
  ['nickName eq "a \\"quoted\\" \\\\ name"', ["cem"]],
  ["title eq null", ["bob"]],
  ['USERNAME EQ "ada" OR UserName Eq "bob"', ["ada", "bob"]],
];

test("RFC 7644 §3.4.2.2: every operator, grouping and kind of path finds whom it describes, and nobody else", async ({
  scim,
}) => {
  await people(scim);
  for (const [filter, names] of FILTERS) expect(await scim.names(filter), filter).toEqual(names);
});

const BROKEN = [
  "userName eq",
  'userName "ada"',
  'eq "ada"',
  'userName eq "ada" and',
  '(userName eq "ada"',
  'userName eq "ada")',
  'emails[type eq "work"',
  'name.nothing eq "x"',
  "active gt true",
  'active eq "maybe"',
  'meta.created gt "yesterday"',
  "not userName",
  'userName eq "a" xor title pr',
  'password eq "x"',
  "",
];
test("RFC 7644 §3.4.2.2: a filter that is not understood is 400 invalidFilter, in a query and in a search", async ({
  scim,
}) => {
  for (const filter of BROKEN) {
    await test.step(filter, async () => {
      expectError(await scim.get(`/Users?filter=${encodeURIComponent(filter)}`), 400, "invalidFilter");
      expectError(await scim.post("/Users/.search", { schemas: [SEARCH], filter }), 400, "invalidFilter");
    });
  }
});

test("RFC 7644 §3.4.2.2: groups are found by name, externalId and member", async ({ scim }) => {
  const [ada = ""] = await scim.users("ada");
  const { id } = await scim.group("Team", [ada]);
  await scim.group("Crew");
  for (const filter of [
    'displayName eq "team"',
    `members.value eq "${ada}"`,
    `members[value eq "${ada}"]`,
    "members pr",
  ]) {
    const found = await scim.find("Groups", filter);
    expect(found, filter).toMatchObject({ totalResults: 1, Resources: [{ id }] });
  }
  expect((await scim.find("Users", `groups.value eq "${id}"`)).Resources).toMatchObject([{ id: ada }]);
});

test("RFC 7644 §3.4.2.2: an address that exists only in answers is 400 invalidFilter, never nobody", async ({
  scim,
}) => {
  const { meta } = await scim.user("ada");
  expectError(await scim.get(`/Users?filter=meta.location eq "${meta.location}"`), 400, "invalidFilter");
  expectError(await scim.get("/Users?filter=groups.$ref pr"), 400, "invalidFilter");
  expectError(await scim.get(`/Groups?filter=members[$ref eq "${meta.location}"]`), 400, "invalidFilter");
});

test("RFC 7644 §3.4.2.3: lists are sorted by any attribute, those without it last, or first when descending", async ({
  scim,
}) => {
  await people(scim);
  const order = async (query: string) =>
    (await scim.list(`/Users?${query}`)).Resources.map(({ userName }: { userName: string }) => userName).join(" ");
  expect(await order("sortBy=userName&sortOrder=descending")).toBe("cem bob ada");
  expect(await order("sortBy=name.familyName")).toBe("bob ada cem");
  expect(await order("sortBy=name.familyName&sortOrder=descending")).toBe("cem ada bob");
  expect(await order("sortBy=emails.value")).toBe("ada bob cem");
  expect(await order("sortBy=emails")).toBe("ada bob cem");
  expect(await order("sortBy=meta.created")).toBe("ada bob cem");
  expect(await order(`sortBy=${ENTERPRISE}:department`)).toBe("ada bob cem");
  expect(await order("sortBy=USERNAME&sortOrder=Descending&startIndex=2&count=1")).toBe("bob");
  expectError(await scim.get("/Users?sortBy=nothing"), 400, "invalidValue");
  expectError(await scim.get("/Users?sortBy=userName&sortOrder=sideways"), 400, "invalidValue");
});

test("RFC 7644 §3.4.2.4: pages say where they are, and totalResults counts all that match", async ({ scim }) => {
  await people(scim);
  const page = await scim.list('/Users?filter=userName ne "ada"&startIndex=2&count=1');
  expect(page).toMatchObject({ totalResults: 2, startIndex: 2, itemsPerPage: 1, Resources: [{}] });
  expect(await scim.list("/Users?count=-5")).toMatchObject({ totalResults: 3, itemsPerPage: 0, Resources: [] });
  expect(await scim.list("/Users?count=1000000")).toMatchObject({ totalResults: 3, itemsPerPage: 3 });
  expectError(await scim.get("/Users?count=many"), 400, "invalidValue");
  expectError(await scim.get("/Users?startIndex=1.5"), 400, "invalidValue");
});

test("RFC 7644 §3.9: attributes and excludedAttributes choose what is shown, down to sub-attributes and URNs", async ({
  scim,
}) => {
  await people(scim);
  const first = async (query: string) => {
    const [{ id: _, schemas: __, ...shown }] = (await scim.list(`/Users?filter=userName eq "ada"&${query}`)).Resources;
    return shown;
  };
  expect(await first("attributes=userName,title")).toEqual({ userName: "ada", title: "Engineer" });
  expect(await first("attributes=NAME.givenname")).toEqual({ name: { givenName: "Ada" } });
  expect(await first("attributes=emails.type")).toEqual({ emails: [{ type: "work" }, { type: "home" }] });
  expect(await first(`attributes=${USER}:userName`)).toEqual({ userName: "ada" });
  expect(await first(`attributes=${ENTERPRISE}`)).toEqual({
    [ENTERPRISE]: { department: "R&D", employeeNumber: "10" },
  });
  expect(await first(`attributes=${ENTERPRISE}:department`)).toEqual({ [ENTERPRISE]: { department: "R&D" } });
  expect(await first("attributes=meta.resourceType")).toEqual({ meta: { resourceType: "User" } });
  expect(await first("attributes=nothing")).toEqual({});
  const without = await first(`excludedAttributes=emails,name.familyName,meta,groups,${ENTERPRISE}:department`);
  expect(without).toEqual({
    userName: "ada",
    active: true,
    title: "Engineer",
    userType: "Employee",
    name: { givenName: "Ada" },
    [ENTERPRISE]: { employeeNumber: "10" },
  });
  expectError(await scim.get("/Users?attributes=title&excludedAttributes=name"), 400, "invalidValue");
});

test("RFC 7644 §3.4.3: a search takes everything a query takes, and answers alike", async ({ scim }) => {
  await people(scim);
  await scim.group("Team");
  const search = { filter: 'userName ne "bob"', sortBy: "userName", sortOrder: "descending", startIndex: 1, count: 1 };
  const body = { schemas: [SEARCH], attributes: ["userName"], ...search };
  const query = new URLSearchParams({ ...search, startIndex: "1", count: "1", attributes: "userName" });
  const found = expectDone(await scim.post("/Users/.search", body));
  expect(found).toEqual(await scim.list(`/Users?${query}`));
  expect(found).toMatchObject({ totalResults: 2, itemsPerPage: 1, Resources: [{ userName: "cem" }] });
  const hidden = { schemas: [SEARCH], excludedAttributes: ["members", "meta"] };
  const [group] = expectDone(await scim.post("/Groups/.search", hidden)).Resources;
  expect(Object.keys(group).sort()).toEqual(["displayName", "id", "schemas"]);
});

test("RFC 7644 §3.4.2.1: a query of the root searches users and groups", async ({ scim }) => {
  await people(scim);
  await scim.group("ada");
  expect((await scim.list("/")).totalResults).toBe(4);
  const named = '/?filter=userName eq "ada" or displayName eq "ada"';
  const kinds = (list: { Resources: { meta: { resourceType: string } }[] }) =>
    list.Resources.map(({ meta }) => meta.resourceType);
  expect(kinds(await scim.list(named))).toEqual(["User", "Group"]);
  expect(kinds(await scim.list('/?filter=meta.resourceType eq "Group"'))).toEqual(["Group"]);
  expect(kinds(await scim.list(`/?filter=schemas eq "${GROUP}"`))).toEqual(["Group"]);
  const searched = await scim.post("/.search", { schemas: [SEARCH], filter: 'displayName eq "ada"', count: 10 });
  expect(expectDone(searched)).toMatchObject({ schemas: [LIST], totalResults: 1, Resources: [{ schemas: [GROUP] }] });
  const pages = [await scim.list("/?startIndex=1&count=3"), await scim.list("/?startIndex=4&count=3")];
  expect(pages.flatMap(kinds)).toEqual(["User", "User", "User", "Group"]);
});

test("RFC 9865 §2: cursors lead through all pages once, whatever arrives meanwhile", async ({ scim }) => {
  const ids = await scim.users("a", "b", "c", "d", "e");
  const seen: string[] = [];
  let cursor: string | undefined = "";
  while (cursor !== undefined) {
    const page: { Resources: { id: string }[]; nextCursor?: string } = await scim.list(
      `/Users?cursor=${cursor}&count=2`,
    );
    expect(page).toMatchObject({ totalResults: expect.any(Number), itemsPerPage: page.Resources.length });
    expect(page).not.toHaveProperty("startIndex");
    seen.push(...page.Resources.map(({ id }) => id));
    expect(page.nextCursor ?? "").toMatch(/^[\w.~-]*$/);
    if (cursor === "") expect((await scim.delete(`/Users/${ids[0]}`)).status).toBe(204);
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(ids);
});

test("RFC 9865 §2: sorted and filtered lists and searches have cursors too", async ({ scim }) => {
  await people(scim);
  const first = await scim.list("/Users?cursor&count=2&sortBy=userName&sortOrder=descending");
  expect(first.Resources).toMatchObject([{ userName: "cem" }, { userName: "bob" }]);
  const query = `cursor=${first.nextCursor}&count=2&sortBy=userName&sortOrder=descending`;
  const last = await scim.list(`/Users?${query}`);
  expect(last.Resources).toMatchObject([{ userName: "ada" }]);
  expect(last).not.toHaveProperty("nextCursor");
  const search = { schemas: [SEARCH], filter: "title pr", count: 1, cursor: "" };
  const page = expectDone(await scim.post("/Users/.search", search));
  const next = expectDone(await scim.post("/Users/.search", { ...search, cursor: page.nextCursor }));
  expect([page, next].flatMap(({ Resources }) => Resources.map((user: { userName: string }) => user.userName))).toEqual(
    ["ada", "cem"],
  );
});

test("RFC 9865 §2.1, §4: cursors are announced, and a wrong one is refused", async ({ scim }) => {
  await people(scim);
  expect((await scim.read("/ServiceProviderConfig")).pagination).toMatchObject({
    cursor: true,
    index: true,
    defaultPaginationMethod: "index",
    defaultPageSize: expect.any(Number),
    maxPageSize: expect.any(Number),
    cursorTimeout: expect.any(Number),
  });
  const { nextCursor } = await scim.list("/Users?cursor&count=1");
  expectError(await scim.get("/Users?cursor=made-up"), 400, "invalidCursor");
  expectError(await scim.get(`/Users?cursor=${nextCursor}&filter=title pr`), 400, "invalidCursor");
  expectError(await scim.get(`/Groups?cursor=${nextCursor}`), 400, "invalidCursor");
  expectError(await scim.get("/Users?cursor&count=some"), 400, "invalidCount");
  expectError(await scim.get("/Users?cursor&startIndex=1"), 400, "invalidValue");
});
