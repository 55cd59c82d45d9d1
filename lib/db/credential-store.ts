import type { ApiScope } from "#lib/contract/api-scopes.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { Scope } from "#lib/contract/scopes.ts";
import type { IdpDirectory } from "#lib/directory/context.ts";
import { CONFIGURATION, CONFIGURATION_JOIN, type ConfigurationRow, mappingInForce } from "./configuration-in-force.ts";
import { guarded } from "./failure.ts";
import type { Sql } from "./sql.ts";

/** The token of a SCIM request with the directory it opens. */
export interface TokenRecord {
  readonly id: string;
  readonly prefix: string;
  readonly revoked: boolean;
  readonly expiresAt: Date | null;
  readonly scopes: readonly Scope[];
  readonly directory: IdpDirectory;
}
/** A management key; `organizationId` null: for every organization. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  readonly organizationId: string | null;
  readonly scopes: readonly ApiScope[];
}

/** Credentials by their keyed hash: one round trip each. */
export interface CredentialStore {
  findToken(hash: Buffer): Promise<TokenRecord | undefined>;
  /** Not revoked. Notes the use. */
  openApiKey(hash: Buffer, at: Date, userAgent: string | null): Promise<ApiKeyRecord | undefined>;
}

const TOKEN = `
  select t.id, t.prefix, t.revoked_at is not null or c.revoked_at is not null as revoked, t.expires_at, t.scopes,
    d.id as directory_id, d.organization_id, d.provider, d.paused, d.paused_until, d.label, d.rate_limit, d.schemas,
    o.settings -> 'redactedAttributes' as redacted,
    ${CONFIGURATION}
  from scim_token t join directory d on d.id = t.directory_id left join oauth_client c on c.id = t.client_id
    ${CONFIGURATION_JOIN}
  where t.hash = $1`;

/** Written at most once a minute for each key. */
const API_KEY = `
  with found as (select id, name, organization_id, scopes, last_used_at from api_key where hash = $1 and revoked_at is null),
  used as (
    update api_key k set last_used_at = $2, last_used_agent = $3 from found f
    where k.id = f.id and (f.last_used_at is null or f.last_used_at < $2::timestamptz - interval '1 minute')
  ) select id, name, organization_id, scopes from found`;

interface TokenRow extends ConfigurationRow {
  id: string;
  prefix: string;
  revoked: boolean;
  expires_at: Date | null;
  scopes: Scope[];
  directory_id: string;
  organization_id: string;
  provider: Provider;
  paused: boolean;
  paused_until: Date | null;
  label: string | null;
  rate_limit: number | null;
  redacted: string[] | null;
}

interface ApiKeyRow extends Record<string, unknown> {
  id: string;
  name: string;
  organization_id: string | null;
  scopes: ApiScope[];
}

export function credentialStore(sql: Sql): CredentialStore {
  return {
    async findToken(hash) {
      const [row] = await guarded(() => sql.query<TokenRow>(TOKEN, [hash]));
      return (
        row && {
          id: row.id,
          prefix: row.prefix,
          revoked: row.revoked,
          expiresAt: row.expires_at,
          scopes: row.scopes,
          directory: {
            id: row.directory_id,
            organizationId: row.organization_id,
            provider: row.provider,
            paused: row.paused,
            pausedUntil: row.paused_until,
            label: row.label,
            rateLimit: row.rate_limit,
            schemas: row.schemas,
            redacted: row.redacted ?? [],
            mapping: mappingInForce(row),
          },
        }
      );
    },
    async openApiKey(hash, at, userAgent) {
      const [row] = await guarded(() => sql.query<ApiKeyRow>(API_KEY, [hash, at, userAgent]));
      return row && { id: row.id, name: row.name, organizationId: row.organization_id, scopes: row.scopes };
    },
  };
}
