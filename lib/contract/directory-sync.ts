/**
 * Shapes of the JSON between the dashboard and its handlers under `app/api`. The same zod schema validates a form in the
 * browser, the request in the handler, and the answer in the browser. Imports nothing of ours, so every room may use it.
 * Times are ISO 8601 in UTC.
 */
import { z } from "zod";
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
const name = z.string().trim().min(1, "Give it a name.").max(100, "A name has at most 100 characters.");

/** A page of a keyset-paged list; pass `nextCursor` back as `cursor` to go on. */
const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), nextCursor: z.string().nullable() });

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
  label: z.string().nullable(),
  /** Operations per second and token; 0: no limit, null: the operator's default. */
  rateLimit: z.number().nullable(),
  createdAt: time,
  lastRequestAt: time.nullable(),
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
export const DirectoryDetail = Directory.extend({
  organization: OrganizationSummary,
  lastRequest: z.object({ id: z.string(), at: time, sentence: z.string(), status: z.number() }).nullable(),
  /** Refused or failed requests in the last 24 hours. */
  refusedLastDay: z.number(),
  requestsLastDay: z.number(),
});
export type DirectoryDetail = z.infer<typeof DirectoryDetail>;

export const CreateDirectory = z.object({ name, provider: Provider });
export type CreateDirectory = z.infer<typeof CreateDirectory>;
export const UpdateDirectory = z.object({ name: name.optional(), state: z.enum(["active", "paused"]).optional() });
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
  lastUsedAt: time.nullable(),
  lastUsedAgent: z.string().nullable(),
  revokedAt: time.nullable(),
});
export type Credential = z.infer<typeof Credential>;

/** `expiresAt` null: good until it is revoked. */
export const Token = Credential.extend({ scopes: z.array(Scope), expiresAt: time.nullable() });
export type Token = z.infer<typeof Token>;
export const TokenList = z.object({ data: z.array(Token) });
/** Without `scopes`: everything. Without `lifetimeSeconds`: good until it is revoked. */
export const IssueToken = z.object({
  name,
  scopes: Scopes.optional(),
  lifetimeSeconds: TokenLifetime.optional(),
});
export type IssueToken = z.infer<typeof IssueToken>;
/** The only answer that ever holds the plaintext. */
export const IssuedToken = Token.extend({ token: z.string() });
export type IssuedToken = z.infer<typeof IssuedToken>;

export const ApiKey = Credential;
export type ApiKey = Credential;
export const ApiKeyList = z.object({ data: z.array(ApiKey) });
export const IssueApiKey = z.object({ name });
export const IssuedApiKey = ApiKey.extend({ key: z.string() });
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
  scimType: z.string().nullable(),
  durationMs: z.number(),
  targetType: z.enum(["User", "Group"]).nullable(),
  targetId: z.string().nullable(),
  targetName: z.string().nullable(),
  tokenPrefix: z.string().nullable(),
  requestId: z.string(),
});
export type LogEntry = z.infer<typeof LogEntry>;
export const LogPage = page(LogEntry);
export type LogPage = z.infer<typeof LogPage>;
export const LogQuery = z.object({
  outcome: LogOutcome.optional(),
  /** Matches the person or group, the sentence or the request id. */
  q: z.string().max(200).optional(),
  cursor: z.string().max(1_000).optional(),
});
export type LogQuery = z.infer<typeof LogQuery>;

/** One changed attribute. `before` or `after` is absent when the attribute was added or removed. */
export const AttributeChange = z.object({
  attribute: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
export const LogEntryDetail = LogEntry.extend({
  userAgent: z.string().nullable(),
  ip: z.string().nullable(),
  /** How the IdP spoke: `okta`, `entra`, `entra-scim`, … */
  dialect: z.string().nullable(),
  /** Tolerated deviations from the RFCs, e.g. `boolean-as-string`, with what each means. */
  deviations: z.array(z.object({ code: z.string(), words: z.string() })),
  changes: z.array(AttributeChange),
  /** Redacted bodies; long lists are cut and say so. `null`: there was none, or it is not kept for reads. */
  request: z.object({ query: z.string().nullable(), body: z.unknown() }),
  response: z.object({ body: z.unknown() }),
});
export type LogEntryDetail = z.infer<typeof LogEntryDetail>;

/* Users and groups of a directory */

export const DirectoryUser = z.object({
  id: z.string(),
  userName: z.string(),
  displayName: z.string().nullable(),
  email: z.string().nullable(),
  externalId: z.string().nullable(),
  active: z.boolean(),
  groupCount: z.number(),
  createdAt: time,
  updatedAt: time,
});
export type DirectoryUser = z.infer<typeof DirectoryUser>;
export const DirectoryUserPage = page(DirectoryUser).extend({ totalCount: z.number() });
export type DirectoryUserPage = z.infer<typeof DirectoryUserPage>;
export const UserQuery = z.object({
  q: z.string().max(200).optional(),
  state: z.enum(["active", "inactive"]).optional(),
  cursor: z.string().max(1_000).optional(),
});
export type UserQuery = z.infer<typeof UserQuery>;

export const MemberSummary = z.object({ id: z.string(), role: Role, active: z.boolean() });
export const DirectoryUserDetail = DirectoryUser.extend({
  groups: z.array(z.object({ id: z.string(), displayName: z.string() })),
  /** The organization's member this person became, and the mapped profile. */
  member: MemberSummary.extend({ profile: z.record(z.string(), z.unknown()) }).nullable(),
  /** The SCIM document as the IdP would read it. */
  resource: z.record(z.string(), z.unknown()),
  recent: z.array(LogEntry),
});
export type DirectoryUserDetail = z.infer<typeof DirectoryUserDetail>;

export const DirectoryGroup = z.object({
  id: z.string(),
  displayName: z.string(),
  externalId: z.string().nullable(),
  memberCount: z.number(),
  waitingCount: z.number(),
  createdAt: time,
  updatedAt: time,
});
export type DirectoryGroup = z.infer<typeof DirectoryGroup>;
export const DirectoryGroupPage = page(DirectoryGroup).extend({ totalCount: z.number() });
export type DirectoryGroupPage = z.infer<typeof DirectoryGroupPage>;
export const GroupQuery = z.object({ q: z.string().max(200).optional(), cursor: z.string().max(1_000).optional() });
export type GroupQuery = z.infer<typeof GroupQuery>;

export const GroupMember = z.object({
  id: z.string(),
  type: z.enum(["User", "Group"]),
  name: z.string(),
  email: z.string().nullable(),
  active: z.boolean(),
});
export type GroupMember = z.infer<typeof GroupMember>;
export const DirectoryGroupDetail = DirectoryGroup.extend({
  /** The SCIM document without its members. */
  resource: z.record(z.string(), z.unknown()),
  /** Values the IdP named as members that no person or group here answers to yet (the first 100). */
  waiting: z.array(z.object({ value: z.string(), since: time })),
  recent: z.array(LogEntry),
});
export type DirectoryGroupDetail = z.infer<typeof DirectoryGroupDetail>;
export const GroupMemberQuery = z.object({ cursor: z.string().max(1_000).optional() });
export const GroupMemberPage = page(GroupMember);
export type GroupMemberPage = z.infer<typeof GroupMemberPage>;

/* Members of the organization */

export const Member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: Role,
  /** Why they have the role: given by hand, or the organization's default for provisioned people. */
  roleSource: z.enum(["manual", "default"]),
  /** Where the person comes from. */
  source: z.enum(["directory", "account"]),
  active: z.boolean(),
  directory: z.object({ id: z.string(), name: z.string(), userId: z.string() }).nullable(),
  createdAt: time,
  deactivatedAt: time.nullable(),
});
export type Member = z.infer<typeof Member>;
export const MemberPage = page(Member).extend({ totalCount: z.number() });
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
    fields: z.record(z.string(), z.string()).optional(),
  }),
});
export type ApiError = z.infer<typeof ApiError>;
