import type { Token } from "#lib/contract/directory-sync.ts";
import type { ApiKeyStore, SecretWrite, TokenStore } from "#lib/directory/admin-context.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";

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

const toToken = (row: SecretRow): Token => ({
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

const toColumns = ({ id, name, secret, createdBy, createdAt }: SecretWrite) => ({
  id,
  name,
  hash: new Uint8Array(secret.hash),
  prefix: secret.prefix,
  lastFour: secret.lastFour,
  createdBy,
  createdAt,
});

const NEWEST_FIRST = { id: "desc" } as const;

export function tokenStore(prisma: PrismaClient): TokenStore {
  return {
    async insert(directoryId, token, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.scimToken.create({ data: { ...toColumns(token), directoryId } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async ofDirectory(directoryId) {
      const rows = await guarded(() =>
        prisma.scimToken.findMany({ where: { directoryId }, select: SHOWN, orderBy: NEWEST_FIRST }),
      );
      return rows.map(toToken);
    },

    async ofOrganization(organizationId) {
      const rows = await guarded(() =>
        prisma.scimToken.findMany({
          where: { directory: { organizationId } },
          select: { ...SHOWN, directoryId: true },
          orderBy: NEWEST_FIRST,
        }),
      );
      return rows.map((row) => ({ ...toToken(row), directoryId: row.directoryId }));
    },

    async find(organizationId, tokenId) {
      const row = await guarded(() =>
        prisma.scimToken.findFirst({
          where: { id: tokenId, directory: { organizationId } },
          select: { ...SHOWN, directoryId: true },
        }),
      );
      return row ? { ...toToken(row), directoryId: row.directoryId } : undefined;
    },

    async revoke(tokenId, at, audit) {
      const where = { id: tokenId, revokedAt: null };
      return guarded(() =>
        prisma.$transaction(async (transaction) => {
          const { count } = await transaction.scimToken.updateMany({ where, data: { revokedAt: at } });
          if (count > 0) await transaction.auditEntry.create({ data: audit });
          return count > 0;
        }),
      );
    },
  };
}

export function apiKeyStore(prisma: PrismaClient): ApiKeyStore {
  return {
    async insert(organizationId, key, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.apiKey.create({ data: { ...toColumns(key), organizationId } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async ofOrganization(organizationId) {
      const rows = await guarded(() =>
        prisma.apiKey.findMany({ where: { organizationId }, select: SHOWN, orderBy: NEWEST_FIRST }),
      );
      return rows.map(toToken);
    },

    async find(organizationId, keyId) {
      const row = await guarded(() => prisma.apiKey.findFirst({ where: { id: keyId, organizationId }, select: SHOWN }));
      return row ? toToken(row) : undefined;
    },

    async revoke(keyId, at, audit) {
      const where = { id: keyId, revokedAt: null };
      return guarded(() =>
        prisma.$transaction(async (transaction) => {
          const { count } = await transaction.apiKey.updateMany({ where, data: { revokedAt: at } });
          if (count > 0) await transaction.auditEntry.create({ data: audit });
          return count > 0;
        }),
      );
    },
  };
}
