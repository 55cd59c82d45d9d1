import type { Inspection, WebhookEndpoint } from "#lib/contract/webhooks.ts";
import { RETRIES } from "#lib/directory/webhook-dispatch.ts";
import type { WebhookSecretWrite, WebhookStore } from "#lib/directory/webhooks.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { json } from "./consequences.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import type { Sql } from "./sql.ts";
import { INSPECT } from "./webhook-dispatch-store.ts";

const SELECT = `
  select w.id, w.organization_id, w.url, w.description, w.events, w.kind, w.state, w.disabled_reason, w.disabled_at,
    w.failing_since, w.header_names, w.created_at, w.updated_at,
    (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'lastFour', s.last_four, 'createdAt', s.created_at,
        'endsAt', s.ends_at) order by s.created_at desc, s.id desc), '[]')
      from webhook_secret s where s.organization_id = w.organization_id and s.endpoint_id = w.id
        and (s.ends_at is null or s.ends_at > now())) as secrets,
    h.attempts, h.succeeded, h.p95, l.status as last_status, l.at as last_at,
    (select count(*)::int from webhook_delivery x where x.organization_id = w.organization_id and x.endpoint_id = w.id
      and x.state in ('pending', 'retrying')) as waiting,
    (select count(*)::int from webhook_delivery x where x.organization_id = w.organization_id and x.endpoint_id = w.id
      and x.state = 'failed') as failed
  from webhook_endpoint w
    cross join lateral (
      select count(*)::int as attempts, (count(*) filter (where a.reason = 'ok'))::int as succeeded,
        (percentile_cont(0.95) within group (order by a.duration_ms))::int as p95
      from webhook_attempt a
      where a.organization_id = w.organization_id and a.endpoint_id = w.id and a.at > now() - interval '1 day'
    ) h
    left join lateral (
      select a.status, a.at from webhook_attempt a
      where a.organization_id = w.organization_id and a.endpoint_id = w.id order by a.at desc limit 1
    ) l on true
  where w.organization_id = $1`;

interface Row extends Record<string, unknown> {
  id: string;
  organization_id: string;
  url: string;
  description: string;
  events: string[];
  kind: WebhookEndpoint["kind"];
  state: WebhookEndpoint["state"];
  disabled_reason: WebhookEndpoint["disabledReason"];
  disabled_at: Date | null;
  failing_since: Date | null;
  header_names: string[];
  created_at: Date;
  updated_at: Date;
  secrets: { id: string; lastFour: string; createdAt: string; endsAt: string | null }[];
  attempts: number;
  succeeded: number;
  p95: number | null;
  last_status: number | null;
  last_at: Date | null;
  waiting: number;
  failed: number;
}

const iso = (time: string | null) => (time === null ? null : new Date(time).toISOString());

const toEndpoint = (row: Row): WebhookEndpoint => ({
  id: row.id,
  organizationId: row.organization_id,
  url: row.url,
  description: row.description,
  events: row.events,
  kind: row.kind,
  state: row.state,
  disabledReason: row.disabled_reason,
  disabledAt: row.disabled_at?.toISOString() ?? null,
  failingSince: row.failing_since?.toISOString() ?? null,
  headers: row.header_names,
  secrets: row.secrets.map(({ id, lastFour, createdAt, endsAt }) => ({
    id,
    lastFour,
    createdAt: iso(createdAt) ?? "",
    endsAt: iso(endsAt),
  })),
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  health: {
    attempts: row.attempts,
    succeeded: row.succeeded,
    p95Ms: row.p95,
    lastStatus: row.last_status,
    lastAt: row.last_at?.toISOString() ?? null,
    waiting: row.waiting,
    failed: row.failed,
  },
});

const INSERT = `
  with made as (
    insert into webhook_endpoint (organization_id, id, url, description, events, kind, header_names, sealed_headers, state,
      created_by, created_at, updated_at)
    select $1, e.id, e.url, e.description, e.events, e.kind, e."headerNames", e."sealedHeaders", e.state, e."createdBy",
      e."createdAt", e."createdAt"
    from jsonb_to_record($2::jsonb) as e(id text, url text, description text, events text[], kind text,
      "headerNames" text[], "sealedHeaders" text, state text, "createdBy" text, "createdAt" timestamptz)
    returning organization_id, id
  )
  insert into webhook_secret (organization_id, endpoint_id, id, sealed, last_four, created_at)
  select made.organization_id, made.id, $3, $4, $5, $6::timestamptz from made`;

/** $3 holds what changes. A state that is chosen by hand begins anew, whatever the endpoint's past. */
const UPDATE = `
  update webhook_endpoint w set url = coalesce(c.url, w.url), description = coalesce(c.description, w.description),
    events = coalesce(c.events, w.events), header_names = coalesce(c."headerNames", w.header_names),
    sealed_headers = coalesce(c."sealedHeaders", w.sealed_headers), state = coalesce(c.state, w.state),
    disabled_reason = case when c.state is null then w.disabled_reason when c.state = 'disabled' then 'manual' end,
    disabled_at = case when c.state is null then w.disabled_at when c.state = 'disabled' then $4::timestamptz end,
    failing_since = case when c.state is null or c.state = 'disabled' then w.failing_since end,
    not_before = case when c.state is null or c.state = 'disabled' then w.not_before end, updated_at = $4::timestamptz
  from jsonb_to_record($3::jsonb) as c(url text, description text, events text[], "headerNames" text[],
    "sealedHeaders" text, state text)
  where w.organization_id = $1 and w.id = $2`;

const TROUBLED = `
  select w.id, w.url, case when w.state = 'disabled' then 'disabled' else 'failing' end as state,
    case when w.state = 'disabled' then w.disabled_reason end as reason,
    case when w.state = 'disabled' then w.disabled_at else w.failing_since end as since
  from webhook_endpoint w
  where w.organization_id = $1 and ((w.state = 'disabled' and w.disabled_reason in ('failing', 'gone'))
    or (w.state = 'enabled' and w.failing_since < $2::timestamptz))
  order by since limit 5`;

interface TroubledRow extends Record<string, unknown> {
  id: string;
  url: string;
  state: "disabled" | "failing";
  reason: WebhookEndpoint["disabledReason"];
  since: Date;
}

/** What waited while an endpoint was off is due as soon as it is on. */
const DUE_NOW = `
  update webhook_lane l set due_at = least(l.due_at, $3::timestamptz)
  where l.organization_id = $1 and l.endpoint_id = $2 and exists (
    select from webhook_delivery x where x.organization_id = $1 and x.endpoint_id = $2
      and case when l.lane = '${RETRIES}' then x.state = 'retrying' else x.state = 'pending' and x.lane = l.lane end)`;

const INSERT_TEST = `
  with made as (
    insert into webhook_delivery (organization_id, id, endpoint_id, event_id, lane, sequence, type, request_id, payload, state, created_at)
    values ($1, $3, $2, $4, 'test', 0, $5, $6, $7::jsonb, 'pending', $8::timestamptz)
    returning organization_id, endpoint_id, lane
  )
  insert into webhook_lane (organization_id, endpoint_id, lane, due_at)
  select organization_id, endpoint_id, lane, $8::timestamptz from made
  on conflict (organization_id, endpoint_id, lane) do update set due_at = least(webhook_lane.due_at, excluded.due_at)`;

const INSPECTOR = `
  select w.organization_id,
    array(select s.sealed from webhook_secret s where s.organization_id = w.organization_id and s.endpoint_id = w.id
      and (s.ends_at is null or s.ends_at > now())) as sealed
  from organization o join webhook_endpoint w on w.organization_id = o.id and w.id = $1 and w.kind = 'inspector'`;

interface InspectionRow {
  id: string;
  at: Date;
  eventId: string;
  type: string;
  verified: boolean;
  headers: unknown;
  body: string;
}
const toInspection = ({ id, at, eventId, type, verified, headers, body }: InspectionRow): Inspection => ({
  id,
  at: at.toISOString(),
  eventId,
  type,
  verified,
  headers: headers as Record<string, string>,
  body,
});
const INSPECTIONS_SHOWN = 50;

/** Webhook endpoints as admins see them. */
export function webhookStore(prisma: PrismaClient, sql: Sql): WebhookStore {
  const secretRow = (organizationId: string, endpointId: string, secret: WebhookSecretWrite) => ({
    organizationId,
    endpointId,
    ...secret,
  });
  return {
    async insert(organizationId, endpoint, secret, audit) {
      const { id, sealed, lastFour, createdAt } = secret;
      await guarded(() =>
        sql.transaction(async (transaction) => {
          await transaction.query(INSERT, [organizationId, json(endpoint), id, sealed, lastFour, createdAt]);
          await insertAuditOf(transaction, audit);
        }),
      );
    },

    async ofOrganization(organizationId) {
      const rows = await guarded(() => sql.query<Row>(`${SELECT} order by w.id`, [organizationId]));
      return rows.map(toEndpoint);
    },

    async troubled(organizationId, before) {
      const rows = await guarded(() => sql.query<TroubledRow>(TROUBLED, [organizationId, before]));
      return rows.map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));
    },

    async find(organizationId, endpointId) {
      const [row] = await guarded(() => sql.query<Row>(`${SELECT} and w.id = $2`, [organizationId, endpointId]));
      return row && toEndpoint(row);
    },

    async sealedHeaders(organizationId, id) {
      const where = { organizationId_id: { organizationId, id } };
      const row = await guarded(() => prisma.webhookEndpoint.findUnique({ where, select: { sealedHeaders: true } }));
      return row?.sealedHeaders;
    },

    async update(organizationId, id, change, audit) {
      await guarded(() =>
        sql.transaction(async (transaction) => {
          await transaction.query(UPDATE, [organizationId, id, json(change), audit.at]);
          if (change.state === "enabled") await transaction.query(DUE_NOW, [organizationId, id, audit.at]);
          await insertAuditOf(transaction, audit);
        }),
      );
    },

    async remove(organizationId, id, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.webhookEndpoint.delete({ where: { organizationId_id: { organizationId, id } } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async rotate({ organizationId, id }, secret, oldEndAt, audit) {
      const endsLater = { OR: [{ endsAt: null }, { endsAt: { gt: oldEndAt } }] };
      await guarded(() =>
        prisma.$transaction([
          prisma.webhookSecret.updateMany({
            where: { organizationId, endpointId: id, ...endsLater },
            data: { endsAt: oldEndAt },
          }),
          prisma.webhookSecret.create({ data: secretRow(organizationId, id, secret) }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async endOlderSecrets({ organizationId, id }, at, audit) {
      const where = { organizationId, endpointId: id, endsAt: { gt: at } };
      await guarded(() =>
        prisma.$transaction([
          prisma.webhookSecret.updateMany({ where, data: { endsAt: at } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },

    async insertTest({ organizationId, id }, { deliveryId, eventId, type, payload, at, requestId }) {
      const parameters = [organizationId, id, deliveryId, eventId, type, requestId, json(payload), at];
      await guarded(() => sql.query(INSERT_TEST, parameters));
    },

    async inspections(organizationId, endpointId) {
      const rows = await guarded(() =>
        prisma.webhookInspection.findMany({
          where: { organizationId, endpointId },
          orderBy: { id: "desc" },
          take: INSPECTIONS_SHOWN,
        }),
      );
      return rows.map(toInspection);
    },

    async inspector(endpointId) {
      const [row] = await guarded(() =>
        sql.query<{ organization_id: string; sealed: string[] }>(INSPECTOR, [endpointId]),
      );
      return row && { organizationId: row.organization_id, sealed: row.sealed };
    },

    async addInspection({ organizationId, endpointId }, { id, at, eventId, type, verified, headers, body }) {
      const parameters = [organizationId, endpointId, id, at, eventId, type, verified, json(headers), body];
      await guarded(() => sql.query(INSPECT, parameters));
    },
  };
}
