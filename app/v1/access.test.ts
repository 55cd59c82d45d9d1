import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issueApiKey, revokeApiKey } from "#lib/directory/api-keys.ts";
import { mintOperatorCredential } from "#lib/http/operator-credential.ts";
import { provideServices, type Services } from "#lib/http/services.ts";
import {
  askManagement,
  expectFailure,
  type ManagementReply,
  managementClient,
} from "#lib/testing/management-client.ts";
import { openTestPostgres, type TestDatabase } from "#lib/testing/open-test-database.ts";
import { AUTH_SECRET, ENV_KEY, operator, serve } from "#lib/testing/test-instance.ts";

let database: TestDatabase;
let services: Services;
const api = managementClient(ENV_KEY);
beforeAll(async () => {
  database = await openTestPostgres();
  services = serve(database);
});
afterAll(() => database.close());

const organization = async (name = "Acme") => (await api.post("/organizations", { name })).body.id;
const directory = async (id: string) =>
  (await api.post(`/organizations/${id}/directories`, { name: "Okta", provider: "okta_scim" })).body.id;
const keyOf = async (id: string) => (await issueApiKey(operator(services), id, { name: "Key" })).key;

describe("who may", () => {
  const anywhere = ["/organizations", "/organizations/x", "/organizations/x/scim/tokens", "/nowhere"];

  test.each([
    ["none", undefined],
    ["an unknown one", "wrong"],
    ["a well-formed one nobody issued", "KEY"],
    ["a SCIM token", "TOKEN"],
    ["a forged operator credential", `operator_${Math.floor(Date.now() / 1000) + 200}_${"A".repeat(43)}`],
  ])("a key that is %s is a 401 everywhere", async (_, given) => {
    const token = async () =>
      (await api.post(`/organizations/${await organization()}/scim/tokens`, { name: "T" })).body.token;
    const key = given === "KEY" ? services.secrets.mint("key").plaintext : given === "TOKEN" ? await token() : given;
    for (const path of anywhere) {
      const reply = await managementClient(key).get(path);
      expectFailure(reply, 401, "unauthenticated");
      expect(reply.headers.get("www-authenticate")).toBe('Bearer realm="management"');
    }
    expect((await managementClient(key).post("/organizations", { name: "x" })).status).toBe(401);
  });

  test("a cookie alone opens nothing", async () => {
    const reply = await askManagement("GET", "/organizations", { headers: { cookie: "next-auth.session-token=x" } });
    expectFailure(reply, 401, "unauthenticated");
  });

  test("an operator's credential is good for five minutes and for this instance alone", async () => {
    const now = new Date();
    const minted = mintOperatorCredential({ authSecret: AUTH_SECRET, now });
    const asOf = async (credential: string, secondsLater: number) => {
      const later = new Date(now.getTime() + secondsLater * 1_000);
      provideServices({ ...services, now: () => later });
      const { status } = await managementClient(credential).get("/organizations");
      provideServices(services);
      return status;
    };
    expect([await asOf(minted, 0), await asOf(minted, 290), await asOf(minted, 301)]).toEqual([200, 200, 401]);
    const prolonged = minted.replace(/\d{10}/, (expires) => String(Number(expires) + 60));
    expect(await asOf(prolonged, 0)).toBe(401);
    expect(await asOf(mintOperatorCredential({ authSecret: `${AUTH_SECRET}!`, now }), 0)).toBe(401);
    const farAhead = mintOperatorCredential({ authSecret: AUTH_SECRET, now: new Date(now.getTime() + 3_600_000) });
    expect(await asOf(farAhead, 0)).toBe(401);
  });

  test("the key of the environment is accepted, and only while it is set", async () => {
    expect((await api.get("/organizations")).status).toBe(200);
    serve(database, { ROLLCALL_API_KEY: "" });
    expect((await api.get("/organizations")).status).toBe(401);
    provideServices(services);
  });

  test("an organization's key sees its own organization alone, and makes no others", async () => {
    const org = await organization("Mine");
    const own = managementClient(await keyOf(org));
    expect((await own.get("/organizations")).body).toMatchObject({ data: [{ id: org }], total_count: 1 });
    expectFailure(await own.post("/organizations", { name: "x" }), 403, "forbidden");
    expect((await own.post(`/organizations/${org}/scim/tokens`, { name: "T" })).status).toBe(201);
  });

  test("an organization's key gets for another's things the 404 of things that do not exist", async () => {
    const [mine, theirs] = [await organization(), await organization()];
    const own = managementClient(await keyOf(mine));
    const dir = await directory(theirs);
    const token = (await api.post(`/organizations/${theirs}/scim/tokens`, { name: "T" })).body.id;
    const before = (await api.get(`/organizations/${theirs}/directories`)).text;
    const clients = `/organizations/${theirs}/directories/${dir}/oauth/clients`;
    const { id: client, secrets } = (await api.post(clients, { name: "C" })).body;
    const oauth = { client, secret: (secrets as { id: string }[])[0]?.id ?? "" };
    const listed = (await api.get(clients)).text;
    const nobody = { org: `org_${v7()}`, dir: `directory_${v7()}`, token: `scimt_${v7()}` };
    const nobodys = { client: `client_${v7()}`, secret: `secret_${v7()}` };
    const asks = (o: string, d: string, t: string, c: typeof nobodys): Promise<ManagementReply>[] => [
      own.get(`/organizations/${o}`),
      own.get(`/organizations/${o}/directories`),
      own.post(`/organizations/${o}/directories`, { name: "x" }),
      own.get(`/organizations/${o}/directories/${d}`),
      own.patch(`/organizations/${o}/directories/${d}`, { name: "x" }),
      own.delete(`/organizations/${o}/directories/${d}`),
      own.get(`/organizations/${mine}/directories/${d}`),
      own.delete(`/organizations/${mine}/directories/${d}`),
      ...[o, mine].flatMap((organizationId) => {
        const path = `/organizations/${organizationId}/directories/${d}`;
        return [
          own.patch(path, { label: "taken-over" }),
          own.patch(path, { rate_limit: 1 }),
          own.get(`${path}/schemas`),
          own.put(`${path}/schemas`, { schemas: [] }),
          own.get(`${path}/oauth/clients`),
          own.post(`${path}/oauth/clients`, { name: "x" }),
          own.post(`${path}/oauth/clients/${c.client}/revoke`),
          own.post(`${path}/oauth/clients/${c.client}/secrets`, {}),
          own.post(`${path}/oauth/clients/${c.client}/secrets/${c.secret}/revoke`),
        ];
      }),
      own.get(`/organizations/${o}/scim/endpoint`),
      own.get(`/organizations/${o}/scim/tokens`),
      own.post(`/organizations/${o}/scim/tokens`, { name: "x" }),
      own.post(`/organizations/${mine}/scim/tokens`, { name: "x", directory_id: d }),
      own.post(`/organizations/${o}/scim/tokens/${t}/revoke`),
      own.post(`/organizations/${mine}/scim/tokens/${t}/revoke`),
      own.post(`/organizations/${o}/scim/tokens/${t}/rotate`, {}),
      own.post(`/organizations/${mine}/scim/tokens/${t}/rotate`, {}),
    ];
    const shown = async (replies: Promise<ManagementReply>[]) =>
      (await Promise.all(replies)).map(({ status, body }) => [status, body.error.code, body.error.message]);
    const answers = await shown(asks(theirs, dir, token, oauth));
    expect(answers).toEqual(await shown(asks(nobody.org, nobody.dir, nobody.token, nobodys)));
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([404]));
    expect((await api.get(`/organizations/${theirs}/directories`)).text).toBe(before);
    expect((await api.get(clients)).text).toBe(listed);
    expect((await api.get(`/organizations/${theirs}/scim/tokens`)).body.data).toMatchObject([{ revoked_at: null }]);
  });

  test("a revoked key is refused at once", async () => {
    const org = await organization();
    const { id, key } = await issueApiKey(operator(services), org, { name: "Key" });
    expect((await managementClient(key).get("/organizations")).status).toBe(200);
    await revokeApiKey(operator(services), org, id);
    expectFailure(await managementClient(key).get("/organizations"), 401, "unauthenticated");
  });

  test("what is missing is a 404, and so is an address that means nothing", async () => {
    const org = await organization();
    for (const path of [
      "/organizations/x",
      `/organizations/${org}/directories/x`,
      "/nowhere",
      `/organizations/${org}/x`,
    ]) {
      expectFailure(await api.get(path), 404, "not_found");
    }
    expectFailure(await api.post(`/organizations/${org}/scim/tokens/x/revoke`), 404, "not_found");
    expectFailure(
      await api.post(`/organizations/${org}/scim/tokens`, { name: "x", directory_id: "x" }),
      404,
      "not_found",
    );
  });
});
