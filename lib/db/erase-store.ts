import type { ErasedPerson, EraseStore } from "#lib/directory/erase.ts";
import { isWord, type MentioningEvent, needlesOf, personOf, withoutPerson } from "#lib/directory/erase-mentions.ts";
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

/**
 * $1 directory, $2 id, and for each name: $3 as it stands in JSON, $4 and $5 how it is found in a sentence and in JSON, $6
 * whether it is a word. An entry about somebody else that mentions them loses its bodies and keeps its sentence.
 */
const SCRUB_LOG = `
  with named as (select * from unnest($3::text[], $4::text[], $5::text[], $6::text[])
    as n(quoted, in_sentence, in_json, kind))
  update provisioning_entry e set
    sentence = case when f.told then 'About a person who was erased.' else e.sentence end,
    target_name = case when f.told then null else e.target_name end,
    search = case when f.told or e.request ->> 'query' is not null then null else e.search end,
    changes = '[]', request = '{"query": null, "body": null}', response = '{"body": null}'
  from (
    select x.id, t.told from provisioning_entry x cross join lateral (
      select replace(lower(x.request::text || x.response::text || x.changes::text), '\\n', ' ') as bodies,
        x.target_id = $2 or exists (select from named n where lower(x.sentence) ~ n.in_sentence
          and (n.kind <> 'word' or x.target_id is null)) as told
    ) t
    where x.directory_id = $1 and (t.told or position($2 in t.bodies) > 0
      or exists (select from named n where position(n.quoted in t.bodies) > 0 and t.bodies ~ n.in_json))
  ) f where e.directory_id = $1 and e.id = f.id`;

/** $1 organization, $2 directory, $3 their ids as events write them, $4 what an event that mentions them has. */
const THEIR_EVENTS = `
  select v.id, v.subject_id as "subjectId", v.data, v.previous from event v
  where v.organization_id = $1 and v.directory_id = $2 and (v.subject_id = any($3::text[])
    or exists (select from unnest($4::text[]) n
      where position(n in lower(v.data::text || coalesce(v.previous::text, ''))) > 0))`;

const LIVING = "select id::text as id from directory_user where directory_id = $1 and id = any($2::uuid[])";

/** What waits for delivery is sent as it is left. */
const CLEAN_EVENTS = `
  update event v set data = c.data, previous = nullif(c.previous, 'null'::jsonb)
  from jsonb_to_recordset($2::jsonb) as c(id text, data jsonb, previous jsonb)
  where v.organization_id = $1 and v.id = c.id`;

/** Receivers like to say back what they were sent. */
const CLEAN_ATTEMPTS = `
  update webhook_attempt a set response_body = '' from webhook_delivery d
  where a.organization_id = $1 and d.organization_id = $1 and a.delivery_id = d.id and d.event_id = any($2::text[])`;

const GROUPS_LEFT = `
  update directory_group g set version = g.version + 1, updated_at = $3::timestamptz
  where g.directory_id = $1 and g.id in (
    select x.group_id from directory_membership x where x.directory_id = $1 and x.user_id = $2::uuid)`;

/** An account's own membership stays; the directory's part in it goes. */
const UNLINK = `
  update member m set name = a.name, email = a.email, directory_id = null, directory_user_id = null, profile = '{}', origins = '{}', problems = '[]',
    problem_count = 0, revision = m.revision + 1, updated_at = $3::timestamptz
  from account a where m.organization_id = $1 and m.id = $2 and a.id = m.account_id`;

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|-]/g, "\\$&");
const alone = (text: string) => `(?<![[:alnum:]._%+@-])${escaped(text)}(?![[:alnum:]_%+@-]|[.][[:alnum:]])`;

/** $3 to $6 of SCRUB_LOG. What is a word counts in JSON only as a whole value that names somebody, or in a filter. */
function namesInLog(names: readonly string[]) {
  const quoted = names.map((name) => JSON.stringify(name).slice(1, -1));
  const asValue = (text: string) => `("(user_?name|value|display|displayname)": "|\\\\")${escaped(text)}(\\\\)?"(?!:)`;
  return [
    quoted,
    names.map(alone),
    quoted.map((text) => (isWord(text) ? asValue(text) : alone(text))),
    names.map((name) => (isWord(name) ? "word" : "address")),
  ];
}

/** Their own events go, deliveries included; out of others' events goes what mentions them. */
async function eraseEvents(inside: Sql, person: ErasedPerson, names: readonly string[]): Promise<void> {
  const { organizationId, memberId, directoryId, userId } = person;
  const erased = { ids: [userId, userId.replaceAll("-", ""), memberId], names };
  const theirs = [organizationId, directoryId, erased.ids, needlesOf(erased)];
  const mentions = await inside.query<MentioningEvent & Record<string, unknown>>(THEIR_EVENTS, theirs);
  const people = [...new Set(mentions.map(personOf))].filter((id) => id !== undefined && id !== userId) as string[];
  const living = new Set((await inside.query<{ id: string }>(LIVING, [directoryId, people])).map(({ id }) => id));
  const gone: string[] = [];
  const cleaned: Pick<MentioningEvent, "id" | "data" | "previous">[] = [];
  for (const event of mentions) {
    const left = withoutPerson(event, erased, living);
    if (left === "theirs") gone.push(event.id);
    else if (left !== "unchanged") cleaned.push({ id: event.id, ...left });
  }
  const cleanedIds = cleaned.map(({ id }) => id);
  await inside.query(CLEAN_EVENTS, [organizationId, json(cleaned)]);
  await inside.query(CLEAN_ATTEMPTS, [organizationId, cleanedIds]);
  await inside.query("delete from webhook_inspection where organization_id = $1 and event_id = any($2::text[])", [
    organizationId,
    [...gone, ...cleanedIds],
  ]);
  for (const statement of [
    "delete from webhook_delivery where organization_id = $1 and event_id = any($2::text[])",
    "delete from event where organization_id = $1 and id = any($2::text[])",
  ])
    await inside.query(statement, [organizationId, gone]);
}

export function eraseStore(sql: Sql): EraseStore {
  async function erase(inside: Sql, person: ErasedPerson, at: Date): Promise<boolean> {
    const { organizationId, memberId, directoryId, userId } = person;
    const [known] = await inside.query<{ active: boolean }>(LOCK, [directoryId, userId]);
    if (known?.active) return false;
    const found = await inside.query<{ name: string }>(NAMES, [directoryId, userId, organizationId]);
    const names = found.map(({ name }) => name);
    await inside.query(SCRUB_LOG, [directoryId, userId, ...namesInLog(names)]);
    await eraseEvents(inside, person, names);
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
