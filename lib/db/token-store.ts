import type { ApiScope } from "#lib/contract/api-scopes.ts";
import type { ApiKey, Credential, Token } from "#lib/contract/credential.ts";
import { SCOPES, type Scope } from "#lib/contract/scopes.ts";
import type { ApiKeyStore, SecretWrite, TokenStore, TokenWrite } from "#lib/directory/admin-context.ts";
import { TEST_TOKEN_PREFIX } from "#lib/directory/idp/test-run.ts";
import type { EndingToken } from "#lib/directory/token-care.ts";
import { eventRows } from "./event-rows.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import { PLANNED_ANEW, type Sql } from "./sql.ts";

interface SecretRow {
  id: string;
  name: string;
  prefix: string;
  lastFour: string;
  createdAt: Date;
  createdBy: string;
  lastUsedAt: Date | null;
  lastUsedAgent: string | null;
  revokedAt: Date | null;
}

/** Names every column that may be read: the hash never leaves this room. */
const SHOWN = {
  id: true,
  name: true,
  prefix: true,
  lastFour: true,
  createdAt: true,
  createdBy: true,
  lastUsedAt: true,
  lastUsedAgent: true,
  revokedAt: true,
} as const;

const toCredential = (row: SecretRow): Credential => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  lastFour: row.lastFour,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  lastUsedAgent: row.lastUsedAgent,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

const TOKEN_SHOWN = {
  ...SHOWN,
  directoryId: true,
  scopes: true,
  expiresAt: true,
  lastUsedIp: true,
  successorId: true,
} as const;

interface TokenColumns extends SecretRow {
  scopes: string[];
  expiresAt: Date | null;
  lastUsedIp: string | null;
  successorId: string | null;
}

const toToken = (row: TokenColumns): Token => ({
  ...toCredential(row),
  scopes: row.scopes as Scope[],
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedIp: row.lastUsedIp,
  successorId: row.successorId,
});

const toColumns = ({ id, name, secret, createdBy, createdAt }: SecretWrite) => ({
  id,
  name,
  hash: new Uint8Array(secret.hash),
  prefix: secret.prefix,
  lastFour: secret.lastFour,
  createdBy,
  createdAt,
});

const tokenColumns = (token: TokenWrite) => ({
  ...toColumns(token),
  scopes: [...token.scopes],
  expiresAt: token.expiresAt,
});

/** Access tokens of OAuth clients and of test runs come and go; lists show what people made. */
const MADE_BY_PEOPLE = { clientId: null, NOT: { id: { startsWith: TEST_TOKEN_PREFIX } } };
const NEWEST_FIRST = { id: "desc" } as const;

/** $1 directory, $2 tokens, $3 since. At most 2,000 calls of each, by its index. */
const TRAFFIC = `${PLANNED_ANEW}
  select t.id, count(e.*)::int as calls,
    count(e.*) filter (where e.at >= $3)::int as calls_last_day,
    count(e.*) filter (where e.at >= $3 and e.outcome in ('refused', 'failed'))::int as refused_last_day,
    array_agg(distinct e.method || case when e.path ilike '%/groups%' then ' groups' else ' users' end)
      filter (where e.status <> 403 and e.path ~* '/(users|groups)') as used
  from unnest($2::text[]) as t(id) left join lateral (
    select n.at, n.outcome, n.method, n.path, n.status from provisioning_entry n
    where n.directory_id = $1 and n.token_id = t.id order by n.id desc limit 2000
  ) e on true group by t.id`;

const ENDING = `
  select d.organization_id as "organizationId", d.id as "directoryId", d.name as "directoryName", t.id as "tokenId", t.name,
    t.prefix, t.expires_at as "expiresAt"
  from scim_token t join directory d on d.id = t.directory_id
  where t.client_id is null and t.revoked_at is null and t.successor_id is null and t.expires_at >= $1 and t.expires_at < $2
  order by t.expires_at`;

interface TrafficRow extends Record<string, unknown> {
  id: string;
  calls: number;
  calls_last_day: number;
  refused_last_day: number;
  used: string[] | null;
}

const scopesIn = (used: string[] | null): Scope[] =>
  (used ?? []).flatMap((call) => {
    const scope = call.toLowerCase().replace(" ", ":");
    return SCOPES.filter((one) => one === scope);
  });

export function tokenStore(prisma: PrismaClient, sql: Sql): TokenStore {
  return {
    async traffic(directoryId, tokenIds, since) {
      const rows = await guarded(() => sql.query<TrafficRow>(TRAFFIC, [directoryId, [...tokenIds], since]));
      return new Map(
        rows.map((row) => [
          row.id,
          {
            calls: row.calls,
            callsLastDay: row.calls_last_day,
            refusedLastDay: row.refused_last_day,
            used: scopesIn(row.used),
          },
        ]),
      );
    },

    async endingBetween(from, to) {
      const rows = await guarded(() => sql.query(ENDING, [from, to]));
      return rows as unknown as EndingToken[];
    },

    async insert(directoryId, token, audit, events) {
      await guarded(() =>
        prisma.$transaction([
          prisma.scimToken.create({ data: { ...tokenColumns(token), directoryId } }),
          prisma.auditEntry.create({ data: audit }),
          prisma.event.createMany({ data: eventRows(directoryId, audit, events) }),
        ]),
      );
    },

    async ofDirectory(directoryId) {
      const rows = await guarded(() =>
        prisma.scimToken.findMany({
          where: { directoryId, ...MADE_BY_PEOPLE },
          select: TOKEN_SHOWN,
          orderBy: NEWEST_FIRST,
        }),
      );
      return rows.map(toToken);
    },

    async ofOrganization(organizationId) {
      const rows = await guarded(() =>
        prisma.scimToken.findMany({
          where: { directory: { organizationId }, ...MADE_BY_PEOPLE },
          select: TOKEN_SHOWN,
          orderBy: NEWEST_FIRST,
        }),
      );
      return rows.map((row) => ({ ...toToken(row), directoryId: row.directoryId }));
    },

    async find(organizationId, tokenId) {
      const row = await guarded(() =>
        prisma.scimToken.findFirst({
          where: { id: tokenId, directory: { organizationId }, ...MADE_BY_PEOPLE },
          select: TOKEN_SHOWN,
        }),
      );
      return row ? { ...toToken(row), directoryId: row.directoryId } : undefined;
    },

    async revoke({ id, directoryId }, at, audit, events) {
      const where = { id, revokedAt: null };
      return guarded(() =>
        prisma.$transaction(async (transaction) => {
          const { count } = await transaction.scimToken.updateMany({ where, data: { revokedAt: at } });
          if (count === 0) return false;
          await transaction.auditEntry.create({ data: audit });
          await transaction.event.createMany({ data: eventRows(directoryId, audit, events) });
          return true;
        }),
      );
    },

    async rotate(old, successor, oldExpiresAt, audit, events) {
      const endsLater = { OR: [{ expiresAt: null }, { expiresAt: { gt: oldExpiresAt } }] };
      await guarded(() =>
        prisma.$transaction([
          prisma.scimToken.create({ data: { ...tokenColumns(successor), directoryId: old.directoryId } }),
          prisma.scimToken.updateMany({ where: { id: old.id, ...endsLater }, data: { expiresAt: oldExpiresAt } }),
          prisma.scimToken.update({ where: { id: old.id }, data: { successorId: successor.id } }),
          prisma.auditEntry.create({ data: audit }),
          prisma.event.createMany({ data: eventRows(old.directoryId, audit, events) }),
        ]),
      );
    },
  };
}

const KEY_SHOWN = { ...SHOWN, scopes: true } as const;

const toApiKey = (row: SecretRow & { scopes: string[] }): ApiKey => ({
  ...toCredential(row),
  scopes: row.scopes as ApiScope[],
});

export function apiKeyStore(prisma: PrismaClient): ApiKeyStore {
  return {
    async insert(organizationId, key, audit) {
      const data = { ...toColumns(key), scopes: [...key.scopes], organizationId };
      await guarded(() =>
        prisma.$transaction([
          prisma.apiKey.create({ data }),
          ...(audit ? [prisma.auditEntry.create({ data: audit })] : []),
        ]),
      );
    },

    async ofOrganization(organizationId) {
      const rows = await guarded(() =>
        prisma.apiKey.findMany({ where: { organizationId }, select: KEY_SHOWN, orderBy: NEWEST_FIRST }),
      );
      return rows.map(toApiKey);
    },

    async find(organizationId, keyId) {
      const where = { id: keyId, organizationId };
      const row = await guarded(() => prisma.apiKey.findFirst({ where, select: KEY_SHOWN }));
      return row ? toApiKey(row) : undefined;
    },

    async revoke(keyId, at, audit) {
      const where = { id: keyId, revokedAt: null };
      return guarded(() =>
        prisma.$transaction(async (transaction) => {
          const { count } = await transaction.apiKey.updateMany({ where, data: { revokedAt: at } });
          if (count > 0 && audit) await transaction.auditEntry.create({ data: audit });
          return count > 0;
        }),
      );
    },
  };
}
