/** What the management API shows of each thing. Field names and times follow authn.sh and WorkOS (snake case, ms). */
import type { IssuedToken } from "#lib/contract/credential.ts";
import type { Directory } from "#lib/contract/directory.ts";
import type { PageQuery } from "#lib/contract/management.ts";
import type { DirectoryToken, OAuthClient, OAuthSecret, Organization } from "#lib/directory/admin-context.ts";
import { tokenUrl } from "#lib/directory/oauth.ts";
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

/** A page of a list that is small enough to be read whole. */
export const toList = <Item, Shown>(
  items: readonly Item[],
  { limit, offset }: PageQuery,
  show: (item: Item) => Shown,
) => ({
  data: items.slice(offset, offset + limit).map(show),
  total_count: items.length,
});
