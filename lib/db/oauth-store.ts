import type { Scope } from "#lib/contract/scopes.ts";
import type { OAuthClient, OAuthClientStore, OAuthSecretWrite } from "#lib/directory/admin-context.ts";
import type { GrantStore } from "#lib/directory/oauth-grant.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import type { Sql } from "./sql.ts";

/** Names every column that may be read: the hash never leaves this room. */
const SECRET_SHOWN = {
  id: true,
  prefix: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  revokedAt: true,
} as const;
const NEWEST_FIRST = { id: "desc" } as const;
const SHOWN = {
  id: true,
  directoryId: true,
  name: true,
  scopes: true,
  createdAt: true,
  revokedAt: true,
  secrets: { select: SECRET_SHOWN, orderBy: NEWEST_FIRST },
} as const;

const toClient = (row: Omit<OAuthClient, "scopes"> & { scopes: string[] }): OAuthClient => ({
  ...row,
  scopes: row.scopes as Scope[],
});

const toColumns = ({ id, secret, createdBy, createdAt, expiresAt }: OAuthSecretWrite) => ({
  id,
  hash: new Uint8Array(secret.hash),
  prefix: secret.prefix,
  lastFour: secret.lastFour,
  createdBy,
  createdAt,
  expiresAt,
});

/** OAuth clients as admins see them. */
export function oauthClientStore(prisma: PrismaClient): OAuthClientStore {
  return {
    async insert(directoryId, { scopes, ...client }, secret, audit) {
      const data = { ...client, directoryId, scopes: [...scopes], secrets: { create: toColumns(secret) } };
      await guarded(() =>
        prisma.$transaction([prisma.oAuthClient.create({ data }), prisma.auditEntry.create({ data: audit })]),
      );
    },

    async ofDirectory(directoryId) {
      const rows = await guarded(() =>
        prisma.oAuthClient.findMany({ where: { directoryId }, select: SHOWN, orderBy: NEWEST_FIRST }),
      );
      return rows.map(toClient);
    },

    async find(directoryId, id) {
      const row = await guarded(() => prisma.oAuthClient.findFirst({ where: { id, directoryId }, select: SHOWN }));
      return row ? toClient(row) : undefined;
    },

    async addSecret(clientId, secret, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.oAuthSecret.create({ data: { ...toColumns(secret), clientId } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async revoke(id, at, audit) {
      return guarded(() =>
        prisma.$transaction(async (transaction) => {
          const where = { id, revokedAt: null };
          const { count } = await transaction.oAuthClient.updateMany({ where, data: { revokedAt: at } });
          if (count > 0) await transaction.auditEntry.create({ data: audit });
          return count > 0;
        }),
      );
    },

    async revokeSecret(id, at, audit) {
      return guarded(() =>
        prisma.$transaction(async (transaction) => {
          const where = { id, revokedAt: null };
          const { count } = await transaction.oAuthSecret.updateMany({ where, data: { revokedAt: at } });
          if (count > 0) await transaction.auditEntry.create({ data: audit });
          return count > 0;
        }),
      );
    },
  };
}

const FIND = `
  select c.scopes, c.revoked_at is not null as revoked,
    s.id as secret_id, s.revoked_at is not null as secret_revoked, s.expires_at
  from oauth_client c left join oauth_secret s on s.client_id = c.id and s.hash = $2
  where c.id = $1`;

interface FoundRow extends Record<string, unknown> {
  scopes: Scope[];
  revoked: boolean;
  secret_id: string | null;
  secret_revoked: boolean;
  expires_at: Date | null;
}

/** Whatever was revoked since it was looked up gives no row, and so no token. */
const ISSUE = `
  with used as (
    update oauth_secret s set last_used_at = $8 from oauth_client c
    where s.id = $1 and c.id = s.client_id and s.revoked_at is null and c.revoked_at is null
    returning c.id as client_id, c.directory_id
  )
  insert into scim_token (id, directory_id, client_id, name, hash, prefix, last_four, created_by, created_at, expires_at, scopes)
  select $2, directory_id, client_id, $3, $4, $5, $6, $7, $8, $9, $10::text[] from used
  returning id`;

/** What a request for an access token needs: one look-up, one write. */
export function grantStore(sql: Sql): GrantStore {
  return {
    async find(clientId, secretHash) {
      const [row] = await guarded(() => sql.query<FoundRow>(FIND, [clientId, secretHash]));
      if (!row) return undefined;
      const { scopes, revoked, secret_id: id, secret_revoked: isSecretRevoked, expires_at: expiresAt } = row;
      return { scopes, revoked, secret: id === null ? undefined : { id, revoked: isSecretRevoked, expiresAt } };
    },

    async issue(secretId, { id, name, secret, createdBy, createdAt, expiresAt, scopes }) {
      const { hash, prefix, lastFour } = secret;
      const parameters = [secretId, id, name, hash, prefix, lastFour, createdBy, createdAt, expiresAt, scopes];
      return (await guarded(() => sql.query(ISSUE, parameters))).length > 0;
    },
  };
}
