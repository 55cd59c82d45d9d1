/** What the management API shows of each thing. Field names and times follow authn.sh and WorkOS (snake case, ms). */
import type { Directory, IssuedToken } from "#lib/contract/directory-sync.ts";
import type { PageQuery } from "#lib/contract/management.ts";
import type { DirectoryToken, Organization } from "#lib/directory/admin-context.ts";

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

/** A page of a list that is small enough to be read whole. */
export const toList = <Item, Shown>(
  items: readonly Item[],
  { limit, offset }: PageQuery,
  show: (item: Item) => Shown,
) => ({
  data: items.slice(offset, offset + limit).map(show),
  total_count: items.length,
});
