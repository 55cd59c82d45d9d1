import type { Role } from "#lib/contract/organization.ts";
import type { Organization, OrganizationStore } from "#lib/directory/admin-context.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import type { Sql } from "./sql.ts";

const FIND = `select id, name, created_at as "createdAt" from organization where id = $1`;
const ROLE = "select role from member where organization_id = $1 and account_id = $2 and active";

/** Organizations and who belongs to them. */
export function organizationStore(prisma: PrismaClient, sql: Sql): OrganizationStore {
  return {
    async insert({ id, name, createdAt }, ownerAccountId, memberId, audit) {
      const account = ownerAccountId
        ? await guarded(() => prisma.account.findUniqueOrThrow({ where: { id: ownerAccountId } }))
        : null;
      const owner = account && {
        create: {
          id: memberId,
          accountId: account.id,
          role: "org:owner",
          roleSource: "manual",
          name: account.name,
          email: account.email,
        },
      };
      await guarded(() =>
        prisma.$transaction([
          prisma.organization.create({ data: { id, name, createdAt, ...(owner && { members: owner }) } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async find(id) {
      const [organization] = await guarded(() => sql.query<Organization & Record<string, unknown>>(FIND, [id]));
      return organization;
    },

    async list({ limit, offset = 0, after }) {
      const where = after === undefined ? {} : { id: { gt: after } };
      const [data, totalCount] = await guarded(() =>
        prisma.$transaction([
          prisma.organization.findMany({ where, orderBy: { id: "asc" }, take: limit + 1, skip: offset }),
          prisma.organization.count(),
        ]),
      );
      return { data: data.slice(0, limit), totalCount, hasMore: data.length > limit };
    },

    async ofAccount(accountId) {
      const members = await guarded(() =>
        prisma.member.findMany({
          where: { accountId, active: true },
          include: { organization: true },
          orderBy: { organization: { name: "asc" } },
        }),
      );
      return members.map(({ organization, role }) => ({ ...organization, role: role as Role }));
    },

    async roleOf(organizationId, accountId) {
      const [member] = await guarded(() => sql.query<{ role: Role }>(ROLE, [organizationId, accountId]));
      return member?.role;
    },
  };
}
