import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LocalInstanceError, makeDirectory } from "./local-directory.ts";

const asked: { call: string; authorization: string | undefined; body: unknown }[] = [];
let organizations: { id: string }[] = [];
let baseUrl = "";

const answers: Record<string, () => unknown> = {
  "GET /v1/organizations": () => ({ data: organizations, total_count: organizations.length }),
  "POST /v1/organizations": () => ({ id: "org_new" }),
  "POST /directories": () => ({ id: "directory_1" }),
  "POST /scim/tokens": () => ({ token: "secret" }),
  "GET /scim/endpoint": () => ({ endpoint_url: "http://h/scim/v2/" }),
};

const server = createServer(async (incoming, outgoing) => {
  let body = "";
  for await (const chunk of incoming) body += String(chunk);
  const call = `${incoming.method} ${incoming.url}`;
  const { authorization } = incoming.headers;
  asked.push({ call, authorization, body: body === "" ? undefined : JSON.parse(body) });
  const answer = answers[call] ?? answers[call.replace(/\/v1\/organizations\/[^/]+/, "")];
  outgoing.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
  outgoing.end(JSON.stringify(answer?.() ?? {}));
});

beforeEach(async () => {
  asked.length = 0;
  organizations = [{ id: "org_first" }, { id: "org_second" }];
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise<void>((resolve) => void server.close(() => resolve())));

const access = () => ({ baseUrl, credential: () => "key" });
const afternoon = new Date(2026, 10, 22, 14, 5);

test("a directory of the provider's kind and a token for it are made in the first organization", async () => {
  const made = await makeDirectory("okta", access(), afternoon);
  expect(made).toEqual({
    base: "http://h/scim/v2/",
    token: "secret",
    name: "Simulated Okta 14:05",
    dashboardUrl: `${baseUrl}/directory-sync/directory_1`,
  });
  expect(asked.map(({ call, body }) => [call, body])).toEqual([
    ["GET /v1/organizations", undefined],
    ["POST /v1/organizations/org_first/directories", { name: "Simulated Okta 14:05", provider: "okta_saml" }],
    ["POST /v1/organizations/org_first/scim/tokens", { name: "Simulator", directory_id: "directory_1" }],
    ["GET /v1/organizations/org_first/scim/endpoint", undefined],
  ]);
  expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer key"]));
});

test("where there is no organization yet, one is made", async () => {
  organizations = [];
  await makeDirectory("entra-flag", access(), afternoon);
  expect(asked.map(({ call }) => call)).toContain("POST /v1/organizations/org_new/directories");
});

test("where nothing listens, the sentence says how to start", async () => {
  const nowhere = access();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  await expect(makeDirectory("okta", nowhere, afternoon)).rejects.toThrow(LocalInstanceError);
  await expect(makeDirectory("okta", nowhere, afternoon)).rejects.toThrow(/npm start/);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
