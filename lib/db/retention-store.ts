import type { RetentionStore } from "#lib/directory/retention.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";

export const retentionStore = (prisma: PrismaClient): RetentionStore => ({
  async purge({ reads, requests, sessions, accessTokens }) {
    const isOld = { OR: [{ outcome: "read", at: { lt: reads } }, { at: { lt: requests } }] };
    const [entries, ended, expired] = await guarded(() =>
      prisma.$transaction([
        prisma.provisioningEntry.deleteMany({ where: isOld }),
        prisma.session.deleteMany({ where: { expiresAt: { lt: sessions } } }),
        prisma.scimToken.deleteMany({ where: { clientId: { not: null }, expiresAt: { lt: accessTokens } } }),
      ]),
    );
    return { entries: entries.count, sessions: ended.count, accessTokens: expired.count };
  },
});
