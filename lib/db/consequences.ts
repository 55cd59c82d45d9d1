import type { EventWrite, LogEntryWrite, Removal } from "#lib/directory/context.ts";
import { directoryGroupSql, directoryUserSql } from "./event-objects.ts";
import type { SqlParameter } from "./sql.ts";

/**
 * Log entry and events of a change, as parts of the one statement that makes the change: they are written with it or
 * not at all, and cost no round trip of their own.
 */

const ENTRY_COLUMNS = `directory_id, id, at, outcome, operation, cause, sentence, method, path, status, scim_type, duration_ms, target_type,
  target_id, target_name, token_id, token_prefix, request_id, user_agent, ip, dialect, deviations, changes, request, response, search`;

const ENTRY_RECORD = `directory_id text, id uuid, at timestamptz, outcome text, operation text, cause text, sentence text, method text, path text,
  status int, scim_type text, duration_ms int, target_type text, target_id text, target_name text, token_id text,
  token_prefix text, request_id text, user_agent text, ip text, dialect text, deviations text[], changes jsonb, request jsonb, response jsonb,
  words text[]`;

/** The record `e` in the order of the columns. `over` says what a column holds instead. */
const entryValues = (over: Readonly<Record<string, string>> = {}) =>
  ENTRY_COLUMNS.split(",")
    .map((name) => name.trim())
    .map((column) => over[column] ?? (column === "search" ? "array_to_tsvector(e.words)" : `e.${column}`))
    .join(", ");

/** PostgreSQL's jsonb cannot hold U+0000, and a lone surrogate is no text at all; the log keeps what is left. */
const storable = (text: string) => text.replaceAll("\u0000", "").toWellFormed();

function storableItem(item: unknown): unknown {
  if (typeof item === "string") return storable(item);
  if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
  const entries = Object.entries(item);
  const isFine = entries.every(([key]) => storable(key) === key);
  return isFine ? item : Object.fromEntries(entries.map(([key, content]) => [storable(key), content]));
}

/** What JSON.stringify makes of U+0000 and of a lone surrogate. A backslash that is text itself is doubled. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/;

/** JSON for a `$n::jsonb` parameter. Looking at the text first costs far less than a look at every value. */
export function json(value: unknown): string {
  const text = JSON.stringify(value);
  return UNSTORABLE.test(text) ? JSON.stringify(value, (_key, item) => storableItem(item)) : text;
}

export function entryRecord(entry: LogEntryWrite) {
  return {
    directory_id: entry.directoryId,
    id: entry.id,
    at: entry.at,
    outcome: entry.outcome,
    operation: entry.operation,
    cause: entry.cause,
    sentence: entry.sentence,
    method: entry.method,
    path: entry.path,
    status: entry.status,
    scim_type: entry.scimType,
    duration_ms: entry.durationMs,
    target_type: entry.targetType,
    target_id: entry.targetId,
    target_name: entry.targetName,
    token_id: entry.tokenId,
    token_prefix: entry.tokenPrefix,
    request_id: entry.requestId,
    user_agent: entry.userAgent,
    ip: entry.ip,
    dialect: entry.dialect,
    deviations: entry.deviations,
    changes: entry.changes,
    request: entry.request,
    response: entry.response,
    words: entry.words,
  };
}

/** Inserts the entries of the array in `parameter`; a directory that was deleted meanwhile takes its entries with it. */
export const insertEntries = (parameter: string) => `
  insert into provisioning_entry (${ENTRY_COLUMNS})
  select ${entryValues()}
  from jsonb_to_recordset(${parameter}::jsonb) as e(${ENTRY_RECORD})
  where exists (select from directory d where d.id = e.directory_id)`;

/** As `insertEntryIf` for many changes: the entries of the array in `parameter` whose `of` is an id of `condition`. */
export const insertEntriesOf = (parameter: string, condition: string) => `
  insert into provisioning_entry (${ENTRY_COLUMNS})
  select ${entryValues()} from ${condition} c
  join jsonb_to_recordset(${parameter}::jsonb) as e(${ENTRY_RECORD}, of uuid) on e.of = c.id`;

/** Inserts the entry in `parameter` once for the row of `condition`, a CTE that is empty when nothing was written. */
export const insertEntryIf = (parameter: string, condition: string) => `
  insert into provisioning_entry (${ENTRY_COLUMNS})
  select ${entryValues()} from ${condition}, jsonb_to_record(${parameter}::jsonb) as e(${ENTRY_RECORD})`;

/**
 * What of a change of members is worth saying: "2 added, 1 waiting". Empty when nobody came or went. The table with the
 * numbers is called `c`.
 */
const MOVES = `concat_ws(', ', case when c.added > 0 then c.added || ' added' end,
        case when c.removed > 0 then c.removed || ' removed' end, case when c.waiting > 0 then c.waiting || ' waiting' end)`;

/**
 * As `insertEntryIf` for a change of members: the numbers are put into the sentence here, because only the statement
 * knows who really came and went. `counts` is a CTE with added, removed, waiting, names and changed.
 */
export const insertMembershipEntry = (parameter: string, counts: string, unchangedSentence: string) => `
  insert into provisioning_entry (${ENTRY_COLUMNS})
  select ${entryValues({
    outcome: "case when c.changed then e.outcome else 'read' end",
    cause: "case when c.waiting > 0 then 'member-waiting' else e.cause end",
    sentence: `case when c.changed
      then replace(replace(replace(replace(e.sentence, '{also}', coalesce('; members: ' || nullif(${MOVES}, ''), '')),
        '{moves}', coalesce(nullif(${MOVES}, ''), 'nobody came or went')), '{added}', c.added::text), '{waiting}', c.waiting::text)
      else ${unchangedSentence} end`,
    changes: "e.changes || c.names",
  })}
  from ${counts} c, jsonb_to_record(${parameter}::jsonb) as e(${ENTRY_RECORD})`;

export const eventRecords = (events: readonly EventWrite[]) =>
  events.map(({ type, subjectId, data, previous }) => ({ type, subject_id: subjectId, data, previous }));

/** $1 to $8 of a removal: directory, id, time, organization, version that was read, request, log entry, events. */
export const removalParameters = (change: Removal): SqlParameter[] => [
  change.directory.id,
  change.id,
  change.at,
  change.directory.organizationId,
  change.expectedVersion,
  change.entry.requestId,
  json(entryRecord(change.entry)),
  json(eventRecords(change.events)),
];

const EVENT_COLUMNS = "organization_id, id, directory_id, type, subject_id, data, previous, request_id, created_at";
const NEW_EVENT_ID = "'event_' || replace(gen_random_uuid()::text, '-', '')";

/** What every event of a change says of the change. Parameters by name, e.g. `$1`. */
export interface EventFrame {
  organizationId: string;
  directoryId: string;
  requestId: string;
  at: string;
}

/** Inserts one event of `type` for each row of `from`. */
export const insertEvents = (
  type: string,
  { subject, data, from, previous = "null" }: { subject: string; data: string; from: string; previous?: string },
  frame: EventFrame,
) => `
  insert into event (${EVENT_COLUMNS})
  select ${frame.organizationId}, ${NEW_EVENT_ID}, ${frame.directoryId}, '${type}', ${subject}, ${data}, ${previous},
    ${frame.requestId}, ${frame.at}::timestamptz
  from ${from}`;

/** Inserts the events in `parameter` if `condition`, a CTE, has a row. */
export const insertEventsIf = (parameter: string, condition: string, frame: EventFrame) => `
  insert into event (${EVENT_COLUMNS})
  select ${frame.organizationId}, ${NEW_EVENT_ID}, ${frame.directoryId}, v.type, v.subject_id, v.data,
    v.previous, ${frame.requestId}, ${frame.at}::timestamptz
  from ${condition}, jsonb_to_recordset(${parameter}::jsonb) as v(type text, subject_id text, data jsonb, previous jsonb)`;

/** As `insertEventsIf` for many changes: the events of the array in `parameter` whose `of` is an id of `condition`. */
export const insertEventsOf = (parameter: string, condition: string) => `
  insert into event (${EVENT_COLUMNS})
  select v.organization_id, ${NEW_EVENT_ID}, v.directory_id, v.type, v.subject_id, v.data, v.previous, v.request_id, v.at
  from ${condition} c join jsonb_to_recordset(${parameter}::jsonb) as v(of uuid, place int, organization_id text,
    directory_id text, request_id text, at timestamptz, type text, subject_id text, data jsonb, previous jsonb)
    on v.of = c.id
  order by v.place`;

/**
 * The row of a table that a whole unique key names, looked up for each row by itself: a join, planned while there is hardly
 * anybody, might compare everybody with everybody later.
 */
const oneOf = (table: string, alias: string, key: string) =>
  `lateral (select one.* from ${table} one where one.${key} limit 1) ${alias}`;

/**
 * One event for each row (user_id, group_id) of `rows`, with the whole person and the whole group. `user` stands in for
 * people whom the statement is only just writing, whose rows it cannot see yet. `group`: the id of the group that all of
 * the rows are about, which is then put together once.
 */
export const insertMembershipEvents = (
  type: "dsync.group.user_added" | "dsync.group.user_removed",
  rows: string,
  frame: EventFrame,
  { user, group }: { user?: string; group?: string } = {},
) => {
  const { organizationId, directoryId, at } = frame;
  const person = user ?? directoryUserSql({ u: "u", m: "m", organizationId });
  const people = `left join ${oneOf("directory_user", "u", `directory_id = ${directoryId} and one.id = r.user_id`)} on true
    left join ${oneOf("member", "m", `organization_id = ${organizationId} and one.directory_id = ${directoryId} and one.directory_user_id = r.user_id`)} on true`;
  const shown = directoryGroupSql("g", { organizationId, updatedAt: `${at}::timestamptz` });
  const groups = `cross join ${oneOf("directory_group", "g", `directory_id = ${directoryId} and one.id = r.group_id`)}`;
  return insertEvents(
    type,
    {
      subject: "r.user_id::text",
      data: `jsonb_build_object('directory_id', ${directoryId}::text, 'organization_id', ${organizationId}::text, 'user', ${person},
        'group', ${group ? `(select ${shown} from directory_group g where g.directory_id = ${directoryId} and g.id = ${group})` : shown})`,
      from: `${rows} r ${group ? "" : groups} ${user ? "" : people}`,
    },
    frame,
  );
};
