import { expect } from "vitest";
import { z } from "zod";
import type { Operation } from "#lib/contract/api/operation.ts";
import { findDoor } from "./doors.ts";

/** Answers are compared whole; only these parts are passed on. */
interface ManagementBody {
  readonly [name: string]: unknown;
  readonly id: string;
  readonly token: string;
  readonly client_secret: string;
  readonly data: { id: string; [name: string]: unknown }[];
  readonly total_count: number;
  readonly next_cursor?: string;
  readonly error: { code: string; message: string; request_id: string; fields?: Record<string, string> };
}

export interface ManagementReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: ManagementBody;
}

/** What the reference says of an answer is what was answered: nothing is missing, nothing is left unsaid. */
function expectDescribed(operation: Operation | undefined, status: number, body: unknown): void {
  if (!operation || status >= 400) return;
  expect(status, operation.id).toBe(operation.status ?? 200);
  if (!operation.answer) return;
  const parsed = z.safeParse(operation.answer, body);
  expect(parsed.error, `${operation.id} answers as it says`).toBeUndefined();
  expect(body, `${operation.id} answers nothing it does not say`).toEqual(parsed.data);
}

/** Asks the management API as a machine would, without a server in between. `path` begins behind `/v1`. */
export async function askManagement(
  method: string,
  path: string,
  { key, body, headers }: { key?: string | undefined; body?: unknown; headers?: Record<string, string> } = {},
): Promise<ManagementReply> {
  const url = new URL(`http://rollcall.test/v1${path}`);
  const found = await findDoor(url.pathname);
  const door = found?.doors[method];
  const request = new Request(url, {
    method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  if (!found || !door) throw new Error(`${method} ${path} has no door.`);
  const response = await door(request, { params: Promise.resolve(found.params) });
  const text = await response.text();
  const { operation } = door as { operation?: Operation };
  expectDescribed(operation, response.status, text === "" ? undefined : JSON.parse(text));
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
