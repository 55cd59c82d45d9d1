import type { EventPage, EventSummary } from "#lib/contract/events.ts";
import type { StoredEvent } from "#lib/directory/event-envelope.ts";
import type { EventStore } from "#lib/directory/events.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { guarded } from "./failure.ts";
import { pageOf, readCursor } from "./keyset.ts";
import type { Sql } from "./sql.ts";

/** Any number does, as long as nobody else uses it. */
const NUMBERING_LOCK = 7_314_903;
const BATCH_MAX = 1_000;

const WAITING = "select exists (select from event where sequence is null) as waiting";

/** Whether the patterns of `patterns` mean `type`; what no pattern names is not meant. */
export const matchesSql = (patterns: string, type: string) => `exists (select from unnest(${patterns}) p(pattern)
  where p.pattern in ('*', ${type}) or (p.pattern like '%.*' and starts_with(${type}, left(p.pattern, -1))))`;

/**
 * Gives the committed events that have no place in the feed one, in the order of `position`, and makes a delivery of
 * each for every endpoint that wants it: both or neither (docs/decisions/0011). $1 how many at most, $2 time.
 */
const NUMBER = `
  with waiting as (
    select organization_id, id, position from event where sequence is null order by position limit $1
  ), placed as (
    select w.organization_id, w.id, nextval((select pg_get_serial_sequence('event', 'position')::regclass)) as sequence
    from (select * from waiting order by position) w
  ), numbered as (
    update event e set sequence = p.sequence from placed p
    where e.organization_id = p.organization_id and e.id = p.id
    returning e.organization_id, e.id, e.directory_id, e.type, e.sequence, e.request_id
  ), made as (
    insert into webhook_delivery (organization_id, id, endpoint_id, event_id, lane, sequence, type, request_id, state, created_at)
    select n.organization_id, 'delivery_' || replace(gen_random_uuid()::text, '-', ''), w.id, n.id, n.directory_id,
      n.sequence, n.type, n.request_id, 'pending', $2::timestamptz
    from numbered n join webhook_endpoint w on w.organization_id = n.organization_id and w.state <> 'disabled'
      and ${matchesSql("w.events", "n.type")}
    order by n.sequence
    on conflict (organization_id, endpoint_id, event_id) do nothing
    returning organization_id, endpoint_id, lane
  ), lanes as (
    insert into webhook_lane (organization_id, endpoint_id, lane, due_at)
    select distinct m.organization_id, m.endpoint_id, m.lane, $2::timestamptz from made m
    order by 1, 2, 3
    on conflict (organization_id, endpoint_id, lane)
      do update set due_at = least(webhook_lane.due_at, excluded.due_at)
  )
  select count(*)::int as numbered from numbered`;

const COLUMNS =
  "e.id, e.organization_id, e.directory_id, e.sequence, e.type, e.data, e.previous, e.request_id, e.created_at";

export interface EventRow extends Record<string, unknown> {
  id: string;
  organization_id: string;
  directory_id: string;
  sequence: string | number | bigint;
  type: string;
  data: JsonObject;
  previous: JsonObject | null;
  request_id: string;
  created_at: Date;
}

export const toStoredEvent = (row: EventRow): StoredEvent => ({
  id: row.id,
  organizationId: row.organization_id,
  directoryId: row.directory_id,
  sequence: Number(row.sequence),
  type: row.type,
  data: row.data,
  previous: row.previous,
  requestId: row.request_id,
  createdAt: row.created_at,
});

/** $1 organization, $2 directory, $3 patterns, $4 from, $5 until, $6 place, $7 how many. */
const FEED = (tenant: boolean, order: "asc" | "desc") => `
  select ${COLUMNS} from event e
  where e.sequence is not null and ${tenant ? "e.organization_id = $1" : "$1::text is null"}
    and ($2::text is null or e.directory_id = $2)
    and (cardinality($3::text[]) = 0 or ${matchesSql("$3::text[]", "e.type")})
    and ($4::timestamptz is null or e.created_at >= $4) and ($5::timestamptz is null or e.created_at < $5)
    and ($6::bigint is null or e.sequence ${order === "asc" ? ">" : "<"} $6)
  order by e.sequence ${order} limit $7`;

const PLACE = `
  select e.sequence from organization o join event e on e.organization_id = o.id and e.id = $2
  where ($1::text is null or o.id = $1) and e.sequence is not null`;

/** Whom an event is about, in words. */
const SUBJECT = `coalesce(
  case when e.type like 'dsync.group.user_%'
    then coalesce(e.data -> 'user' ->> 'name', e.data -> 'user' ->> 'username', '') || ' · ' || coalesce(e.data -> 'group' ->> 'name', '') end,
  e.data -> 'user' ->> 'username', e.data ->> 'name', e.data ->> 'username', e.data ->> 'prefix',
  '…' || (e.data ->> 'token_suffix'), e.subject_id)`;

const SUMMARY = `e.id, e.type, e.created_at, e.sequence, e.request_id, e.directory_id, d.name as directory_name, ${SUBJECT} as subject`;

const LIST = `
  select ${SUMMARY} from event e left join directory d on d.id = e.directory_id
  where e.organization_id = $1 and e.sequence is not null and ($2::text[] is null or ${matchesSql("$2::text[]", "e.type")})
    and ($3::text is null or e.directory_id = $3)
    and ($4::text is null or e.id = $5 or e.request_id = $5 or ${SUBJECT} ilike $4)
    and ($6::bigint is null or e.sequence < $6)
  order by e.sequence desc limit $7`;

const FIND = `
  select ${COLUMNS}, d.name as directory_name, ${SUBJECT} as subject, l.id as entry_id, l.sentence,
    (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'endpointId', x.endpoint_id, 'url', w.url, 'state', x.state,
      'attempts', x.attempts) order by x.number), '[]')
      from webhook_delivery x join webhook_endpoint w on w.organization_id = x.organization_id and w.id = x.endpoint_id
      where x.organization_id = $1 and x.event_id = e.id) as deliveries
  from event e left join directory d on d.id = e.directory_id
    left join lateral (select p.id, p.sentence from provisioning_entry p
      where p.directory_id = e.directory_id and p.request_id = e.request_id limit 1) l on true
  where e.organization_id = $1 and e.id = $2 and e.sequence is not null`;

const LAST = `select ${COLUMNS} from event e where e.organization_id = $1 and e.type = $2 and e.sequence is not null order by e.sequence desc limit 1`;

interface SummaryRow extends Record<string, unknown> {
  id: string;
  type: string;
  created_at: Date;
  sequence: string | number;
  request_id: string;
  directory_id: string;
  directory_name: string | null;
  subject: string;
}

const toSummary = (row: SummaryRow): EventSummary => ({
  id: row.id,
  type: row.type,
  at: row.created_at.toISOString(),
  directory: row.directory_name === null ? null : { id: row.directory_id, name: row.directory_name },
  subject: row.subject,
  requestId: row.request_id,
});

const escaped = (text: string) => `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
const PAGE_SIZE = 50;

/** Events, on `event`. What has no place in the feed yet is not there for any reader. */
export function eventStore(sql: Sql): EventStore {
  const number = async () => {
    let total = 0;
    for (;;) {
      const [waiting] = await guarded(() => sql.query<{ waiting: boolean }>(WAITING));
      if (!waiting?.waiting) return total;
      const [row] = await guarded(() =>
        sql.transaction(async (transaction) => {
          // In a statement of its own: the next one sees everything that was committed before the lock was free.
          await transaction.query("select pg_advisory_xact_lock($1)", [NUMBERING_LOCK]);
          return transaction.query<{ numbered: number }>(NUMBER, [BATCH_MAX, new Date()]);
        }),
      );
      total += row?.numbered ?? 0;
      if ((row?.numbered ?? 0) < BATCH_MAX) return total;
    }
  };
  return {
    number,

    async feed({ organizationId, directoryId, patterns, start, end, after, order, limit }) {
      const parameters = [organizationId, directoryId, patterns, start, end, after, limit];
      const rows = await guarded(() => sql.query<EventRow>(FEED(organizationId !== null, order), parameters));
      return rows.map(toStoredEvent);
    },

    async placeOf(organizationId, eventId) {
      const [row] = await guarded(() => sql.query<{ sequence: string }>(PLACE, [organizationId, eventId]));
      return row && Number(row.sequence);
    },

    async list(organizationId, { type, directory, q, cursor }): Promise<EventPage> {
      const after = readCursor(cursor);
      const place = after !== null && /^\d{1,18}$/.test(after) ? Number(after) : null;
      const parameters = [
        organizationId,
        type ? [type] : null,
        directory ?? null,
        q ? escaped(q) : null,
        q ?? null,
        place,
        PAGE_SIZE + 1,
      ];
      const rows = await guarded(() => sql.query<SummaryRow>(LIST, parameters));
      return pageOf(rows, PAGE_SIZE, ({ sequence }) => String(sequence), toSummary);
    },

    async find(organizationId, eventId) {
      const [row] = await guarded(() =>
        sql.query<EventRow & SummaryRow & { entry_id: string | null; sentence: string; deliveries: [] }>(FIND, [
          organizationId,
          eventId,
        ]),
      );
      if (!row) return undefined;
      const { entry_id: entryId, sentence, deliveries, directory_id: directoryId } = row;
      const request = entryId === null ? null : { entryId, directoryId, sentence };
      return { ...toSummary(row), event: toStoredEvent(row), request, deliveries };
    },

    async last(organizationId, type) {
      const [row] = await guarded(() => sql.query<EventRow>(LAST, [organizationId, type]));
      return row && toStoredEvent(row);
    },
  };
}
