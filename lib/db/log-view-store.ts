import type { LogView } from "#lib/contract/log-view.ts";
import type { LogViewStore } from "#lib/directory/log-views.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";

const SHOWN = { id: true, name: true, query: true, createdBy: true, createdAt: true } as const;

const toView = ({ createdAt, ...view }: Omit<LogView, "createdAt"> & { createdAt: Date }): LogView => ({
  ...view,
  createdAt: createdAt.toISOString(),
});

export function logViewStore(prisma: PrismaClient): LogViewStore {
  return {
    async ofDirectory(directoryId) {
      const where = { directoryId, archivedAt: null };
      const rows = await guarded(() =>
        prisma.logView.findMany({ where, select: SHOWN, orderBy: [{ name: "asc" }, { id: "asc" }] }),
      );
      return rows.map(toView);
    },

    async find(directoryId, id) {
      const row = await guarded(() =>
        prisma.logView.findUnique({
          where: { directoryId_id: { directoryId, id } },
          select: { ...SHOWN, archivedAt: true },
        }),
      );
      if (!row) return undefined;
      const { archivedAt, ...view } = row;
      return { ...toView(view), archived: archivedAt !== null };
    },

    async insert(directoryId, view, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.logView.create({ data: { ...view, directoryId } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async archive(directoryId, id, archivedAt, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.logView.update({ where: { directoryId_id: { directoryId, id } }, data: { archivedAt } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },
  };
}
