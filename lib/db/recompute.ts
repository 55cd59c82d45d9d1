import type { IdpDirectory, LogEntryWrite, Recompute } from "#lib/directory/context.ts";
import { type Decided, groupsThatCount, type MemberDecision, type MemberState } from "#lib/directory/membership.ts";
import type { PersonGroup } from "#lib/mapping/source.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import { eventRecords, insertEventsIf, json } from "./consequences.ts";
import { hasOtherAdmin } from "./last-admin.ts";
import { memberRecord, memberState, membersFrom, setMember } from "./member-sql.ts";
import type { Sql } from "./sql.ts";

/** People made anew at once. */
export const RECOMPUTE_CHUNK = 500;

/** The configuration was saved anew while the write went on: it has to start again with the newer one. */
export class ConfigurationChanged extends Error {
  override readonly name = "ConfigurationChanged";
}

/** Whoever changes the same people waits here. Locked by id, so that two who meet do not wait for each other. */
const LOCK = `
  select m.directory_user_id as user_id, (select d.configuration_version from directory d where d.id = $1) as version
  from member m where m.organization_id = $2 and m.directory_id = $1 and m.directory_user_id = any($3::uuid[])
  order by m.id for update`;
const LOCK_FREE = `${LOCK} skip locked`;

/** After the lock, in a statement of its own: it sees the groups that those who held the lock before have written. */
const PEOPLE = `
  select r.id, r.resource, r.sent_groups, ${memberState("m")} as member, (
      select coalesce(jsonb_agg(jsonb_build_object('value', g.id, 'display', g.display_name) order by g.display_name), '[]')
      from directory_membership x join directory_group g on g.directory_id = x.directory_id and g.id = x.group_id
      where x.directory_id = r.directory_id and x.user_id = r.id) as groups
  from directory_user r join member m on m.organization_id = $2 and m.directory_id = r.directory_id and m.directory_user_id = r.id
  where r.directory_id = $1 and r.id = any($3::uuid[])`;

const FRAME = { organizationId: "$1", directoryId: "$2", requestId: "$3", at: "$4" };
/** $5 the records, $6 the events. */
const WRITE = `
  with written as (
    update member m set ${setMember("w", "$4::timestamptz")}
    from ${membersFrom("$5", "w")} where m.organization_id = $1 and m.id = w.id
    returning m.id
  ), events as (${insertEventsIf("$6", "(select from written limit 1) any_written", FRAME)}
  ) select count(*)::int as count from written`;

/** Those whose profile stays only learn by which version it was looked at. */
const TOUCH = `
  update member m set configuration_version = $3 where m.organization_id = $1 and m.id = any($2::text[])
    and m.configuration_version <> $3`;

interface PersonRow extends Record<string, unknown> {
  id: string;
  resource: StoredResource;
  sent_groups: PersonGroup[] | null;
  member: MemberState;
  groups: { value: string; display: string }[];
}

/** The change on whose occasion people are made anew. */
export interface RecomputeOccasion {
  readonly directory: Pick<IdpDirectory, "id" | "organizationId">;
  readonly at: Date;
  readonly entry: Pick<LogEntryWrite, "requestId">;
}

export interface Recomputed {
  /** Decisions as they were written. */
  readonly decisions: { readonly userId: string; readonly decided: Decided; readonly before: MemberState }[];
  readonly changed: number;
  /** Names of people who were kept from losing what they are. */
  readonly kept: readonly string[];
}

/**
 * Makes people anew in the transaction at hand: for exactly those named, in chunks, never one by one.
 * @throws ConfigurationChanged
 */
export async function recomputePeople(
  transaction: Sql,
  occasion: RecomputeOccasion,
  userIds: readonly string[],
  recompute: Recompute,
  { skipLocked = false } = {},
): Promise<Recomputed> {
  const all: Recomputed["decisions"] = [];
  for (let at = 0; at < userIds.length; at += RECOMPUTE_CHUNK) {
    const chunk = userIds.slice(at, at + RECOMPUTE_CHUNK);
    all.push(...(await recomputeChunk(transaction, occasion, chunk, recompute, skipLocked)));
  }
  const kept = all.filter(({ decided, before }) => decided.write.kept !== null && before.kept === null);
  return {
    decisions: all,
    changed: all.filter(({ decided }) => decided.changed).length,
    kept: kept.map(({ decided }) => decided.write.name),
  };
}

async function recomputeChunk(
  transaction: Sql,
  { directory, at, entry }: RecomputeOccasion,
  userIds: readonly string[],
  recompute: Recompute,
  skipLocked: boolean,
) {
  const { id, organizationId } = directory;
  const locked = await transaction.query<{ user_id: string; version: number }>(skipLocked ? LOCK_FREE : LOCK, [
    id,
    organizationId,
    userIds,
  ]);
  if (locked.some(({ version }) => version !== recompute.version)) throw new ConfigurationChanged();
  const people = await transaction.query<PersonRow>(PEOPLE, [id, organizationId, locked.map(({ user_id }) => user_id)]);
  const decisions = people.map((person) => {
    const groups = groupsThatCount(person.sent_groups, person.groups);
    return {
      userId: person.id,
      before: person.member,
      decision: recompute.decide({ stored: person.resource, groups }, person.member, person.id),
    };
  });
  const decided = await guardAll(transaction, organizationId, decisions);
  const changed = decided.filter((each) => each.decided.changed);
  if (changed.length > 0) {
    const records = changed.map(({ decided: { write } }) => memberRecord(write));
    const events = changed.flatMap(({ decided: each }) => each.events);
    await transaction.query(WRITE, [
      organizationId,
      id,
      entry.requestId,
      at,
      json(records),
      json(eventRecords(events)),
    ]);
  }
  const same = decided.filter((each) => !each.decided.changed).map(({ before }) => before.id);
  if (same.length > 0) await transaction.query(TOUCH, [organizationId, same, recompute.version]);
  return decided;
}

/** If these changes together would take the last admin away, the first of those who would lose stays. */
async function guardAll(
  transaction: Sql,
  organizationId: string,
  decisions: readonly { userId: string; before: MemberState; decision: MemberDecision }[],
): Promise<Recomputed["decisions"]> {
  const losing = decisions.filter(({ decision }) => decision.unlessLast !== undefined);
  const isLeft =
    losing.length === 0 ||
    (await hasOtherAdmin(
      transaction,
      organizationId,
      losing.map(({ before }) => before.id),
    ));
  const stays = isLeft ? undefined : losing.toSorted((a, b) => (a.before.id < b.before.id ? -1 : 1))[0];
  return decisions.map((each) => {
    const { userId, before, decision } = each;
    return { userId, before, decided: each === stays && decision.unlessLast ? decision.unlessLast : decision };
  });
}
