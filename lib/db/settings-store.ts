import type { MailStore, MailWrite, SettingsStore } from "#lib/directory/administration-context.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { json } from "./consequences.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import { counted } from "./member-list.ts";
import { peopleCounted } from "./people-count.ts";
import type { Sql } from "./sql.ts";

const READ = "select name, settings from organization where id = $1";
const WRITE = "update organization set name = $2, settings = $3::jsonb where id = $1";

const COUNTS = `
  select (select count(*)::int from directory where organization_id = $1) as directories,
    (select coalesce(sum(${peopleCounted("d.id")}), 0)::int from directory d where d.organization_id = $1) as people,
    (select count(*)::int from member m where m.organization_id = $1 and m.active and ${counted("m")}) as members,
    (select count(*)::int from api_key where organization_id = $1 and revoked_at is null) as "apiKeys"`;

export function settingsStore(prisma: PrismaClient, sql: Sql): SettingsStore {
  return {
    async read(id) {
      const [row] = await guarded(() => sql.query<{ name: string; settings: unknown }>(READ, [id]));
      return row;
    },

    async write(id, { name, settings }, audit) {
      await guarded(() =>
        sql.transaction(async (transaction) => {
          await transaction.query(WRITE, [id, name, json(settings)]);
          await insertAuditOf(transaction, audit);
        }),
      );
    },

    async counts(id) {
      const [row] = await guarded(() =>
        sql.query<{ directories: number; people: number; members: number; apiKeys: number }>(COUNTS, [id]),
      );
      return row ?? { directories: 0, people: 0, members: 0, apiKeys: 0 };
    },

    async remove(id) {
      await guarded(() =>
        sql.transaction(async (inside) => {
          const accounts = await inside.query<{ account_id: string }>(
            "select account_id from member where organization_id = $1 and account_id is not null",
            [id],
          );
          await inside.query("delete from event where organization_id = $1", [id]);
          await inside.query("delete from organization where id = $1", [id]);
          return accounts.length;
        }),
      );
    },

    async domains(organizationId) {
      return guarded(() => prisma.verifiedDomain.findMany({ where: { organizationId }, orderBy: { domain: "asc" } }));
    },

    async addDomain(organizationId, domain, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.verifiedDomain.create({ data: { organizationId, ...domain } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async noteDomain(organizationId, domain, outcome, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.verifiedDomain.updateMany({ where: { organizationId, domain }, data: outcome }),
          ...(audit ? [prisma.auditEntry.create({ data: audit })] : []),
        ]),
      );
    },

    async removeDomain(organizationId, domain, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.verifiedDomain.deleteMany({ where: { organizationId, domain } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },
  };
}

const ATTEMPTS_MAX = 10;

export function mailStore(prisma: PrismaClient): MailStore {
  const where = ({ organizationId, id }: MailWrite) => ({ organizationId_id: { organizationId, id } });
  return {
    async add(mails) {
      const { count } = await guarded(() => prisma.mail.createMany({ data: [...mails], skipDuplicates: true }));
      return count;
    },

    async ofOrganization(organizationId) {
      const rows = await guarded(() =>
        prisma.mail.findMany({ where: { organizationId }, orderBy: { createdAt: "desc" }, take: 200 }),
      );
      return rows.map(({ id, recipient, subject, text, createdAt, sentAt, problem }) => ({
        id,
        recipient,
        subject,
        text,
        createdAt: createdAt.toISOString(),
        sentAt: sentAt?.toISOString() ?? null,
        problem,
      }));
    },

    waiting: (limit) =>
      guarded(() =>
        prisma.mail.findMany({
          where: { sentAt: null, attempts: { lt: ATTEMPTS_MAX } },
          orderBy: { createdAt: "asc" },
          take: limit,
        }),
      ),

    async noteSent(mail, at) {
      await guarded(() => prisma.mail.update({ where: where(mail), data: { sentAt: at, problem: null } }));
    },

    async noteFailed(mail, problem) {
      await guarded(() => prisma.mail.update({ where: where(mail), data: { problem, attempts: { increment: 1 } } }));
    },

    async adminsOf(organizationId) {
      const rows = await guarded(() =>
        prisma.member.findMany({
          where: {
            organizationId,
            active: true,
            role: { in: ["org:owner", "org:admin"] },
            account: { disabledAt: null },
          },
          select: { account: { select: { email: true } } },
        }),
      );
      return rows.flatMap(({ account }) => (account ? [account.email] : []));
    },
  };
}
