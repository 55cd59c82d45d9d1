import type { APIRequestContext, APIResponse } from "@playwright/test";
import type { Provider } from "#lib/contract/provider.ts";
import { expect, test, unique } from "../fixtures.ts";

export const SCIM = "application/scim+json";
export const USER = "urn:ietf:params:scim:schemas:core:2.0:User";
export const GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const PATCH_OP = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
export const SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
export const BULK = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
/** Well-formed, but nobody's. */
export const NO_ID = "00000000-0000-7000-8000-000000000000";

type Headers = Record<string, string>;
/** Whatever JSON the server sent; the tests say what it has to look like. */
type Json = Awaited<ReturnType<APIResponse["json"]>>;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** Undefined when there is no body. */
  body: Json;
}

/** How an identity provider speaks: its own headers, and the provider the directory was set up for. */
export interface Dialect {
  provider: Provider;
  headers?: Headers;
}

export type Wire = ReturnType<typeof wireClient>;

/** @param base the SCIM address without a slash at the end; paths are put behind it as they are */
export function wireClient(http: APIRequestContext, base: string, token: string, own: Headers = {}) {
  const standard = { authorization: `Bearer ${token}`, accept: SCIM, "content-type": SCIM, ...own };

  async function send(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<Answer> {
    const all: Headers = { ...standard, ...headers };
    if (body === undefined) delete all["content-type"];
    // As bytes, so that a body that is no JSON goes out as it is.
    const data = body === undefined ? undefined : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
    const response = await http.fetch(`${base}${path}`, { method, headers: all, data, maxRedirects: 0 });
    const text = await response.text();
    const isJson = response.headers()["content-type"]?.split(";")[0] === SCIM && text !== "";
    return {
      status: response.status(),
      headers: response.headers(),
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  }

  const get = (path: string, headers?: Headers) => send("GET", path, undefined, headers);
  const post = (path: string, body: unknown, headers?: Headers) => send("POST", path, body, headers);
  const list = async (path: string): Promise<Json> => {
    const answer = await get(path);
    expect(answer.status, `${path}: ${answer.text}`).toBe(200);
    expect(answer.body.schemas).toEqual([LIST]);
    return answer.body;
  };
  const find = (type: string, filter: string) => list(`/${type}?filter=${encodeURIComponent(filter)}`);
  const read = async (path: string): Promise<Json> => {
    const answer = await get(path);
    expect(answer.status, `${path}: ${answer.text}`).toBe(200);
    return answer.body;
  };
  const create = async (path: string, body: object): Promise<Json> => {
    const answer = await post(path, body);
    expect(answer.status, answer.text).toBe(201);
    return answer.body;
  };

  return {
    base,
    send,
    get,
    post,
    put: (path: string, body: unknown, headers?: Headers) => send("PUT", path, body, headers),
    patch: (path: string, operations: unknown[], headers?: Headers) =>
      send("PATCH", path, { schemas: [PATCH_OP], Operations: operations }, headers),
    delete: (path: string, headers?: Headers) => send("DELETE", path, undefined, headers),
    /** A list, checked to be one. */
    list,
    /** What a filter finds. */
    find,
    /** A resource that has to be there. */
    read,
    user: (userName: string, more: object = {}) => create("/Users", { schemas: [USER], userName, ...more }),
    group: (displayName: string, members: readonly string[] = []) =>
      create("/Groups", { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) }),
    async users(...names: string[]): Promise<string[]> {
      const ids: string[] = [];
      for (const userName of names) ids.push((await create("/Users", { schemas: [USER], userName })).id);
      return ids;
    },
    /** The ids of a group's members, in no order that means anything. */
    async members(id: string): Promise<string[]> {
      const { members } = await read(`/Groups/${id}`);
      return members.map(({ value }: { value: string }) => value).sort();
    },
    async names(filter: string): Promise<string[]> {
      const { Resources } = await find("Users", filter);
      return Resources.map(({ userName }: { userName: string }) => userName).sort();
    },
  };
}

/** Tests in which `idp` is a provider of this kind with a directory of its own. */
export const speaking = ({ provider, headers }: Dialect) =>
  test.extend<{ scim: Wire }>({
    directory: async ({ management, home }, use) => {
      await use(await management.openDirectory(home.id, unique("Directory"), provider));
    },
    scim: async ({ playwright, origin, directory }, use) => {
      const http = await playwright.request.newContext();
      await use(wireClient(http, `${origin}/scim/v2`, directory.token, headers));
      await http.dispose();
    },
  });

/** The answer is this failure, in the form of RFC 7644 §3.12. */
export function expectError(answer: Answer, status: number, scimType?: string): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers["content-type"]).toBe(SCIM);
  expect(answer.body).toMatchObject({ schemas: [ERROR], status: String(status), detail: expect.stringMatching(/\S/) });
  expect(answer.body.scimType, answer.text).toBe(scimType);
}

/** The answer is a success: 200 with the resource, as every change but DELETE is answered. */
export function expectDone(answer: Answer): Json {
  expect(answer.status, answer.text).toBe(200);
  expect(answer.headers["content-type"]).toBe(SCIM);
  return answer.body;
}

export { expect };
