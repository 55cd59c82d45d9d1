import type { ErasedPerson, EraseStore } from "#lib/directory/erase.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { eventRecords, insertEventsIf, json } from "./consequences.ts";
import { guarded } from "./failure.ts";
import type { Sql } from "./sql.ts";

const FRAME = { organizationId: "$1", directoryId: "$2", requestId: "$3", at: "$4" };
const INSERT_EVENTS = insertEventsIf("$5", "(select) one", FRAME);

/** Locks the person: a PATCH that comes meanwhile waits, and then finds nobody. */
const LOCK = "select active from directory_user where directory_id = $1 and id = $2::uuid for update";

/** What the log may call them besides their id. Words of a few letters would hit other people too. */
const NAMES = `
  select distinct lower(n.name) as name from (
    select u.user_name as name from directory_user u where u.directory_id = $1 and u.id = $2::uuid
    union all select u.email from directory_user u where u.directory_id = $1 and u.id = $2::uuid
    union all select m.email from member m where m.organization_id = $3 and m.directory_id = $1 and m.directory_user_id = $2::uuid
    union all select m.profile ->> 'username' from member m
      where m.organization_id = $3 and m.directory_id = $1 and m.directory_user_id = $2::uuid
    union all select x.user_name_key from removed_user x where x.directory_id = $1 and x.id = $2::uuid
  ) n where length(n.name) >= 6`;

/** $1 directory, $2 id, $3 names. An entry about somebody else that mentions them loses its bodies and keeps its sentence. */
const SCRUB_LOG = `
  update provisioning_entry e set
    sentence = case when f.told then 'About a person who was erased.' else e.sentence end,
    target_name = case when f.told then null else e.target_name end,
    search = case when f.told then null else e.search end,
    changes = '[]', request = '{"query": null, "body": null}', response = '{"body": null}'
  from (
    select x.id, x.target_id = $2 or exists (
        select from unnest($3::text[]) n where position(n in lower(x.sentence)) > 0) as told
    from provisioning_entry x where x.directory_id = $1 and (x.target_id = $2
      or position($2 in x.request::text || x.response::text || x.changes::text) > 0
      or exists (select from unnest($3::text[]) n
        where position(n in lower(x.sentence || x.request::text || x.response::text || x.changes::text)) > 0))
  ) f where e.directory_id = $1 and e.id = f.id`;

/** $1 organization, $2 their ids as events write them, $3 names. What waits for delivery goes too: the last event says it all. */
const THEIR_EVENTS = `
  select v.id from event v where v.organization_id = $1 and v.directory_id = $4 and (v.subject_id = any($2::text[])
    or exists (select from unnest($2::text[] || $3::text[]) n
      where position(n in lower(v.data::text || coalesce(v.previous::text, ''))) > 0))`;

const GROUPS_LEFT = `
  update directory_group g set version = g.version + 1, updated_at = $3::timestamptz
  where g.directory_id = $1 and g.id in (
    select x.group_id from directory_membership x where x.directory_id = $1 and x.user_id = $2::uuid)`;

/** An account's own membership stays; the directory's part in it goes. */
const UNLINK = `
  update member m set name = a.name, email = a.email, directory_id = null, directory_user_id = null, profile = '{}', origins = '{}', problems = '[]',
    problem_count = 0, revision = m.revision + 1, updated_at = $3::timestamptz
  from account a where m.organization_id = $1 and m.id = $2 and a.id = m.account_id`;

export function eraseStore(sql: Sql): EraseStore {
  async function erase(inside: Sql, person: ErasedPerson, at: Date): Promise<boolean> {
    const { organizationId, memberId, directoryId, userId } = person;
    const [known] = await inside.query<{ active: boolean }>(LOCK, [directoryId, userId]);
    if (known?.active) return false;
    const found = await inside.query<{ name: string }>(NAMES, [directoryId, userId, organizationId]);
    const names = found.map(({ name }) => name);
    await inside.query(SCRUB_LOG, [directoryId, userId, names]);
    const ids = [userId, userId.replaceAll("-", ""), memberId];
    const theirs = [organizationId, ids, names, directoryId];
    const events = (await inside.query<{ id: string }>(THEIR_EVENTS, theirs)).map(({ id }) => id);
    for (const statement of [
      "delete from webhook_delivery where organization_id = $1 and event_id = any($2::text[])",
      "delete from webhook_inspection where organization_id = $1 and event_id = any($2::text[])",
      "delete from event where organization_id = $1 and id = any($2::text[])",
    ])
      await inside.query(statement, [organizationId, events]);
    await inside.query(GROUPS_LEFT, [directoryId, userId, at]);
    for (const statement of [
      "delete from directory_user where directory_id = $1 and id = $2::uuid",
      "delete from removed_user where directory_id = $1 and id = $2::uuid",
      "delete from mapping_run_change where directory_id = $1 and user_id = $2::uuid",
      "delete from link_decision where directory_id = $1 and directory_user_id = $2::uuid",
    ])
      await inside.query(statement, [directoryId, userId]);
    await inside.query("delete from member where organization_id = $1 and id = $2 and account_id is null", [
      organizationId,
      memberId,
    ]);
    await inside.query(UNLINK, [organizationId, memberId, at]);
    return true;
  }

  return {
    erase: (person, at, audit, events) =>
      guarded(() =>
        sql.transaction(async (inside) => {
          if (!(await erase(inside, person, at))) return "active";
          const { organizationId, directoryId } = person;
          await inside.query(INSERT_EVENTS, [organizationId, directoryId, audit.id, at, json(eventRecords(events))]);
          await insertAuditOf(inside, audit);
          return "erased";
        }),
      ),
    async wasErased(organizationId, memberId) {
      const statement =
        "select from audit_entry where organization_id = $1 and action = 'member.erased' and target_id = $2 limit 1";
      return (await guarded(() => sql.query(statement, [organizationId, memberId]))).length > 0;
    },
  };
}
