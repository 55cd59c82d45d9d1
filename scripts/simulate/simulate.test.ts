import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Provider } from "#lib/simulate/wire.ts";
import { PROVIDERS } from "#lib/simulate/wire.ts";
import { identityProvider } from "./identity-provider.ts";
import { Unreachable } from "./scim-client.ts";
import { simulate } from "./simulate.ts";
import type { SeenRequest, StubServer } from "./stub-server.ts";
import { startStubServer } from "./stub-server.ts";

let stub: StubServer;
beforeEach(async () => {
  stub = await startStubServer();
});
afterEach(() => stub.close());

const options = () => ({ base: stub.base, token: "token-of-the-test", users: 12, groups: 3, seed: 7 });
const methods = (path: string) =>
  new Set(stub.seen.filter(({ url }) => url.includes(path)).map(({ method }) => method));
const bodies = (method: string, path: string) =>
  stub.seen.filter((seen) => seen.method === method && seen.url.includes(path)).map(({ body }) => JSON.stringify(body));
const isCreate = ({ method, url }: SeenRequest) => method === "POST" && url.includes("/Users");

describe.each(PROVIDERS)("%s", (provider: Provider) => {
  test("every phase sends something, and a server that keeps the rules gives no unexpected answer", async () => {
    const report = await simulate(provider, options());
    expect(report.unexpected).toEqual([]);
    expect(report.phases.map(({ phase, requests }) => [phase, requests > 0])).toEqual(
      report.phases.map(({ phase }) => [phase, true]),
    );
    expect(report.phases).toHaveLength(11);
    expect(report.requests).toBe(stub.seen.length);
  });

  test("a second run adopts everybody who is still there and ends without an unexpected answer", async () => {
    await simulate(provider, options());
    stub.seen.length = 0;
    const second = await simulate(provider, options());
    expect(second.unexpected).toEqual([]);
    // One create is the deliberate double; Entra also creates the person whom the first run deleted.
    expect(stub.seen.filter(isCreate)).toHaveLength(provider.startsWith("entra") ? 2 : 1);
  });

  test("a third run with other people in the same directory still ends without an unexpected answer", async () => {
    await simulate(provider, options());
    const report = await simulate(provider, { ...options(), seed: 8 });
    expect(report.unexpected).toEqual([]);
  });

  test.each([
    [1, 0],
    [1, 1],
    [2, 2],
    [3, 7],
  ])("%i people and %i groups are enough for the whole sequence", async (users, groups) => {
    const report = await simulate(provider, { ...options(), users, groups });
    expect(report.unexpected).toEqual([]);
  });

  test("a refused token ends the run after the test call", async () => {
    stub.intercept = () => ({ status: 401, body: {} });
    const report = await simulate(provider, options());
    expect(stub.seen).toHaveLength(1);
    expect(report.phases[0]?.statuses).toEqual({ 401: 1 });
    expect(report.unexpected).toHaveLength(1);
  });
});

describe("wire forms", () => {
  test("an Okta SAML app never sends PATCH", async () => {
    await simulate("okta", options());
    expect(methods("/Users")).toEqual(new Set(["GET", "POST", "PUT"]));
    expect(methods("/Groups")).toEqual(new Set(["GET", "POST", "PUT", "DELETE"]));
  });

  test("an Okta template app puts profiles and patches active and groups", async () => {
    await simulate("okta-template", options());
    expect(methods("/Users")).toEqual(new Set(["GET", "POST", "PUT", "PATCH"]));
    expect(methods("/Groups")).toEqual(new Set(["GET", "POST", "PATCH", "DELETE"]));
    expect(bodies("PATCH", "/Users").every((body) => body?.includes('"value":{"active":'))).toBe(true);
  });

  test("Okta never deletes a user and puts back the whole resource it has read", async () => {
    await simulate("okta", options());
    expect(methods("/Users").has("DELETE")).toBe(false);
    for (const body of bodies("PUT", "/Users")) expect(JSON.parse(body ?? "{}")).toHaveProperty("id");
  });

  test("Entra without the flag writes op names with a capital, False as a word, and removes by value array", async () => {
    await simulate("entra", options());
    const patches = [...bodies("PATCH", "/Users"), ...bodies("PATCH", "/Groups")].join("\n");
    expect(patches).not.toMatch(/"op":"[a-z]/);
    expect(patches).toContain('{"op":"Replace","path":"active","value":"False"}');
    expect(patches).toMatch(/\{"op":"Remove","path":"members","value":\[\{"\$ref":null,"value":"[^"]+"\}\]\}/);
    expect(patches).not.toContain("members[");
    expect(methods("/Users").has("PUT")).toBe(false);
  });

  test("Entra with the flag writes lower case, real booleans, dotted keys without a path, and removes by filter", async () => {
    await simulate("entra-flag", options());
    const patches = [...bodies("PATCH", "/Users"), ...bodies("PATCH", "/Groups")].join("\n");
    expect(patches).not.toMatch(/"op":"[A-Z]/);
    expect(patches).toContain('{"op":"replace","path":"active","value":false}');
    expect(patches).toMatch(/\{"op":"replace","value":\{[^}]*"name\.givenName":/);
    expect(patches).toMatch(/\{"op":"remove","path":"members\[value eq \\"[^"]+\\"\]"\}/);
  });

  test.each(["", "/", "?aadOptscim062020", "/?aadOptscim062020"])(
    "Entra keeps the flag in every address when the base ends in %j",
    async (end) => {
      await simulate("entra-flag", { ...options(), base: `${stub.base}${end}` });
      expect(
        stub.seen.filter(({ url }) => !/^\/scim\/v2\/(Users|Groups)[^?]*\?aadOptscim062020(&|$)/.test(url)),
      ).toEqual([]);
    },
  );

  test("Entra speaks the flag's dialect as soon as the base carries it, and not otherwise", () => {
    const withFlag = { ...options(), base: `${stub.base}?aadOptscim062020` };
    expect(identityProvider("entra", withFlag).provider).toBe("entra-flag");
    expect(identityProvider("entra", options()).provider).toBe("entra");
  });

  test("each provider is recognisable by its headers and sends the token as a bearer token", async () => {
    await identityProvider("okta", options()).testConnection();
    await identityProvider("entra", options()).testConnection();
    const [okta, entra] = stub.seen;
    expect(okta?.headers["user-agent"]).toBe("Okta SCIM Client 1.0.0");
    expect(entra?.headers.adscimversion).toBeDefined();
    for (const seen of stub.seen) expect(seen.headers.authorization).toBe("Bearer token-of-the-test");
  });
});

describe("verdicts", () => {
  test("an answer that forgets a change is counted, with the request and without the password", async () => {
    stub.intercept = (seen) =>
      isCreate(seen) ? { status: 201, body: { ...seen.body, id: "x", active: false } } : undefined;
    const idp = identityProvider("okta", options());
    await idp.provisionUsers();
    const { unexpected } = idp.report();
    expect(unexpected).toHaveLength(12);
    expect(unexpected[0]?.problem).toBe("active is false, not true");
    expect(unexpected[0]?.request).toContain("POST /Users");
    expect(unexpected[0]?.request).not.toContain(idp.people[0]?.person.password);
  });

  test.each(PROVIDERS)("%s notices a member who did not leave", async (provider) => {
    const idp = identityProvider(provider, options());
    await idp.provisionUsers();
    await idp.pushGroups();
    const removal = /"remove"|"Remove"|"PUT"/;
    stub.intercept = (seen) =>
      removal.test(JSON.stringify([seen.method, seen.body])) && seen.url.includes("/Groups")
        ? { status: 204 }
        : undefined;
    const { unexpected } = await idp.moveMembers();
    expect(unexpected.length).toBeGreaterThan(0);
  });

  test.each(PROVIDERS)("%s notices a second account of one name", async (provider) => {
    const idp = identityProvider(provider, options());
    await idp.provisionUsers();
    stub.intercept = (seen) => (isCreate(seen) ? { status: 201, body: { id: "twin" } } : undefined);
    const { unexpected } = await idp.createAgain();
    expect(unexpected.map(({ problem }) => problem)).toEqual(["expected 409"]);
  });

  test("a throttled request comes again after Retry-After and is not unexpected", async () => {
    const waits: number[] = [];
    let refusals = 3;
    stub.intercept = () => {
      refusals -= 1;
      return refusals >= 0 ? { status: 429, headers: { "retry-after": "2" } } : undefined;
    };
    const wait = async (ms: number) => void waits.push(ms);
    const report = await simulate("okta", { ...options(), wait });
    expect(waits).toEqual([2000, 2000, 2000]);
    expect(report.throttled).toBe(3);
    expect(report.unexpected).toEqual([]);
  });

  test("where nothing listens the run ends with one sentence and keeps what was answered before", async () => {
    const idp = identityProvider("okta", options());
    await idp.provisionUsers();
    const { requests } = idp.report();
    await stub.close();
    await expect(idp.pushGroups()).rejects.toThrow(Unreachable);
    await expect(idp.pushGroups()).rejects.toThrow(/^Nothing answers at http:\/\/127\.0\.0\.1:\d+\.$/);
    expect(idp.report().requests).toBeGreaterThanOrEqual(requests);
    stub = await startStubServer();
  });
});

describe("steps", () => {
  test("a step taken alone finds by itself the people an earlier run created", async () => {
    await identityProvider("entra", options()).provisionUsers();
    const later = identityProvider("entra", options());
    const { unexpected } = await later.deactivate(2);
    expect(unexpected).toEqual([]);
    expect(later.people.filter(({ active }) => !active)).toHaveLength(2);
  });

  test("deactivating and reactivating take exactly as many people as asked for", async () => {
    const idp = identityProvider("okta", options());
    await idp.provisionUsers();
    await idp.deactivate(5);
    expect(idp.report().people).toEqual({ linked: 12, active: 7 });
    await idp.reactivate(2);
    expect(idp.report().people).toEqual({ linked: 12, active: 9 });
  });

  test.each([1, 3])("no more than %i requests are under way at a time", async (concurrency) => {
    let judged = 0;
    let most = 0;
    const onRequest = () => {
      judged += 1;
    };
    stub.intercept = () => {
      most = Math.max(most, stub.seen.length - judged);
      return undefined;
    };
    await identityProvider("okta", { ...options(), users: 30, concurrency, onRequest }).matchUsers();
    expect(judged).toBe(30);
    expect(most).toBeLessThanOrEqual(concurrency);
  });
});
