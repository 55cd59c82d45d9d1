import { expect } from "vitest";
import { patchBody, type ScimReply } from "./scim-client.ts";

const KEYWORDS =
  /^(invalidFilter|tooMany|uniqueness|mutability|invalidSyntax|invalidPath|noTarget|invalidValue|invalidVers|sensitive|invalidCursor|expiredCursor|invalidCount)$/;

/** An Error as RFC 7644 §3.12 has it, with these headers. */
export function expectError(reply: ScimReply, status: number, headers: Record<string, unknown> = {}) {
  expect(reply.status, reply.text).toBe(status);
  expect(reply.headers.get("content-type")).toBe("application/scim+json");
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(reply.headers.get("x-request-id")).toBeTruthy();
  const { schemas, status: text, detail, scimType, ...more } = reply.body;
  expect([schemas, text, more]).toEqual([["urn:ietf:params:scim:api:messages:2.0:Error"], String(status), {}]);
  expect(detail).toEqual(expect.stringMatching(/\S/));
  if (scimType !== undefined) expect(scimType).toMatch(KEYWORDS);
  for (const [name, value] of Object.entries(headers)) expect(reply.headers.get(name)).toEqual(value);
}

/** What an IdP asks most: method, path, body. */
export const everyRequest: [string, string, unknown?][] = [
  ["GET", "/Users"],
  ["GET", `/Users?filter=${encodeURIComponent('userName eq "a"')}`],
  ["GET", "/Users/0193b3a0-0000-7000-8000-000000000000"],
  ["POST", "/Users", { userName: "unlucky" }],
  ["PUT", "/Users/0193b3a0-0000-7000-8000-000000000000", { userName: "unlucky" }],
  ["PATCH", "/Users/0193b3a0-0000-7000-8000-000000000000", patchBody([{ op: "replace", path: "title", value: "x" }])],
  ["DELETE", "/Users/0193b3a0-0000-7000-8000-000000000000"],
  ["GET", "/Groups"],
  ["POST", "/Groups", { displayName: "unlucky", members: [{ value: "x" }] }],
  [
    "PATCH",
    "/Groups/0193b3a0-0000-7000-8000-000000000000",
    patchBody([{ op: "add", path: "members", value: [{ value: "x" }] }]),
  ],
];
