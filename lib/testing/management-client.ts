import { expect } from "vitest";
import * as nothing from "#app/v1/[[...unmatched]]/route.ts";
import * as revokeClient from "#app/v1/organizations/[organizationId]/directories/[directoryId]/oauth/clients/[clientId]/revoke/route.ts";
import * as revokeSecret from "#app/v1/organizations/[organizationId]/directories/[directoryId]/oauth/clients/[clientId]/secrets/[secretId]/revoke/route.ts";
import * as secrets from "#app/v1/organizations/[organizationId]/directories/[directoryId]/oauth/clients/[clientId]/secrets/route.ts";
import * as clients from "#app/v1/organizations/[organizationId]/directories/[directoryId]/oauth/clients/route.ts";
import * as directory from "#app/v1/organizations/[organizationId]/directories/[directoryId]/route.ts";
import * as schemas from "#app/v1/organizations/[organizationId]/directories/[directoryId]/schemas/route.ts";
import * as directories from "#app/v1/organizations/[organizationId]/directories/route.ts";
import * as organization from "#app/v1/organizations/[organizationId]/route.ts";
import * as endpoint from "#app/v1/organizations/[organizationId]/scim/endpoint/route.ts";
import * as revoke from "#app/v1/organizations/[organizationId]/scim/tokens/[tokenId]/revoke/route.ts";
import * as rotate from "#app/v1/organizations/[organizationId]/scim/tokens/[tokenId]/rotate/route.ts";
import * as tokens from "#app/v1/organizations/[organizationId]/scim/tokens/route.ts";
import * as organizations from "#app/v1/organizations/route.ts";

type Door = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

const ID = "([^/]+)";
const DIRECTORY = `^/organizations/${ID}/directories/${ID}`;
const CLIENT = `${DIRECTORY}/oauth/clients/${ID}`;
/** The folders of app/v1, as Next matches them. */
const routes: [RegExp, string[], object][] = [
  [/^\/organizations$/, [], organizations],
  [new RegExp(`^/organizations/${ID}$`), ["organizationId"], organization],
  [new RegExp(`^/organizations/${ID}/directories$`), ["organizationId"], directories],
  [new RegExp(`${DIRECTORY}$`), ["organizationId", "directoryId"], directory],
  [new RegExp(`${DIRECTORY}/schemas$`), ["organizationId", "directoryId"], schemas],
  [new RegExp(`${DIRECTORY}/oauth/clients$`), ["organizationId", "directoryId"], clients],
  [new RegExp(`${CLIENT}/revoke$`), ["organizationId", "directoryId", "clientId"], revokeClient],
  [new RegExp(`${CLIENT}/secrets$`), ["organizationId", "directoryId", "clientId"], secrets],
  [
    new RegExp(`${CLIENT}/secrets/${ID}/revoke$`),
    ["organizationId", "directoryId", "clientId", "secretId"],
    revokeSecret,
  ],
  [new RegExp(`^/organizations/${ID}/scim/endpoint$`), ["organizationId"], endpoint],
  [new RegExp(`^/organizations/${ID}/scim/tokens$`), ["organizationId"], tokens],
  [new RegExp(`^/organizations/${ID}/scim/tokens/${ID}/revoke$`), ["organizationId", "tokenId"], revoke],
  [new RegExp(`^/organizations/${ID}/scim/tokens/${ID}/rotate$`), ["organizationId", "tokenId"], rotate],
];

/** Answers are compared whole; only these parts are passed on. */
interface ManagementBody {
  readonly [name: string]: unknown;
  readonly id: string;
  readonly token: string;
  readonly client_secret: string;
  readonly data: { id: string; [name: string]: unknown }[];
  readonly total_count: number;
  readonly error: { code: string; message: string; request_id: string; fields?: Record<string, string> };
}

export interface ManagementReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: ManagementBody;
}

function find(path: string): [Record<string, Door>, Record<string, string>] {
  for (const [pattern, names, door] of routes) {
    const found = pattern.exec(path);
    if (!found) continue;
    const params = Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ""]));
    return [door as Record<string, Door>, params];
  }
  return [nothing as Record<string, Door>, {}];
}

/** Asks the management API as a machine would, without a server in between. `path` begins behind `/v1`. */
export async function askManagement(
  method: string,
  path: string,
  { key, body, headers }: { key?: string | undefined; body?: unknown; headers?: Record<string, string> } = {},
): Promise<ManagementReply> {
  const url = new URL(`http://rollcall.test/v1${path}`);
  const [door, params] = find(url.pathname.slice("/v1".length));
  const request = new Request(url, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const response = await door[method]?.(request, { params: Promise.resolve(params) });
  if (!response) throw new Error(`${method} ${path} has no door.`);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text === "" ? undefined : JSON.parse(text) };
}

/** A machine that holds one key. */
export const managementClient = (key: string | undefined) => ({
  get: (path: string) => askManagement("GET", path, { key }),
  post: (path: string, body?: unknown) => askManagement("POST", path, { key, body }),
  put: (path: string, body: unknown) => askManagement("PUT", path, { key, body }),
  patch: (path: string, body: unknown) => askManagement("PATCH", path, { key, body }),
  delete: (path: string) => askManagement("DELETE", path, { key }),
});

/** The one documented shape of a failure. */
export function expectFailure(reply: ManagementReply, status: number, code: string, fields?: Record<string, string>) {
  expect(reply.status, reply.text).toBe(status);
  expect(reply.headers.get("content-type")).toContain("application/json");
  expect(reply.body).toEqual({
    error: {
      code,
      message: expect.stringMatching(/\S/),
      request_id: reply.headers.get("x-request-id"),
      ...(fields && { fields }),
    },
  });
}
