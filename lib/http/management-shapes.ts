/** What the management API shows of each thing. Field names and times follow authn.sh and WorkOS (snake case, ms). */
import type { PageQuery } from "#lib/contract/api/common.ts";
import type { ApiKey, IssuedApiKey, IssuedToken } from "#lib/contract/credential.ts";
import type { Directory } from "#lib/contract/directory.ts";
import type { LogEntry, LogEntryDetail, LogPage } from "#lib/contract/log.ts";
import type { Member, MemberPage } from "#lib/contract/member.ts";
import type { DirectoryToken, OAuthClient, OAuthSecret, Organization } from "#lib/directory/admin-context.ts";
import { tokenUrl } from "#lib/directory/oauth.ts";
import { prefixedId } from "#lib/directory/prefixed-id.ts";
import type { Schema } from "#lib/scim/schema/attribute.ts";
import { SCHEMA_URN } from "#lib/scim/schema/resource-types.ts";

const ms = (time: string | null) => (time === null ? null : Date.parse(time));

export const toOrganization = ({ id, name, createdAt }: Organization) => ({
  id,
  object: "organization",
  name,
  created_at: createdAt.getTime(),
});

export const toDirectory = (directory: Directory) => ({
  id: directory.id,
  object: "directory",
  organization_id: directory.organizationId,
  name: directory.name,
  provider: directory.provider,
  state: directory.state,
  endpoint_url: directory.endpointUrl,
  connection_url: directory.connectionUrl,
  label: directory.label,
  rate_limit: directory.rateLimit,
  metadata: {
    users: { active: directory.counts.activeUsers, inactive: directory.counts.inactiveUsers },
    groups: directory.counts.groups,
  },
  created_at: ms(directory.createdAt),
  last_request_at: ms(directory.lastRequestAt),
});

export const toToken = (token: DirectoryToken, organizationId: string) => ({
  id: token.id,
  object: "scim_token",
  organization_id: organizationId,
  directory_id: token.directoryId,
  name: token.name,
  prefix: token.prefix,
  scopes: token.scopes,
  created_at: ms(token.createdAt),
  expires_at: ms(token.expiresAt),
  last_used_at: ms(token.lastUsedAt),
  revoked_at: ms(token.revokedAt),
});

/** The only answer that holds the plaintext. */
export const toIssuedToken = (issued: IssuedToken & DirectoryToken, organizationId: string) => ({
  ...toToken(issued, organizationId),
  token: issued.token,
});

/** The extensions as documents of RFC 7643 §7, in the form in which they are declared. */
export const toSchemas = (schemas: readonly Schema[]) => ({
  schemas: schemas.map(({ id, name, description, attributes }) => ({
    schemas: [SCHEMA_URN],
    id,
    name,
    description,
    attributes,
  })),
});

export const toOAuthSecret = (secret: OAuthSecret) => ({
  id: secret.id,
  object: "oauth_secret",
  prefix: secret.prefix,
  created_at: secret.createdAt.getTime(),
  expires_at: secret.expiresAt?.getTime() ?? null,
  last_used_at: secret.lastUsedAt?.getTime() ?? null,
  revoked_at: secret.revokedAt?.getTime() ?? null,
});

/** The id is the `client_id` that the IdP is given. A client was last used when one of its secrets was. */
export const toOAuthClient = (client: OAuthClient, { organizationId, baseUrl }: OAuthPlace) => {
  const uses = client.secrets.flatMap(({ lastUsedAt }) => lastUsedAt?.getTime() ?? []);
  return {
    id: client.id,
    object: "oauth_client",
    organization_id: organizationId,
    directory_id: client.directoryId,
    name: client.name,
    scopes: client.scopes,
    token_url: tokenUrl(baseUrl),
    secrets: client.secrets.map(toOAuthSecret),
    created_at: client.createdAt.getTime(),
    last_used_at: uses.length > 0 ? Math.max(...uses) : null,
    revoked_at: client.revokedAt?.getTime() ?? null,
  };
};

interface OAuthPlace {
  readonly organizationId: string;
  readonly baseUrl: string;
}

/** The only answers that hold the plaintext. */
export const toRevealed = <Shown extends object>(shown: Shown, { clientSecret }: { clientSecret: string }) => ({
  ...shown,
  client_secret: clientSecret,
});

export const toApiKey = (key: ApiKey, organizationId: string | null) => ({
  id: key.id,
  object: "api_key",
  organization_id: organizationId,
  name: key.name,
  prefix: key.prefix,
  scopes: key.scopes,
  created_at: ms(key.createdAt),
  created_by: key.createdBy,
  last_used_at: ms(key.lastUsedAt),
  revoked_at: ms(key.revokedAt),
});

/** The only answer that holds the plaintext. */
export const toIssuedApiKey = (issued: IssuedApiKey, organizationId: string | null) => ({
  ...toApiKey(issued, organizationId),
  key: issued.key,
});

const toLogFields = (entry: LogEntry, directoryId: string) => ({
  id: entry.id,
  object: "log_entry",
  directory_id: directoryId,
  at: entry.at,
  outcome: entry.outcome,
  operation: entry.operation,
  cause: entry.cause?.code ?? null,
  sentence: entry.sentence,
  method: entry.method,
  path: entry.path,
  status: entry.status,
  scim_type: entry.scimType,
  duration_ms: entry.durationMs,
  target_type: entry.targetType,
  target_id: entry.targetId,
  target_name: entry.targetName,
  token_prefix: entry.tokenPrefix,
  request_id: entry.requestId,
});

export const toLog = ({ data, nextCursor }: LogPage, directoryId: string) => ({
  data: data.map((entry) => toLogFields(entry, directoryId)),
  ...(nextCursor !== null && { next_cursor: nextCursor }),
});

export const toLogEntry = (entry: LogEntryDetail, directoryId: string) => ({
  ...toLogFields(entry, directoryId),
  user_agent: entry.userAgent,
  ip: entry.ip,
  dialect: entry.dialect,
  deviations: entry.deviations,
  changes: entry.changes,
  request: entry.request,
  response: entry.response,
});

export const toMember = (member: Member, organizationId: string) => ({
  id: member.id,
  object: "organization_membership",
  organization_id: organizationId,
  name: member.name,
  email: member.email,
  role: { slug: member.role },
  roles: member.roles.map((slug) => ({ slug })),
  role_source: member.roleSource,
  manual_role: member.manualRole === null ? null : { slug: member.manualRole },
  break_glass: member.breakGlass,
  kept: member.kept,
  status: member.active ? "active" : "inactive",
  directory_id: member.directory?.id ?? null,
  directory_user_id: member.directory && prefixedId("directory_user", member.directory.userId),
  suspended_until: member.suspension?.until ?? null,
  suspended_by: member.suspension?.by ?? null,
  created_at: member.createdAt,
  deactivated_at: member.deactivatedAt,
});

export const toMembers = ({ data, totalCount, nextCursor }: MemberPage, organizationId: string) => ({
  data: data.map((member) => toMember(member, organizationId)),
  total_count: totalCount,
  ...(nextCursor !== null && { next_cursor: nextCursor }),
});

/** A page of a list that is small enough to be read whole. The cursor is the id of the last row. */
export function toList<Item extends { readonly id: string }, Shown>(
  items: readonly Item[],
  { limit, offset, cursor }: PageQuery,
  show: (item: Item) => Shown,
) {
  const start = offset ?? (cursor === undefined ? 0 : items.findIndex(({ id }) => id === cursor) + 1);
  const shown = items.slice(start, start + limit);
  const hasMore = offset === undefined && start + limit < items.length;
  return {
    data: shown.map(show),
    total_count: items.length,
    ...(hasMore && { next_cursor: shown.at(-1)?.id }),
  };
}

/** A page that the storage cut. @param id of an item, as it is shown */
export function toPage<Item, Shown extends { readonly id: string }>(
  { data, hasMore }: { data: readonly Item[]; hasMore: boolean },
  totalCount: number,
  show: (item: Item) => Shown,
) {
  const shown = data.map(show);
  return { data: shown, total_count: totalCount, ...(hasMore && { next_cursor: shown.at(-1)?.id }) };
}
