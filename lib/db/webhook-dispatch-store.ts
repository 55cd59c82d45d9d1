import type { AttemptWrite, DispatchStore, DueDelivery, Lane, Receiver } from "#lib/directory/webhook-dispatch.ts";
import { RETRIES } from "#lib/directory/webhook-dispatch.ts";
import { json } from "./consequences.ts";
import { type EventRow, toStoredEvent } from "./event-store.ts";
import { guarded } from "./failure.ts";
import type { Sql } from "./sql.ts";

/** The deadline is taken away when a lane is claimed: what comes meanwhile sets a new one, and nothing is overlooked. */
const CLAIM = `
  update webhook_lane l set leased_until = $2::timestamptz, leased_by = $3, due_at = null
  from (
    select c.organization_id, c.endpoint_id, c.lane
    from webhook_lane c join webhook_endpoint w on w.organization_id = c.organization_id and w.id = c.endpoint_id
    where ((c.leased_until is null and c.due_at <= $1::timestamptz) or c.leased_until < $1::timestamptz)
      and w.state = 'enabled' and (w.not_before is null or w.not_before <= $1::timestamptz)
    order by c.due_at nulls first limit $4
    for update of c skip locked
  ) c
  where l.organization_id = c.organization_id and l.endpoint_id = c.endpoint_id and l.lane = c.lane
  returning l.organization_id, l.endpoint_id, l.lane`;

/** Changes with whatever a delivery is made with: address, headers and secrets. */
const VERSION = `md5(w.url || ' ' || w.sealed_headers || ' ' || coalesce((
    select string_agg(v.id || coalesce(extract(epoch from v.ends_at)::text, ''), ' ' order by v.id)
    from webhook_secret v where v.organization_id = w.organization_id and v.endpoint_id = w.id), ''))`;

const RECEIVER = `
  select w.url, w.kind, w.state, w.failing_since, w.not_before, w.sealed_headers, ${VERSION} as version,
    (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'sealed', s.sealed) order by s.created_at, s.id), '[]')
      from webhook_secret s where s.organization_id = w.organization_id and s.endpoint_id = w.id
        and (s.ends_at is null or s.ends_at > $3::timestamptz)) as secrets
  from webhook_endpoint w where w.organization_id = $1 and w.id = $2`;

const DUE = (condition: string, order: string) => `
  select x.id as delivery_id, x.event_id, x.type as delivery_type, x.attempts, x.tries, x.payload,
    e.id, e.organization_id, e.directory_id, e.sequence, e.type, e.data, e.previous, e.request_id, e.created_at
  from webhook_delivery x left join event e on e.organization_id = x.organization_id and e.id = x.event_id
  where x.organization_id = $1 and x.endpoint_id = $2 and ${condition}
  order by ${order} limit $4`;
const DUE_FIRST = DUE("x.state = 'pending' and x.lane = $3", "x.sequence");
const DUE_AGAIN = DUE("x.state = 'retrying' and x.next_attempt_at <= $3::timestamptz", "x.next_attempt_at, x.sequence");

/** Attempt, delivery, lease, the endpoint's health and the lane of repetitions, in one go. */
const RECORD = (isRepetition: boolean) => `
  with tried as (
    insert into webhook_attempt (organization_id, delivery_id, number, endpoint_id, at, duration_ms, timing, status, reason,
      detail, request_headers, response_headers, response_body)
    select $1, x.id, x.attempts + 1, $2, $5::timestamptz, $6, $7::jsonb, $8, $9, $10, $11::jsonb, $12::jsonb, $13
    from webhook_delivery x where x.organization_id = $1 and x.id = $4
    on conflict do nothing
  ), told as (
    update webhook_delivery set state = $14, attempts = attempts + 1, tries = $15, next_attempt_at = $16::timestamptz,
      last_attempt_at = $5::timestamptz, last_status = $8, last_reason = $9
    where organization_id = $1 and id = $4
  ), held as (
    update webhook_lane set leased_until = $17::timestamptz
    where organization_id = $1 and endpoint_id = $2 and lane = $3 and leased_by = $18
    returning lane
  ), health as (
    update webhook_endpoint set
      failing_since = case when $9 = 'ok' then null else coalesce(failing_since, $5::timestamptz) end,
      not_before = $19::timestamptz
    where organization_id = $1 and id = $2
      and (($9 = 'ok') = (failing_since is not null) or not_before is distinct from $19::timestamptz)
  )${
    isRepetition
      ? ""
      : `, again as (
    insert into webhook_lane (organization_id, endpoint_id, lane, due_at)
    select $1, $2, '${RETRIES}', $16::timestamptz where $16::timestamptz is not null
    on conflict (organization_id, endpoint_id, lane) do update set due_at = least(webhook_lane.due_at, excluded.due_at)
  )`
  }
  select exists (select from held) and w.state = 'enabled' and $19::timestamptz is null and ${VERSION} = $20 as may_go_on
  from webhook_endpoint w where w.organization_id = $1 and w.id = $2`;

const RELEASE = `
  update webhook_lane l set leased_until = null, leased_by = null, due_at = least(l.due_at, $5::timestamptz,
    case when l.lane = '${RETRIES}' then (select min(x.next_attempt_at) from webhook_delivery x
      where x.organization_id = $1 and x.endpoint_id = $2 and x.state = 'retrying') end)
  where l.organization_id = $1 and l.endpoint_id = $2 and l.lane = $3 and l.leased_by = $4`;

const RELEASE_ALL =
  "update webhook_lane set leased_until = null, leased_by = null, due_at = least(due_at, now()) where leased_by = $1";

/** Not if it was called somewhere else ($9), or, with $11, if it has been failing only since a later time: it was well between. */
const DISABLE = `
  with done as (
    update webhook_endpoint set state = 'disabled', disabled_reason = $3, disabled_at = $4::timestamptz, updated_at = $4::timestamptz
    where organization_id = $1 and id = $2 and state <> 'disabled' and url = $9
      and ($11::timestamptz is null or failing_since <= $11::timestamptz)
    returning id
  ), line as (
    insert into audit_entry (organization_id, id, at, actor, actor_name, action, target_id, target_name, detail)
    select $1, $5::uuid, $4::timestamptz, $6, $7, $8, $2, $9, $10::jsonb from done
  ) select id from done`;

/** An inspector keeps its newest deliveries. */
const INSPECTIONS_MAX = 200;
export const INSPECT = `
  with old as (
    delete from webhook_inspection where organization_id = $1 and endpoint_id = $2 and id in (
      select i.id from webhook_inspection i where i.organization_id = $1 and i.endpoint_id = $2
      order by i.id desc offset ${INSPECTIONS_MAX - 1})
  )
  insert into webhook_inspection (organization_id, endpoint_id, id, at, event_id, type, verified, headers, body)
  select $1, $2, $3::uuid, $4::timestamptz, $5, $6, $7, $8::jsonb, $9
  where exists (select from webhook_endpoint w where w.organization_id = $1 and w.id = $2)`;

interface LaneRow extends Record<string, unknown> {
  organization_id: string;
  endpoint_id: string;
  lane: string;
}
interface ReceiverRow extends Record<string, unknown> {
  url: string;
  kind: "http" | "inspector";
  state: string;
  failing_since: Date | null;
  not_before: Date | null;
  sealed_headers: string;
  version: string;
  secrets: { id: string; sealed: string }[];
}
interface DueRow extends EventRow {
  delivery_id: string;
  event_id: string;
  delivery_type: string;
  attempts: number;
  tries: number;
  payload: unknown;
}

const toReceiver = (row: ReceiverRow): Receiver => ({
  url: row.url,
  kind: row.kind,
  state: row.state,
  failingSince: row.failing_since,
  notBefore: row.not_before,
  sealedHeaders: row.sealed_headers,
  version: row.version,
  sealedSecrets: row.secrets,
});

const toDue = (row: DueRow): DueDelivery => ({
  id: row.delivery_id,
  eventId: row.event_id,
  type: row.delivery_type,
  attempts: row.attempts,
  tries: row.tries,
  payload: row.payload,
  event: row.id === null ? undefined : toStoredEvent(row),
});

const keyOf = ({ organizationId, endpointId, lane }: Lane) => [organizationId, endpointId, lane];

/** What the dispatcher asks of the storage, on `webhook_lane` and `webhook_delivery`. */
export function dispatchStore(sql: Sql, number: () => Promise<number>): DispatchStore {
  return {
    number,

    async claim({ owner, now, leasedUntil, limit }) {
      const rows = await guarded(() => sql.query<LaneRow>(CLAIM, [now, leasedUntil, owner, limit]));
      return rows.map((row) => ({ organizationId: row.organization_id, endpointId: row.endpoint_id, lane: row.lane }));
    },

    async receiver({ organizationId, endpointId }, now) {
      const [row] = await guarded(() => sql.query<ReceiverRow>(RECEIVER, [organizationId, endpointId, now]));
      return row && toReceiver(row);
    },

    async due({ organizationId, endpointId, lane }, now, limit) {
      const isRepetition = lane === RETRIES;
      const parameters = [organizationId, endpointId, isRepetition ? now : lane, limit];
      return (await guarded(() => sql.query<DueRow>(isRepetition ? DUE_AGAIN : DUE_FIRST, parameters))).map(toDue);
    },

    async record(attempt: AttemptWrite) {
      const { lane, outcome } = attempt;
      const [row] = await guarded(() =>
        sql.query<{ may_go_on: boolean }>(RECORD(lane.lane === RETRIES), [
          ...keyOf(lane),
          attempt.deliveryId,
          attempt.at,
          outcome.durationMs,
          json(outcome.timing),
          outcome.status,
          outcome.reason,
          outcome.detail,
          json(attempt.requestHeaders),
          json(outcome.responseHeaders),
          outcome.responseBody,
          attempt.state,
          attempt.tries,
          attempt.nextAttemptAt,
          attempt.leasedUntil,
          attempt.owner,
          attempt.notBefore,
          attempt.version,
        ]),
      );
      return row?.may_go_on ?? false;
    },

    async release(lane, owner, dueAt) {
      await guarded(() => sql.query(RELEASE, [...keyOf(lane), owner, dueAt]));
    },

    async releaseAll(owner) {
      await guarded(() => sql.query(RELEASE_ALL, [owner]));
    },

    async disable({ organizationId, endpointId }, reason, failingBefore, audit) {
      const { id, at, actor, actorName, action, targetName, detail } = audit;
      const parameters = [
        organizationId,
        endpointId,
        reason,
        at,
        id,
        actor,
        actorName,
        action,
        targetName,
        json(detail),
        failingBefore,
      ];
      return (await guarded(() => sql.query(DISABLE, parameters))).length > 0;
    },

    async inspect({ organizationId, endpointId }, { id, at, eventId, type, verified, headers, body }) {
      const parameters = [organizationId, endpointId, id, at, eventId, type, verified, json(headers), body];
      await guarded(() => sql.query(INSPECT, parameters));
    },
  };
}
