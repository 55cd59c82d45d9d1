import type { AttemptReason, Delivery, DeliveryAttempt, DeliveryState, Timing } from "#lib/contract/webhooks.ts";
import type { DeliveryStore, ReplayRequest } from "#lib/directory/deliveries.ts";
import { RETRIES } from "#lib/directory/webhook-dispatch.ts";
import { json } from "./consequences.ts";
import { type EventRow, matchesSql, toStoredEvent } from "./event-store.ts";
import { guarded } from "./failure.ts";
import { pageOf, readCursor } from "./keyset.ts";
import type { Sql } from "./sql.ts";

const PAGE_SIZE = 50;

const COLUMNS = `x.id as delivery_id, x.endpoint_id, w.url, x.number, x.event_id, x.type as delivery_type, x.lane, x.state,
  x.attempts, x.created_at as made_at, x.last_attempt_at, x.next_attempt_at, x.last_status, x.last_reason, x.request_id as cause`;
const FROM = `webhook_delivery x join webhook_endpoint w on w.organization_id = x.organization_id and w.id = x.endpoint_id`;

const LIST = `
  select ${COLUMNS} from ${FROM}
  where x.organization_id = $1 and ($2::text is null or x.endpoint_id = $2) and ($3::text is null or x.state = $3)
    and ($4::text[] is null or ${matchesSql("$4::text[]", "x.type")})
    and ($5::text is null or x.event_id = $5 or x.request_id = $5 or x.id = $5)
    and ($6::bigint is null or x.number < $6)
  order by x.number desc limit $7`;

const FIND = `
  select ${COLUMNS}, x.payload, l.id as entry_id, l.directory_id as entry_directory, l.sentence,
    e.id, e.organization_id, e.directory_id, e.sequence, e.type, e.data, e.previous, e.request_id, e.created_at,
    (select coalesce(jsonb_agg(to_jsonb(a) order by a.number desc), '[]') from webhook_attempt a
      where a.organization_id = x.organization_id and a.delivery_id = x.id) as history
  from ${FROM}
    left join event e on e.organization_id = x.organization_id and e.id = x.event_id
    left join lateral (select p.id, p.directory_id, p.sentence from provisioning_entry p
      where p.directory_id = x.lane and p.request_id = x.request_id limit 1) l on true
  where x.organization_id = $1 and x.id = $2`;

const LANE_DUE = (from: string, at: string) => `
  insert into webhook_lane (organization_id, endpoint_id, lane, due_at)
  select distinct m.organization_id, m.endpoint_id, m.lane, ${at}::timestamptz from ${from} m
  on conflict (organization_id, endpoint_id, lane) do update set due_at = least(webhook_lane.due_at, excluded.due_at)`;

const AUDIT = (parameter: string, condition: string) => `
  insert into audit_entry (organization_id, id, at, actor, actor_name, action, target_id, target_name, detail)
  select a."organizationId", a.id, a.at, a.actor, a."actorName", a.action, a."targetId", a."targetName", a.detail
  from jsonb_to_record(${parameter}::jsonb) as a("organizationId" text, id uuid, at timestamptz, actor text,
    "actorName" text, action text, "targetId" text, "targetName" text, detail jsonb)
  where exists (select from ${condition})`;

const RESEND = `
  with again as (
    update webhook_delivery set state = 'retrying', tries = 0, next_attempt_at = $3::timestamptz
    where organization_id = $1 and id = $2
    returning organization_id, endpoint_id, '${RETRIES}'::text as lane
  ), lanes as (${LANE_DUE("again", "$3")}
  ), line as (${AUDIT("$4", "again")}
  ) select endpoint_id from again`;

/** Deliveries that were made: $1 organization, $2 endpoint, $3 states, $4 patterns or null, $5 from, $6 until. */
const MADE = `x.organization_id = $1 and x.endpoint_id = $2 and x.lane <> 'test' and x.state = any($3::text[])
  and ($4::text[] is null or ${matchesSql("$4::text[]", "x.type")})
  and ($5::timestamptz is null or x.created_at >= $5) and ($6::timestamptz is null or x.created_at < $6)`;
const COUNT_MADE = `select count(*)::int as count from webhook_delivery x where ${MADE}`;
const REPLAY_MADE = `
  with again as (
    update webhook_delivery x set state = 'retrying', tries = 0, next_attempt_at = $7::timestamptz where ${MADE}
    returning x.organization_id, x.endpoint_id, '${RETRIES}'::text as lane
  ), lanes as (${LANE_DUE("again", "$7")}
  ), line as (${AUDIT("$8", "again")}
  ) select count(*)::int as count from again`;

/** Events of the feed that the endpoint wants and never had: the same parameters without the states. */
const MISSING = `event e join webhook_endpoint w on w.organization_id = e.organization_id and w.id = $2
  where e.organization_id = $1 and e.sequence is not null and ${matchesSql("w.events", "e.type")}
    and ($3::text[] is null or ${matchesSql("$3::text[]", "e.type")})
    and ($4::timestamptz is null or e.created_at >= $4) and ($5::timestamptz is null or e.created_at < $5)
    and not exists (select from webhook_delivery x
      where x.organization_id = $1 and x.endpoint_id = $2 and x.event_id = e.id)`;
const COUNT_MISSING = `select count(*)::int as count from ${MISSING}`;
const REPLAY_MISSING = `
  with made as (
    insert into webhook_delivery (organization_id, id, endpoint_id, event_id, lane, sequence, type, request_id, state, created_at)
    select e.organization_id, 'delivery_' || replace(gen_random_uuid()::text, '-', ''), w.id, e.id, e.directory_id,
      e.sequence, e.type, e.request_id, 'pending', $6::timestamptz
    from ${MISSING} order by e.sequence
    on conflict (organization_id, endpoint_id, event_id) do nothing
    returning organization_id, endpoint_id, lane
  ), lanes as (${LANE_DUE("made", "$6")}
  ), line as (${AUDIT("$7", "made")}
  ) select count(*)::int as count from made`;

const STATES = { failed: ["failed"], delivered: ["delivered"], all: ["failed", "delivered", "retrying"] } as const;

interface Row extends Record<string, unknown> {
  delivery_id: string;
  endpoint_id: string;
  url: string;
  number: string | number;
  event_id: string;
  delivery_type: string;
  lane: string;
  state: DeliveryState;
  attempts: number;
  made_at: Date;
  last_attempt_at: Date | null;
  next_attempt_at: Date | null;
  last_status: number | null;
  last_reason: AttemptReason | null;
  cause: string;
}
interface AttemptRow {
  number: number;
  at: string;
  duration_ms: number;
  timing: Timing;
  status: number | null;
  reason: AttemptReason;
  detail: string | null;
  request_headers: Record<string, string>;
  response_headers: Record<string, string>;
  response_body: string;
}
interface DetailRow extends Row {
  payload: unknown;
  entry_id: string | null;
  entry_directory: string;
  sentence: string;
  history: AttemptRow[];
}

const toDelivery = (row: Row): Delivery => ({
  id: row.delivery_id,
  endpoint: { id: row.endpoint_id, url: row.url },
  eventId: row.event_id,
  type: row.delivery_type,
  wasTest: row.lane === "test",
  directoryId: row.lane === "test" ? null : row.lane,
  state: row.state,
  attempts: row.attempts,
  createdAt: row.made_at.toISOString(),
  lastAttemptAt: row.last_attempt_at?.toISOString() ?? null,
  nextAttemptAt: row.state === "retrying" ? (row.next_attempt_at?.toISOString() ?? null) : null,
  lastStatus: row.last_status,
  lastReason: row.last_reason,
  requestId: row.cause,
});

const toAttempt = (deliveryId: string, row: AttemptRow): DeliveryAttempt => ({
  id: `${deliveryId}-${row.number}`,
  number: row.number,
  at: new Date(row.at).toISOString(),
  durationMs: row.duration_ms,
  timing: row.timing,
  status: row.status,
  reason: row.reason,
  detail: row.detail,
  requestHeaders: row.request_headers,
  responseHeaders: row.response_headers,
  responseBody: row.response_body,
});

const patternsOf = ({ pattern }: ReplayRequest) => (pattern === null ? null : [pattern]);

/** Deliveries as admins see them, on `webhook_delivery` and `webhook_attempt`. */
export function deliveryStore(sql: Sql): DeliveryStore {
  const count = async (statement: string, parameters: Parameters<Sql["query"]>[1]) => {
    const [row] = await guarded(() => sql.query<{ count: number }>(statement, parameters));
    return row?.count ?? 0;
  };
  return {
    async list(organizationId, { endpoint, state, type, q, cursor }) {
      const after = readCursor(cursor);
      const place = after !== null && /^\d{1,18}$/.test(after) ? Number(after) : null;
      const filter = [organizationId, endpoint ?? null, state ?? null, type ? [type] : null, q ?? null];
      const rows = await guarded(() => sql.query<Row>(LIST, [...filter, place, PAGE_SIZE + 1]));
      return pageOf(rows, PAGE_SIZE, ({ number }) => String(number), toDelivery);
    },

    async find(organizationId, deliveryId) {
      const [row] = await guarded(() => sql.query<DetailRow & EventRow>(FIND, [organizationId, deliveryId]));
      if (!row) return undefined;
      const { entry_id: entryId, entry_directory: directoryId, sentence } = row;
      return {
        detail: {
          ...toDelivery(row),
          history: row.history.map((attempt) => toAttempt(row.delivery_id, attempt)),
          request: entryId === null ? null : { entryId, directoryId, sentence },
        },
        event: row.id === null ? undefined : toStoredEvent(row),
        payload: row.payload,
      };
    },

    async resend(organizationId, deliveryId, at, audit) {
      const rows = await guarded(() => sql.query(RESEND, [organizationId, deliveryId, at, json(audit)]));
      return rows.length > 0;
    },

    countReplay(organizationId, request) {
      const { endpointId, since, until } = request;
      if (request.state === "missing") {
        return count(COUNT_MISSING, [organizationId, endpointId, patternsOf(request), since, until]);
      }
      return count(COUNT_MADE, [organizationId, endpointId, STATES[request.state], patternsOf(request), since, until]);
    },

    replay(organizationId, request, at, audit) {
      const { endpointId, since, until } = request;
      const place = [organizationId, endpointId];
      const rest = [patternsOf(request), since, until, at, json(audit)];
      if (request.state === "missing") return count(REPLAY_MISSING, [...place, ...rest]);
      return count(REPLAY_MADE, [...place, STATES[request.state], ...rest]);
    },
  };
}
