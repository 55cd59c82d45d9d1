import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonObject, JsonValue } from "#lib/scim/resource.ts";
import { ENTERPRISE_URN, ERROR_URN, GROUP_URN, LIST_URN, USER_URN } from "#lib/simulate/wire.ts";

/** A request as the stub saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: JsonObject | undefined;
}

export interface StubAnswer {
  readonly status: number;
  readonly body?: JsonObject;
  readonly headers?: Record<string, string>;
}

export interface StubServer {
  readonly base: string;
  readonly seen: SeenRequest[];
  /** Answers instead of the stub when it returns something. */
  intercept: ((request: SeenRequest) => StubAnswer | undefined) | undefined;
  close(): Promise<void>;
}

type Resources = Map<string, JsonObject>;

const refusal = (status: number, detail: string, scimType?: string): StubAnswer => ({
  status,
  body: { schemas: [ERROR_URN], status: String(status), detail, ...(scimType === undefined ? {} : { scimType }) },
});

/** A SCIM server of Maps that knows just what the simulated providers send; only tests use it. */
export async function startStubServer(): Promise<StubServer> {
  const users: Resources = new Map();
  const groups: Resources = new Map();
  const server = createServer(async (incoming, outgoing) => {
    let text = "";
    for await (const chunk of incoming) text += String(chunk);
    const request: SeenRequest = {
      method: incoming.method ?? "",
      url: incoming.url ?? "",
      headers: incoming.headers,
      body: text === "" ? undefined : (JSON.parse(text) as JsonObject),
    };
    stub.seen.push(request);
    const { status, body, headers } = stub.intercept?.(request) ?? answer(request, users, groups);
    outgoing.writeHead(status, { ...(body ? { "content-type": "application/scim+json" } : {}), ...headers });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stub: StubServer = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    seen: [],
    intercept: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}

function answer(request: SeenRequest, users: Resources, groups: Resources): StubAnswer {
  const url = new URL(request.url, "http://stub");
  const [, , , type, id] = url.pathname.split("/");
  const resources = type === "Users" ? users : groups;
  if (id === undefined) {
    if (request.method === "POST") return create(type === "Users", resources, request.body ?? {});
    return list(resources, url.searchParams);
  }
  const found = resources.get(id);
  if (found === undefined) return refusal(404, "There is no such resource.");
  if (request.method === "GET") return { status: 200, body: shown(found, url.searchParams) };
  if (request.method === "DELETE") {
    resources.delete(id);
    for (const group of groups.values()) removeMembers(group, (value) => value === id);
    return { status: 204 };
  }
  if (request.method === "PUT") {
    for (const key of Object.keys(found)) delete found[key];
    Object.assign(found, withoutEmpties(request.body ?? {}), { id });
  }
  if (request.method === "PATCH") for (const operation of operationsOf(request.body)) apply(found, operation);
  return { status: 200, body: shown(found, url.searchParams) };
}

function create(isUser: boolean, resources: Resources, body: JsonObject): StubAnswer {
  const name = isUser ? "userName" : "displayName";
  const taken = [...resources.values()].some((one) => lower(one[name]) === lower(body[name]));
  if (taken) return refusal(409, "The name is taken.", "uniqueness");
  const id = randomUUID();
  const resource = { ...withoutEmpties(body), schemas: [isUser ? USER_URN : GROUP_URN], id };
  resources.set(id, resource);
  return { status: 201, body: resource };
}

function withoutEmpties(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key, value]) => value !== "" && key !== "password"));
}

function shown(resource: JsonObject, query: URLSearchParams): JsonObject {
  if (query.get("excludedAttributes") !== "members") return resource;
  return Object.fromEntries(Object.entries(resource).filter(([key]) => key !== "members"));
}

const lower = (value: JsonValue | undefined) => String(value).toLowerCase();

function list(resources: Resources, query: URLSearchParams): StubAnswer {
  const [, path = "", wanted = '""'] = /^(.+) eq (".*")$/.exec(query.get("filter") ?? "") ?? [];
  const valueAt = (one: JsonObject) =>
    path.startsWith("emails") ? (one.emails as JsonObject[])[0]?.value : one[path as keyof typeof one];
  const found = [...resources.values()].filter(
    (one) => path === "" || lower(valueAt(one)) === lower(JSON.parse(wanted) as string),
  );
  const page = found.slice(0, Number(query.get("count") ?? 100)).map((one) => shown(one, query));
  return { status: 200, body: { schemas: [LIST_URN], totalResults: found.length, Resources: page } };
}

function operationsOf(body: JsonObject | undefined): JsonObject[] {
  return (body?.Operations ?? []) as JsonObject[];
}

function apply(resource: JsonObject, operation: JsonObject): void {
  const { path, value } = operation;
  const op = lower(operation.op);
  if (typeof path !== "string") {
    for (const [key, part] of Object.entries(value as JsonObject)) if (key !== "id") setAt(resource, key, part);
  } else if (path.startsWith("members")) {
    changeMembers(resource, op, path, value as JsonObject[] | undefined);
  } else if (op === "remove") delete resource[path];
  else setAt(resource, path, value);
}

function setAt(resource: JsonObject, path: string, value: JsonValue | undefined): void {
  if (value === undefined) return;
  if (path.startsWith("phoneNumbers")) resource.phoneNumbers = [{ type: "mobile", value }];
  else if (path === "active") resource.active = lower(value) === "true";
  else if (path === `${ENTERPRISE_URN}:manager`) setIn(resource, ENTERPRISE_URN, "manager", { value });
  else if (path.startsWith(`${ENTERPRISE_URN}:`)) {
    setIn(resource, ENTERPRISE_URN, path.slice(ENTERPRISE_URN.length + 1), value);
  } else if (path.startsWith("name.")) setIn(resource, "name", path.slice("name.".length), value);
  else resource[path] = value;
}

function setIn(resource: JsonObject, outer: string, inner: string, value: JsonValue): void {
  resource[outer] = { ...(resource[outer] as JsonObject | undefined), [inner]: value };
}

function changeMembers(group: JsonObject, op: string, path: string, value: JsonObject[] | undefined): void {
  const named = new Set((value ?? []).map((member) => member.value));
  const [, filtered] = /"(.+)"/.exec(path) ?? [];
  if (op === "remove") removeMembers(group, (id) => id === filtered || named.has(id));
  if (op === "replace") group.members = [];
  if (op === "remove") return;
  removeMembers(group, (id) => named.has(id));
  group.members = [...(group.members as JsonObject[]), ...(value ?? [])];
}

function removeMembers(group: JsonObject, leaves: (id: JsonValue | undefined) => boolean): void {
  group.members = ((group.members ?? []) as JsonObject[]).filter(({ value }) => !leaves(value));
}
