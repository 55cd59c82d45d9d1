import type { IssuedToken, Token } from "#lib/contract/credential.ts";
import type { ScimConfiguration } from "#lib/directory/scim-configuration.ts";
import { writePairs } from "#lib/mapping/auth0.ts";

export const toConfiguration = ({ directory, mapping }: ScimConfiguration) => ({
  connection_id: directory.id,
  connection_name: directory.label ?? directory.name,
  strategy: mapping.strategy,
  tenant_name: directory.organizationId,
  user_id_attribute: mapping.userIdAttribute,
  mapping: writePairs(mapping.rows, mapping.strategy),
  created_at: directory.createdAt,
  updated_on: mapping.savedAt ?? directory.createdAt,
});

export const toAuth0Token = (token: Token) => ({
  token_id: token.id,
  scopes: token.scopes,
  created_at: token.createdAt,
  ...(token.expiresAt !== null && { valid_until: token.expiresAt }),
  ...(token.lastUsedAt !== null && { last_used_at: token.lastUsedAt }),
});

/** The only answer that holds the plaintext. */
export const toIssuedAuth0Token = (issued: IssuedToken) => ({ ...toAuth0Token(issued), token: issued.token });
