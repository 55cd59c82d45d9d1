import { RETENTION_DAYS, type RetentionStore, USUAL_EVENT_DAYS } from "#lib/directory/retention.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";

/** An event that somebody could have seen, and that nobody still waits for. One without a place in the feed was never seen. */
export const MAY_GO = `sequence is not null and not exists (select from webhook_delivery x
  where x.organization_id = event.organization_id and x.event_id = event.id and x.state in ('pending', 'retrying'))`;

/**
 * Whether the organization chose to keep something longer than `days`, a number or `$days` of `variables`: then it goes by
 * that organization's own period (`applyRetention`).
 */
const keepsLonger = (organizationId: string, path: string, variables = "'{}'") =>
  `exists (select from organization o where o.id = ${organizationId}
    and jsonb_path_exists(o.settings, '$.retention.${path}', ${variables}))`;

/** The usual period stands in every settings that were ever saved, and says nothing. */
const KEEPS_EVENTS = (organizationId: string) =>
  keepsLonger(
    organizationId,
    `eventDays ? (@ > $days && @ != ${USUAL_EVENT_DAYS})`,
    "jsonb_build_object('days', $2::int)",
  );

/** $1 time, $2 days. Deliveries of an event that stays longer stay with it: without them it would count as never sent. */
const PURGE_DELIVERIES = `
  delete from webhook_delivery d where d.created_at < $1::timestamptz and d.state in ('delivered', 'failed')
    and not (${KEEPS_EVENTS("d.organization_id")}
      and exists (select from event e where e.organization_id = d.organization_id and e.id = d.event_id))`;

const PURGE_EVENTS = `
  delete from event where created_at < $1::timestamptz and ${MAY_GO} and not ${KEEPS_EVENTS("event.organization_id")}`;

/** $1 reads, $2 everything else. */
const PURGE_LOG = `
  delete from provisioning_entry p where (p.outcome = 'read' and p.at < $1::timestamptz) or (p.at < $2::timestamptz
    and not exists (select from directory d where d.id = p.directory_id
      and ${keepsLonger("d.organization_id", `logDays ? (@ > ${RETENTION_DAYS.requests})`)}))`;

export const retentionStore = (prisma: PrismaClient): RetentionStore => ({
  async purgeEvents(before, days) {
    const [deliveries, events] = await guarded(() =>
      prisma.$transaction([
        prisma.$executeRawUnsafe(PURGE_DELIVERIES, before, days),
        prisma.$executeRawUnsafe(PURGE_EVENTS, before, days),
        prisma.webhookInspection.deleteMany({ where: { at: { lt: before } } }),
        prisma.webhookSecret.deleteMany({ where: { endsAt: { lt: before } } }),
      ]),
    );
    return { events, deliveries };
  },

  async purge({ reads, requests, sessions, accessTokens }) {
    const [entries, ended, expired] = await guarded(() =>
      prisma.$transaction([
        prisma.$executeRawUnsafe(PURGE_LOG, reads, requests),
        prisma.session.deleteMany({ where: { expiresAt: { lt: sessions } } }),
        prisma.scimToken.deleteMany({ where: { clientId: { not: null }, expiresAt: { lt: accessTokens } } }),
      ]),
    );
    return { entries, sessions: ended.count, accessTokens: expired.count };
  },
});
