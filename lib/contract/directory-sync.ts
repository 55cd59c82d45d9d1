/**
 * Shapes of the JSON between the dashboard and its handlers under `app/api`. The same zod schema validates a form in the
 * browser, the request in the handler, and the answer in the browser. Imports nothing of ours, so every room may use it.
 * Times are ISO 8601 in UTC.
 */
import * as z from "zod/mini";
import { Scope, Scopes, TokenLifetime } from "./scopes.ts";

export const PROVIDERS = [
  "okta_saml",
  "okta_oidc",
  "okta_scim",
  "entra",
  "google",
  "onelogin",
  "jumpcloud",
  "pingone",
  "generic",
] as const;
export const Provider = z.enum(PROVIDERS);
export type Provider = z.infer<typeof Provider>;

/** What the admin reads in lists and menus. */
export const PROVIDER_NAMES: Record<Provider, string> = {
  okta_saml: "Okta (SAML app)",
  okta_oidc: "Okta (OIDC app + SCIM app)",
  okta_scim: "Okta (SCIM 2.0 template app)",
  entra: "Microsoft Entra ID",
  google: "Google Workspace",
  onelogin: "OneLogin",
  jumpcloud: "JumpCloud",
  pingone: "PingOne",
  generic: "Generic SCIM 2.0",
};

const time = z.string();
const name = z
  .string()
  .check(z.trim(), z.minLength(1, "Give it a name."), z.maxLength(100, "A name has at most 100 characters."));

/** A page of a keyset-paged list; pass `nextCursor` back as `cursor` to go on. */
const page = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.nullable(z.string()) });

/* Organizations */

export const Role = z.enum(["org:owner", "org:admin", "org:member"]);
export type Role = z.infer<typeof Role>;
export const Permission = z.enum(["org:sys_provisioning:read", "org:sys_provisioning:manage"]);
export type Permission = z.infer<typeof Permission>;

export const OrganizationSummary = z.object({
  id: z.string(),
  name: z.string(),
  role: Role,
  permissions: z.array(Permission),
});
export type OrganizationSummary = z.infer<typeof OrganizationSummary>;
export const CreateOrganization = z.object({ name });

/** Who looks at the dashboard, and what they may see. */
export const Viewer = z.object({
  account: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  organizations: z.array(OrganizationSummary),
});
export type Viewer = z.infer<typeof Viewer>;

/* Directories */

/** `waiting`: no request yet. `active`: the IdP has called. `paused`: answers 503 until resumed. */
export const DirectoryState = z.enum(["waiting", "active", "paused"]);
export type DirectoryState = z.infer<typeof DirectoryState>;

export const Directory = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  provider: Provider,
  state: DirectoryState,
  /** The address for every IdP of this instance: the token decides which directory it reaches. */
  endpointUrl: z.string(),
  /** The same, naming this directory by its label or id: the token must be one of its own. */
  connectionUrl: z.string(),
  /** May stand in the address instead of the id. */
  label: z.nullable(z.string()),
  /** Operations per second and token; 0: no limit, null: the operator's default. */
  rateLimit: z.nullable(z.number()),
  createdAt: time,
  lastRequestAt: z.nullable(time),
  counts: z.object({
    activeUsers: z.number(),
    inactiveUsers: z.number(),
    groups: z.number(),
    activeTokens: z.number(),
  }),
});
export type Directory = z.infer<typeof Directory>;
export const DirectoryList = z.object({ data: z.array(Directory) });

/** One directory with what its page shows beside it. */
export const DirectoryDetail = z.extend(Directory, {
  organization: OrganizationSummary,
  lastRequest: z.nullable(z.object({ id: z.string(), at: time, sentence: z.string(), status: z.number() })),
  /** Refused or failed requests in the last 24 hours. */
  refusedLastDay: z.number(),
  requestsLastDay: z.number(),
});
export type DirectoryDetail = z.infer<typeof DirectoryDetail>;

export const CreateDirectory = z.object({ name, provider: Provider });
export type CreateDirectory = z.infer<typeof CreateDirectory>;
export const UpdateDirectory = z.object({ name: z.optional(name), state: z.optional(z.enum(["active", "paused"])) });
export type UpdateDirectory = z.infer<typeof UpdateDirectory>;

/* SCIM tokens and API keys: the same once-only reveal */

/** A secret as it may be shown at any time. */
export const Credential = z.object({
  id: z.string(),
  name: z.string(),
  /** The first characters, e.g. `scim_01HKX9SY`: enough to recognise it, not to use it. */
  prefix: z.string(),
  lastFour: z.string(),
  createdAt: time,
  createdBy: z.string(),
  lastUsedAt: z.nullable(time),
  lastUsedAgent: z.nullable(z.string()),
  revokedAt: z.nullable(time),
});
export type Credential = z.infer<typeof Credential>;

/** `expiresAt` null: good until it is revoked. */
export const Token = z.extend(Credential, { scopes: z.array(Scope), expiresAt: z.nullable(time) });
export type Token = z.infer<typeof Token>;
export const TokenList = z.object({ data: z.array(Token) });
/** Without `scopes`: everything. Without `lifetimeSeconds`: good until it is revoked. */
export const IssueToken = z.object({
  name,
  scopes: z.optional(Scopes),
  lifetimeSeconds: z.optional(TokenLifetime),
});
export type IssueToken = z.infer<typeof IssueToken>;
/** The only answer that ever holds the plaintext. */
export const IssuedToken = z.extend(Token, { token: z.string() });
export type IssuedToken = z.infer<typeof IssuedToken>;

export const ApiKey = Credential;
export type ApiKey = Credential;
export const ApiKeyList = z.object({ data: z.array(ApiKey) });
export const IssueApiKey = z.object({ name });
export const IssuedApiKey = z.extend(ApiKey, { key: z.string() });
export type IssuedApiKey = z.infer<typeof IssuedApiKey>;

/* Attribute mapping */

export const MappingRow = z.object({
  source: z.string(),
  target: z.string(),
  note: z.string(),
});
export type MappingRow = z.infer<typeof MappingRow>;
export const Mapping = z.object({ userIdAttribute: z.string(), rows: z.array(MappingRow) });
export type Mapping = z.infer<typeof Mapping>;

/* Provisioning log */

/** `changed`: something was written. `read`: answered without a change. `refused`: 4xx. `failed`: 5xx. */
export const LogOutcome = z.enum(["changed", "read", "refused", "failed"]);
export type LogOutcome = z.infer<typeof LogOutcome>;

export const LogEntry = z.object({
  id: z.string(),
  at: time,
  outcome: LogOutcome,
  /** One sentence in plain words: "Okta set Ana Lima inactive; the membership was removed." */
  sentence: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  scimType: z.nullable(z.string()),
  durationMs: z.number(),
  targetType: z.nullable(z.enum(["User", "Group"])),
  targetId: z.nullable(z.string()),
  targetName: z.nullable(z.string()),
  tokenPrefix: z.nullable(z.string()),
  requestId: z.string(),
});
export type LogEntry = z.infer<typeof LogEntry>;
export const LogPage = page(LogEntry);
export type LogPage = z.infer<typeof LogPage>;
export const LogQuery = z.object({
  outcome: z.optional(LogOutcome),
  /** Matches the person or group, the sentence or the request id. */
  q: z.optional(z.string().check(z.maxLength(200))),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type LogQuery = z.infer<typeof LogQuery>;

/** One changed attribute. `before` or `after` is absent when the attribute was added or removed. */
export const AttributeChange = z.object({
  attribute: z.string(),
  before: z.optional(z.unknown()),
  after: z.optional(z.unknown()),
});
export const LogEntryDetail = z.extend(LogEntry, {
  userAgent: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  /** How the IdP spoke: `okta`, `entra`, `entra-scim`, … */
  dialect: z.nullable(z.string()),
  /** Tolerated deviations from the RFCs, e.g. `boolean-as-string`, with what each means. */
  deviations: z.array(z.object({ code: z.string(), words: z.string() })),
  changes: z.array(AttributeChange),
  /** Redacted bodies; long lists are cut and say so. `null`: there was none, or it is not kept for reads. */
  request: z.object({ query: z.nullable(z.string()), body: z.unknown() }),
  response: z.object({ body: z.unknown() }),
});
export type LogEntryDetail = z.infer<typeof LogEntryDetail>;

/* Users and groups of a directory */

export const DirectoryUser = z.object({
  id: z.string(),
  userName: z.string(),
  displayName: z.nullable(z.string()),
  email: z.nullable(z.string()),
  externalId: z.nullable(z.string()),
  active: z.boolean(),
  groupCount: z.number(),
  createdAt: time,
  updatedAt: time,
});
export type DirectoryUser = z.infer<typeof DirectoryUser>;
export const DirectoryUserPage = z.extend(page(DirectoryUser), { totalCount: z.number() });
export type DirectoryUserPage = z.infer<typeof DirectoryUserPage>;
export const UserQuery = z.object({
  q: z.optional(z.string().check(z.maxLength(200))),
  state: z.optional(z.enum(["active", "inactive"])),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type UserQuery = z.infer<typeof UserQuery>;

export const MemberSummary = z.object({ id: z.string(), role: Role, active: z.boolean() });
export const DirectoryUserDetail = z.extend(DirectoryUser, {
  groups: z.array(z.object({ id: z.string(), displayName: z.string() })),
  /** The organization's member this person became, and the mapped profile. */
  member: z.nullable(z.extend(MemberSummary, { profile: z.record(z.string(), z.unknown()) })),
  /** The SCIM document as the IdP would read it. */
  resource: z.record(z.string(), z.unknown()),
  recent: z.array(LogEntry),
});
export type DirectoryUserDetail = z.infer<typeof DirectoryUserDetail>;

export const DirectoryGroup = z.object({
  id: z.string(),
  displayName: z.string(),
  externalId: z.nullable(z.string()),
  memberCount: z.number(),
  waitingCount: z.number(),
  createdAt: time,
  updatedAt: time,
});
export type DirectoryGroup = z.infer<typeof DirectoryGroup>;
export const DirectoryGroupPage = z.extend(page(DirectoryGroup), { totalCount: z.number() });
export type DirectoryGroupPage = z.infer<typeof DirectoryGroupPage>;
export const GroupQuery = z.object({
  q: z.optional(z.string().check(z.maxLength(200))),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type GroupQuery = z.infer<typeof GroupQuery>;

export const GroupMember = z.object({
  id: z.string(),
  type: z.enum(["User", "Group"]),
  name: z.string(),
  email: z.nullable(z.string()),
  active: z.boolean(),
});
export type GroupMember = z.infer<typeof GroupMember>;
export const DirectoryGroupDetail = z.extend(DirectoryGroup, {
  /** The SCIM document without its members. */
  resource: z.record(z.string(), z.unknown()),
  /** Values the IdP named as members that no person or group here answers to yet (the first 100). */
  waiting: z.array(z.object({ value: z.string(), since: time })),
  recent: z.array(LogEntry),
});
export type DirectoryGroupDetail = z.infer<typeof DirectoryGroupDetail>;
export const GroupMemberQuery = z.object({ cursor: z.optional(z.string().check(z.maxLength(1_000))) });
export const GroupMemberPage = page(GroupMember);
export type GroupMemberPage = z.infer<typeof GroupMemberPage>;

/* Members of the organization */

export const Member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.nullable(z.string()),
  role: Role,
  /** Why they have the role: given by hand, or the organization's default for provisioned people. */
  roleSource: z.enum(["manual", "default"]),
  /** Where the person comes from. */
  source: z.enum(["directory", "account"]),
  active: z.boolean(),
  directory: z.nullable(z.object({ id: z.string(), name: z.string(), userId: z.string() })),
  createdAt: time,
  deactivatedAt: z.nullable(time),
});
export type Member = z.infer<typeof Member>;
export const MemberPage = z.extend(page(Member), { totalCount: z.number() });
export type MemberPage = z.infer<typeof MemberPage>;
export const MemberQuery = UserQuery;
export type MemberQuery = z.infer<typeof MemberQuery>;

/* Failures */

/** Every failure of `app/api` and `app/v1`. `code` is stable; `message` is for people; `fields` names inputs at fault. */
export const ApiError = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    fields: z.optional(z.record(z.string(), z.string())),
  }),
});
export type ApiError = z.infer<typeof ApiError>;
