/** What is described without shapes of its own: SCIM, whose shapes are the RFCs', and addresses for operators. */
import type { ApiMethod } from "./operation.ts";

export interface PlainOperation {
  readonly id: string;
  readonly method: ApiMethod;
  readonly path: `/${string}`;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** `scim`: a directory's token. `none`: open to all. `metrics`: METRICS_TOKEN. */
  readonly security: "scim" | "none" | "metrics";
  readonly request?: { readonly type: string; readonly example: unknown };
  readonly answer: { readonly status: number; readonly type: string; readonly example?: unknown };
  /** Query parameters with what they are for. */
  readonly query?: Readonly<Record<string, string>>;
}

const SCIM_TYPE = "application/scim+json";
const CORE = "urn:ietf:params:scim:schemas:core:2.0";
const MESSAGE = "urn:ietf:params:scim:api:messages:2.0";

const user = {
  schemas: [`${CORE}:User`],
  userName: "ana.lima@acme.example",
  externalId: "00u1a2b3",
  name: { givenName: "Ana", familyName: "Lima" },
  emails: [{ primary: true, type: "work", value: "ana.lima@acme.example" }],
  active: true,
};
const group = { schemas: [`${CORE}:Group`], displayName: "Engineering", members: [] };
const patch = {
  schemas: [`${MESSAGE}:PatchOp`],
  Operations: [{ op: "replace", path: "active", value: false }],
};
const search = { schemas: [`${MESSAGE}:SearchRequest`], filter: 'userName eq "ana.lima@acme.example"', count: 10 };
const bulk = {
  schemas: [`${MESSAGE}:BulkRequest`],
  Operations: [{ method: "POST", path: "/Users", bulkId: "1", data: user }],
};
const list = (resource: object) => ({
  schemas: [`${MESSAGE}:ListResponse`],
  totalResults: 1,
  itemsPerPage: 1,
  startIndex: 1,
  Resources: [resource],
});

const listQuery = {
  filter: 'RFC 7644 §3.4.2.2, e.g. `userName eq "ana"`',
  sortBy: "An attribute",
  sortOrder: "`ascending` or `descending`",
  startIndex: "From 1",
  count: "At most 200",
  cursor: "Empty for the first page (RFC 9865), then `nextCursor`",
  attributes: "Only these",
  excludedAttributes: "All but these, e.g. `members`",
};
const projection = { attributes: listQuery.attributes, excludedAttributes: listQuery.excludedAttributes };

const scim = { tag: "SCIM 2.0", security: "scim" } as const;
const asked = (example: unknown) => ({ request: { type: SCIM_TYPE, example } });
const answers = (status: number, example?: unknown) => ({ answer: { status, type: SCIM_TYPE, example } });

/** The calls on one kind of resource. */
function resource(name: "User" | "Group", example: object): PlainOperation[] {
  const all = `/scim/v2/${name}s` as const;
  const one = `${all}/{id}` as const;
  const some = `${name.toLowerCase()}s`;
  const a = `a ${name.toLowerCase()}`;
  return [
    {
      ...scim,
      id: `scimList${name}s`,
      method: "GET",
      path: all,
      summary: `List ${some}`,
      query: listQuery,
      ...answers(200, list(example)),
    },
    {
      ...scim,
      id: `scimCreate${name}`,
      method: "POST",
      path: all,
      summary: `Create ${a}`,
      ...asked(example),
      ...answers(201, example),
    },
    {
      ...scim,
      id: `scimSearch${name}s`,
      method: "POST",
      path: `${all}/.search`,
      summary: `Search ${some}`,
      ...asked(search),
      ...answers(200, list(example)),
    },
    {
      ...scim,
      id: `scimGet${name}`,
      method: "GET",
      path: one,
      summary: `Get ${a}`,
      query: projection,
      ...answers(200, example),
    },
    {
      ...scim,
      id: `scimReplace${name}`,
      method: "PUT",
      path: one,
      summary: `Replace ${a}`,
      ...asked(example),
      ...answers(200, example),
    },
    {
      ...scim,
      id: `scimPatch${name}`,
      method: "PATCH",
      path: one,
      summary: `Change ${a}`,
      ...asked(patch),
      ...answers(200, example),
    },
    { ...scim, id: `scimDelete${name}`, method: "DELETE", path: one, summary: `Delete ${a}`, ...answers(204) },
  ];
}

export const PLAIN_OPERATIONS: readonly PlainOperation[] = [
  ...resource("User", user),
  ...resource("Group", group),
  {
    ...scim,
    id: "scimBulk",
    method: "POST",
    path: "/scim/v2/Bulk",
    summary: "Do several operations",
    description: "Each is done or refused on its own (RFC 7644 §3.7).",
    ...asked(bulk),
    ...answers(200),
  },
  {
    ...scim,
    id: "scimSearch",
    method: "POST",
    path: "/scim/v2/.search",
    summary: "Search users and groups",
    ...asked(search),
    ...answers(200, list(user)),
  },
  {
    ...scim,
    id: "scimMe",
    method: "GET",
    path: "/scim/v2/Me",
    summary: "Me",
    description: "Answers 501: a token stands for a directory, not for a person.",
    ...answers(501),
  },
  {
    ...scim,
    id: "scimConfig",
    method: "GET",
    path: "/scim/v2/ServiceProviderConfig",
    summary: "What the endpoint can do",
    ...answers(200),
  },
  {
    ...scim,
    id: "scimListResourceTypes",
    method: "GET",
    path: "/scim/v2/ResourceTypes",
    summary: "List resource types",
    ...answers(200),
  },
  {
    ...scim,
    id: "scimGetResourceType",
    method: "GET",
    path: "/scim/v2/ResourceTypes/{id}",
    summary: "Get a resource type",
    ...answers(200),
  },
  { ...scim, id: "scimListSchemas", method: "GET", path: "/scim/v2/Schemas", summary: "List schemas", ...answers(200) },
  {
    ...scim,
    id: "scimGetSchema",
    method: "GET",
    path: "/scim/v2/Schemas/{id}",
    summary: "Get a schema",
    ...answers(200),
  },
  {
    id: "grantAccessToken",
    method: "POST",
    path: "/oauth/token",
    tag: "OAuth clients",
    summary: "Fetch an access token",
    description:
      "RFC 6749 §4.4, with the client's id and secret in an Authorization header (Basic) or in the body. Failures are as its §5.2 has them.",
    security: "none",
    request: {
      type: "application/x-www-form-urlencoded",
      example: { grant_type: "client_credentials", scope: "get:users" },
    },
    answer: {
      status: 200,
      type: "application/json",
      example: { access_token: "scim_…", token_type: "Bearer", expires_in: 3600, scope: "get:users" },
    },
  },
  {
    id: "receiveInspection",
    method: "POST",
    path: "/inspect/{endpointId}",
    tag: "Webhooks",
    summary: "What an inspector is sent",
    description: "For Rollcall's own deliveries: an inspector keeps them, to be looked at in the dashboard.",
    security: "none",
    answer: { status: 204, type: "application/json" },
  },
  {
    id: "isAlive",
    method: "GET",
    path: "/healthz",
    tag: "Operating",
    summary: "The process is up",
    security: "none",
    answer: { status: 200, type: "text/plain" },
  },
  {
    id: "isReady",
    method: "GET",
    path: "/readyz",
    tag: "Operating",
    summary: "The process can serve",
    description: "503 while it cannot, with the reason.",
    security: "none",
    answer: { status: 200, type: "application/json" },
  },
  {
    id: "getMetrics",
    method: "GET",
    path: "/metrics",
    tag: "Operating",
    summary: "Numbers for Prometheus",
    description: "There only where METRICS_TOKEN is set.",
    security: "metrics",
    answer: { status: 200, type: "text/plain" },
  },
  {
    id: "getOpenApi",
    method: "GET",
    path: "/openapi.json",
    tag: "Operating",
    summary: "This reference as OpenAPI 3.1",
    security: "none",
    answer: { status: 200, type: "application/json" },
  },
  {
    id: "getReferenceAsMarkdown",
    method: "GET",
    path: "/docs/api.md",
    tag: "Operating",
    summary: "This reference as Markdown",
    security: "none",
    answer: { status: 200, type: "text/markdown" },
  },
  {
    id: "getLlmsTxt",
    method: "GET",
    path: "/llms.txt",
    tag: "Operating",
    summary: "Where programs that read find what",
    security: "none",
    answer: { status: 200, type: "text/plain" },
  },
];
