import { answerScim } from "#app/scim/v2/doors.ts";
import type { JsonObject } from "#lib/scim/resource.ts";

export interface ScimReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; empty without one. */
  readonly body: JsonObject & { Resources?: (JsonObject & { id: string })[]; id: string };
}

interface Extra {
  readonly headers?: Record<string, string>;
}

/** Asks the SCIM API as an IdP would, without a server in between. `path` begins behind `/scim/v2`. */
export async function askScim(
  method: string,
  path: string,
  { token, body, headers }: Extra & { token?: string | undefined; body?: unknown } = {},
): Promise<ScimReply> {
  const request = new Request(`http://rollcall.test/scim/v2${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { "content-type": "application/scim+json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const response = await answerScim(request);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text === "" ? {} : JSON.parse(text) };
}

/** An IdP that holds one token. */
export const scimClient = (token: string) => ({
  get: (path: string, extra: Extra = {}) => askScim("GET", path, { token, ...extra }),
  post: (path: string, body: unknown, extra: Extra = {}) => askScim("POST", path, { token, body, ...extra }),
  put: (path: string, body: unknown, extra: Extra = {}) => askScim("PUT", path, { token, body, ...extra }),
  patch: (path: string, operations: unknown[], extra: Extra = {}) =>
    askScim("PATCH", path, { token, body: patchBody(operations), ...extra }),
  delete: (path: string, extra: Extra = {}) => askScim("DELETE", path, { token, ...extra }),
});

export type ScimClient = ReturnType<typeof scimClient>;

export const patchBody = (Operations: unknown[]) => ({
  schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
  Operations,
});
