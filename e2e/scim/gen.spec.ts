import { ENTERPRISE, ERROR, expect, expectDone, expectError, GROUP, NO_ID, SCIM, speaking, USER } from "./wire.ts";

const test = speaking({ provider: "generic" });

const ENDPOINTS = ["/Users", "/Groups", "/ServiceProviderConfig", "/ResourceTypes", "/Schemas"];
const FLAG = "aadOptscim062020";

test("GEN-01 the word Bearer is taken in any letter case", async ({ scim, directory }) => {
  for (const scheme of ["Bearer", "bearer", "BEARER"]) {
    expectDone(await scim.get("/Users", { authorization: `${scheme} ${directory.token}` }));
  }
});

test("GEN-02 without a good token every address answers 401 as a SCIM error that names the scheme", async ({
  playwright,
  scim,
}) => {
  const anonymous = await playwright.request.newContext();
  const without = await anonymous.get(`${scim.base}/Users`, { maxRedirects: 0 });
  expect(without.status()).toBe(401);
  expect(without.headers()["www-authenticate"]).toMatch(/^Bearer/);
  expect(await without.json()).toMatchObject({ schemas: [ERROR], status: "401", detail: expect.any(String) });
  await anonymous.dispose();
  for (const authorization of ["Bearer", "Bearer wrong", "non-token", "Basic dTpw"]) {
    for (const path of ["/Users", `/Users/${NO_ID}`, "/Groups", "/Schemas", "/nowhere"]) {
      const answer = await scim.get(path, { authorization });
      expectError(answer, 401);
      expect(answer.headers["www-authenticate"]).toMatch(/^Bearer/);
    }
  }
});

test("GEN-03 no Accept and no JSON Content-Type is refused, and the answer's type has no charset", async ({ scim }) => {
  for (const accept of [`${SCIM}; charset=utf-8`, "application/json", "*/*"]) {
    const answer = await scim.get("/Users", { accept });
    expect(answer.status).toBe(200);
    expect(answer.headers["content-type"]).toBe(SCIM);
  }
  const types = [
    SCIM,
    "application/json",
    `${SCIM}; charset=utf-8`,
    "application/json;charset=UTF-8",
    "Application/JSON",
  ];
  for (const [index, type] of types.entries()) {
    const body = { schemas: [USER], userName: `type-${index}` };
    expect((await scim.post("/Users", body, { "content-type": type })).status, type).toBe(201);
  }
});

test("GEN-04 somebody who is not there is 404 to every method, and PUT does not create", async ({ scim }) => {
  for (const type of ["Users", "Groups"]) {
    const path = `/${type}/${NO_ID}`;
    const body = type === "Users" ? { schemas: [USER], userName: "put" } : { schemas: [GROUP], displayName: "put" };
    expectError(await scim.get(path), 404);
    expectError(await scim.put(path, body), 404);
    expectError(await scim.patch(path, [{ op: "replace", value: { displayName: "x" } }]), 404);
    expectError(await scim.delete(path), 404);
    expect((await scim.list(`/${type}`)).totalResults).toBe(0);
  }
});

test("GEN-05 broken JSON is 400 invalidSyntax", async ({ scim }) => {
  for (const junk of ['{"userName":', "junk", '{"userName": junk}', '"text"', ""]) {
    expectError(await scim.post("/Users", junk), 400, "invalidSyntax");
  }
});

test("GEN-06 a filter that is not understood is 400 invalidFilter, never everybody", async ({ scim }) => {
  await scim.user("someone");
  for (const filter of ['userName qq "x"', "userName", 'userName eq "x', 'nothing eq "x"', "()"]) {
    expectError(await scim.get(`/Users?filter=${encodeURIComponent(filter)}`), 400, "invalidFilter");
  }
});

test("GEN-07 odd page numbers are answered with the true total", async ({ scim }) => {
  await scim.users("a", "b", "c");
  expect(await scim.list("/Users?count=0")).toMatchObject({ totalResults: 3, itemsPerPage: 0, Resources: [] });
  for (const startIndex of [0, -1]) {
    const page = await scim.list(`/Users?startIndex=${startIndex}`);
    expect(page).toMatchObject({ totalResults: 3, startIndex: 1, itemsPerPage: 3 });
  }
  expect(await scim.list("/Users?startindex=0")).toMatchObject({ startIndex: 1, itemsPerPage: 3 });
  expect(await scim.list("/Users?startIndex=100000")).toMatchObject({
    totalResults: 3,
    itemsPerPage: 0,
    Resources: [],
  });
});

test("GEN-08 without paging parameters users come back", async ({ scim }) => {
  await scim.users("a", "b");
  expect(await scim.list("/Users")).toMatchObject({ totalResults: 2, startIndex: 1, itemsPerPage: 2 });
});

test("GEN-09 Entra's flag in the address changes nothing at any endpoint", async ({ scim }) => {
  const { id } = await scim.user("flagged");
  for (const path of [...ENDPOINTS, `/Users/${id}`, "/Users/"]) {
    for (const query of [`?${FLAG}`, `?${FLAG}=&count=1`]) {
      expect(expectDone(await scim.get(`${path}${query}`)), path).toEqual(
        expectDone(await scim.get(`${path}${query.includes("count") ? "?count=1" : ""}`)),
      );
    }
  }
  const created = await scim.post(`/Users?${FLAG}`, { schemas: [USER], userName: "posted" });
  expect(created.status).toBe(201);
  expect((await scim.delete(`/Users/${created.body.id}?${FLAG}`)).status).toBe(204);
});

test("GEN-10 a create answers with Location and the whole of meta", async ({ scim }) => {
  const { status, headers, body } = await scim.post("/Users", { schemas: [USER], userName: "located" });
  expect(status).toBe(201);
  expect(headers.location).toBe(`${scim.base}/Users/${body.id}`);
  expect(body.meta).toMatchObject({ resourceType: "User", location: headers.location });
  for (const time of [body.meta.created, body.meta.lastModified]) expect(new Date(time).toISOString()).toBe(time);
});

test("GEN-11 userName is found and unique whatever its letter case", async ({ scim }) => {
  const { id } = await scim.user("Ada@Example.test");
  const found = await scim.find("Users", 'userName eq "ADA@EXAMPLE.TEST"');
  expect(found).toMatchObject({ totalResults: 1, Resources: [{ id, userName: "Ada@Example.test" }] });
  expectError(await scim.post("/Users", { schemas: [USER], userName: "ADA@EXAMPLE.TEST" }), 409, "uniqueness");
});

test("GEN-12 DELETE is 204 without a body, then 404, and the membership is gone with the user", async ({ scim }) => {
  const [gone = "", stays = ""] = await scim.users("gone", "stays");
  const { id: group } = await scim.group("Team", [gone, stays]);
  const deleted = await scim.delete(`/Users/${gone}`);
  expect([deleted.status, deleted.text]).toEqual([204, ""]);
  expectError(await scim.delete(`/Users/${gone}`), 404);
  expectError(await scim.get(`/Users/${gone}`), 404);
  expect((await scim.find("Users", 'userName eq "gone"')).totalResults).toBe(0);
  expect(await scim.members(group)).toEqual([stays]);
});

test("GEN-13 a password is never in an answer", async ({ scim }) => {
  const created = await scim.post("/Users", { schemas: [USER], userName: "secretive", password: "s3cret-Passw0rd" });
  const path = `/Users/${created.body.id}`;
  const answers = [
    created,
    await scim.get(path),
    await scim.get(`${path}?attributes=password`),
    await scim.get("/Users?attributes=userName,password"),
    await scim.put(path, { schemas: [USER], userName: "secretive", title: "x", password: "s3cret-Passw0rd" }),
    await scim.patch(path, [{ op: "replace", path: "password", value: "s3cret-Passw0rd" }]),
  ];
  for (const { text } of answers) expect(text).not.toMatch(/password|s3cret/i);
  expectError(await scim.get(`/Users?filter=${encodeURIComponent('password sw "s"')}`), 400, "invalidFilter");
});

test("GEN-14 discovery has every part that clients stumble over when it is missing", async ({ scim }) => {
  const config = await scim.read("/ServiceProviderConfig");
  for (const number of [config.bulk.maxOperations, config.bulk.maxPayloadSize, config.filter.maxResults]) {
    expect(number).toEqual(expect.any(Number));
  }
  const { Resources: schemas } = await scim.list("/Schemas");
  for (const schema of schemas) {
    expect(schema.schemas).toEqual(["urn:ietf:params:scim:schemas:core:2.0:Schema"]);
    expect(schema.meta.location).toBe(`${scim.base}/Schemas/${schema.id}`);
    expect(await scim.read(`/Schemas/${schema.id}`)).toEqual(schema);
  }
  expect(schemas.map(({ id }: { id: string }) => id)).toEqual(expect.arrayContaining([USER, GROUP, ENTERPRISE]));
  const { Resources: types } = await scim.list("/ResourceTypes");
  expect(types.map(({ id }: { id: string }) => id)).toEqual(["User", "Group"]);
  for (const type of types) expect(await scim.read(`/ResourceTypes/${type.id}`)).toEqual(type);
  expect(JSON.stringify([config, schemas, types])).not.toContain("null");
});

test("GEN-15 a slash in front of the query is no redirect", async ({ scim }) => {
  await scim.users("a", "b");
  expect((await scim.list("/Users/?count=1")).itemsPerPage).toBe(1);
  expect((await scim.list("/Users/?filter=userName+eq+%22a%22")).totalResults).toBe(1);
});

test("GEN-16 pages of any size hold each user once, in one order", async ({ scim }) => {
  await scim.users("e", "b", "a", "d", "c", "g", "f");
  const whole = (await scim.list("/Users")).Resources.map(({ id }: { id: string }) => id);
  for (const count of [1, 2, 3, 5]) {
    const seen: string[] = [];
    while (seen.length < whole.length) {
      const page = await scim.list(`/Users?startIndex=${seen.length + 1}&count=${count}`);
      expect(page.startIndex).toBe(seen.length + 1);
      expect(page.Resources.length).toBe(Math.min(count, whole.length - seen.length));
      seen.push(...page.Resources.map(({ id }: { id: string }) => id));
    }
    expect(seen).toEqual(whole);
  }
});

test("GEN-17 B-08 members added by twenty requests at once are all in", async ({ scim }) => {
  const names = Array.from({ length: 20 }, (_, index) => `parallel-${index}`);
  const ids = await scim.users(...names);
  const { id: group } = await scim.group("Team");
  const add = (value: string) => scim.patch(`/Groups/${group}`, [{ op: "Add", path: "members", value: [{ value }] }]);
  for (const answer of await Promise.all(ids.map(add))) expectDone(answer);
  expect(await scim.members(group)).toEqual([...ids].sort());
});

test("GEN-18 of ten creates of one user at once, one is made and nine are 409", async ({ scim }) => {
  const create = () => scim.post("/Users", { schemas: [USER], userName: "raced" });
  const answers = await Promise.all(Array.from({ length: 10 }, create));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  for (const answer of answers.filter(({ status }) => status === 409)) expectError(answer, 409, "uniqueness");
  expect((await scim.list("/Users")).totalResults).toBe(1);
});

test("GEN-19 where one operation of a PATCH is unreadable, none takes effect", async ({ scim }) => {
  const { id } = await scim.user("atomic", { title: "before" });
  const before = await scim.read(`/Users/${id}`);
  const first = { op: "replace", path: "title", value: "after" };
  const unreadable = [{ op: "mangle", path: "title" }, "junk", { op: "replace", path: "no such path", value: 1 }];
  for (const second of unreadable) {
    expect((await scim.patch(`/Users/${id}`, [first, second])).status).toBe(400);
  }
  expect(await scim.read(`/Users/${id}`)).toEqual(before);
});

test("GEN-20 unknown attributes and extensions do no harm", async ({ scim }) => {
  const acme = "urn:acme:params:scim:schemas:extension:1.0:User";
  const odd = { Addresses_: [{ x: 1 }], favouriteColour: "green", [acme]: { badge: 7 } };
  const user = await scim.user("odd", odd);
  expect(user).not.toHaveProperty("favouriteColour");
  expect(user[acme]).toEqual({ badge: 7 });
  expectDone(await scim.put(`/Users/${user.id}`, { schemas: [USER], userName: "odd", ...odd }));
  expectDone(await scim.patch(`/Users/${user.id}`, [{ op: "replace", value: { favouriteColour: "red", title: "t" } }]));
});
