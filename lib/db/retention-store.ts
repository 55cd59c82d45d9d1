import type { RetentionStore } from "#lib/directory/retention.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";

export const retentionStore = (prisma: PrismaClient): RetentionStore => ({
  async purgeEvents(before) {
    const isOld = { createdAt: { lt: before } };
    const [deliveries, events] = await guarded(() =>
      prisma.$transaction([
        prisma.webhookDelivery.deleteMany({ where: { ...isOld, state: { in: ["delivered", "failed"] } } }),
        // An event that waits for its place in the feed was never seen by anybody.
        prisma.event.deleteMany({ where: { ...isOld, sequence: { not: null } } }),
        prisma.webhookInspection.deleteMany({ where: { at: { lt: before } } }),
        prisma.webhookSecret.deleteMany({ where: { endsAt: { lt: before } } }),
      ]),
    );
    return { events: events.count, deliveries: deliveries.count };
  },

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
