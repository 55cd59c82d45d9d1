import type {
  InvitationRecord,
  InvitationStore,
  KnownAddress,
  KnownMember,
} from "#lib/directory/administration-context.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import { LOCK_ORGANIZATION } from "./last-admin.ts";
import type { Sql } from "./sql.ts";

interface Row {
  organizationId: string;
  id: string;
  email: string;
  role: string;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
  revokedAt: Date | null;
  mailed: boolean;
  organization: { name: string };
}

const SHOWN = {
  organizationId: true,
  id: true,
  email: true,
  role: true,
  invitedBy: true,
  createdAt: true,
  expiresAt: true,
  acceptedAt: true,
  revokedAt: true,
  mailed: true,
  organization: { select: { name: true } },
} as const;

const toRecord = ({ organization, ...row }: Row): InvitationRecord => ({
  ...row,
  organizationName: organization.name,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  acceptedAt: row.acceptedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

const USE = `
  update invitation set accepted_at = $3::timestamptz
  where organization_id = $1 and id = $2 and accepted_at is null and revoked_at is null and expires_at > $3::timestamptz
  returning id`;

/** Where a directory still knows the person, or remembers having deleted them, the identity provider decides about them. */
const HELD = `exists (
  select from directory_user u where u.directory_id = m.directory_id and u.id = m.directory_user_id
  union all select from removed_user x where x.directory_id = m.directory_id and x.id = m.directory_user_id)`;

/** What the account of a `member m` is here, as far as an invitation goes (KnownMember). */
const STATE = `case when m.active then 'active' when m.suspended_until is not null then 'suspended' when ${HELD} then 'held'
  when m.removed_at is null and m.directory_user_id is null then 'inactive' else 'out' end`;

/** $2 the account. The row stays as it is until the transaction ends. */
const NOW = `select ${STATE} as state from member m where m.organization_id = $1 and m.account_id = $2 for update`;

/** Whoever was taken out becomes the same member again, by the account alone. */
const JOIN = `
  insert into member (organization_id, id, account_id, role, role_source, name, email, created_at, updated_at)
  select $1, $2, a.id, $4, 'manual', a.name, a.email, $5::timestamptz, $5::timestamptz from account a where a.id = $3
  on conflict (organization_id, account_id) do update set role = excluded.role, roles = array[excluded.role],
    role_source = 'manual', active = true, removed_at = null, deactivated_at = null, directory_id = null,
    directory_user_id = null, revision = member.revision + 1, updated_at = excluded.updated_at`;

export function invitationStore(prisma: PrismaClient, sql: Sql): InvitationStore {
  return {
    async insert(organizationId, { secret, ...invitation }, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.invitation.updateMany({
            where: { organizationId, email: invitation.email, acceptedAt: null, revokedAt: null },
            data: { revokedAt: audit.at },
          }),
          prisma.invitation.create({ data: { ...invitation, organizationId, hash: new Uint8Array(secret.hash) } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async noteMailed(organizationId, id) {
      await guarded(() => prisma.invitation.updateMany({ where: { organizationId, id }, data: { mailed: true } }));
    },

    async ofOrganization(organizationId) {
      const rows = await guarded(() =>
        prisma.invitation.findMany({
          where: { organizationId },
          select: SHOWN,
          orderBy: { createdAt: "desc" },
          take: 500,
        }),
      );
      return rows.map(toRecord);
    },

    async find(organizationId, id) {
      const where = { organizationId_id: { organizationId, id } };
      const row = await guarded(() => prisma.invitation.findUnique({ where, select: SHOWN }));
      return row ? toRecord(row) : undefined;
    },

    async findByHash(hash) {
      const where = { hash: new Uint8Array(hash) };
      const row = await guarded(() => prisma.invitation.findUnique({ where, select: SHOWN }));
      return row ? toRecord(row) : undefined;
    },

    async revoke(organizationId, id, at, audit) {
      const where = { organizationId, id, acceptedAt: null, revokedAt: null };
      const [{ count }] = await guarded(() =>
        prisma.$transaction([
          prisma.invitation.updateMany({ where, data: { revokedAt: at } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
      return count > 0;
    },

    async known(organizationId, email) {
      const [row] = await guarded(() =>
        sql.query<KnownAddress & Record<string, unknown>>(
          `select
             (select jsonb_build_object('state', ${STATE}, 'directory', (
                 select d.name from directory d where d.id = m.directory_id))
               from member m join account a on a.id = m.account_id where m.organization_id = $1 and a.email = $2) as member,
             (select d.name from member m join directory d on d.id = m.directory_id
               where m.organization_id = $1 and m.directory_user_id is not null and lower(m.email) = $2 limit 1) as directory`,
          [organizationId, email],
        ),
      );
      return row ?? { member: null, directory: null };
    },

    accept: (invitation, { memberId, accountId, newAccount }, at, audit) =>
      guarded(() =>
        sql.transaction(async (inside) => {
          const { organizationId, id, email, role } = invitation;
          await inside.query(LOCK_ORGANIZATION, [organizationId]);
          const [known] = await inside.query<{ state: KnownMember }>(NOW, [organizationId, accountId]);
          if (known && known.state !== "out") return false;
          if ((await inside.query(USE, [organizationId, id, at])).length === 0) return false;
          if (newAccount) {
            await inside.query(
              "insert into account (id, email, name, password_hash, created_at) values ($1, $2, $3, $4, $5)",
              [accountId, email, newAccount.name, newAccount.passwordHash, at],
            );
          }
          await inside.query(JOIN, [organizationId, memberId, accountId, role, at]);
          await insertAuditOf(inside, audit);
          return true;
        }),
      ),
  };
}
