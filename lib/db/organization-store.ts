import type { Role } from "#lib/contract/organization.ts";
import type { OrganizationStore } from "#lib/directory/admin-context.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";

/** Organizations and who belongs to them. */
export function organizationStore(prisma: PrismaClient): OrganizationStore {
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
      const organization = await guarded(() => prisma.organization.findUnique({ where: { id } }));
      return organization ?? undefined;
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
      const member = await guarded(() =>
        prisma.member.findUnique({
          where: { organizationId_accountId: { organizationId, accountId } },
          select: { role: true, active: true },
        }),
      );
      return member?.active ? (member.role as Role) : undefined;
    },
  };
}
