import type { Finding } from "#lib/contract/search.ts";
import { tenantOf } from "#lib/directory/idp/log-words.ts";
import type { SearchStore } from "#lib/directory/search.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import { guarded } from "./failure.ts";
import { isUuid } from "./filter-sql.ts";
import { PLANNED_ANEW, type Sql } from "./sql.ts";

/** Of each kind. */
const SHOWN = 6;

const USER = "'user' as kind, u.id::text as id, coalesce(u.display_name, u.user_name) as title, u.user_name as note";
const GROUP = "'group' as kind, g.id::text as id, g.display_name as title, null::text as note";

const inEveryDirectory = (found: string) => `${PLANNED_ANEW}
  select f.*, d.id as "directoryId", d.name as "directoryName" from directory d
  cross join lateral (${found}) f where d.organization_id = $1 order by f.rank, f.title limit ${2 * SHOWN}`;

/** By what a name begins with, which indexes answer; $2 is a folded pattern, $3 what was typed. */
const BY_BEGINNING = inEveryDirectory(`
  (select ${USER}, 0 as rank from directory_user u where u.directory_id = d.id and u.user_name_key like $2 order by u.user_name_key limit ${SHOWN})
  union (select ${USER}, 0 from directory_user u where u.directory_id = d.id and (u.search ->> 'displayname') collate "C" like $2
    order by (u.search ->> 'displayname') collate "C", u.id limit ${SHOWN})
  union (select ${USER}, 0 from directory_user u where u.directory_id = d.id and u.external_id = $3 limit ${SHOWN})
  union (select ${GROUP}, 0 from directory_group g where g.directory_id = d.id and g.display_name_key like $2 order by g.display_name_key limit ${SHOWN})
  union (select ${GROUP}, 0 from directory_group g where g.directory_id = d.id and g.external_id = $3 limit ${SHOWN})`);

/** By what stands anywhere in a name or address: looks at every person, and stops at the first few. */
const BY_PART = inEveryDirectory(`
  (select ${USER}, 1 as rank from directory_user u where u.directory_id = d.id
    and (u.user_name_key like $2 or lower(u.display_name) like $2 or lower(u.email) like $2) order by u.user_name_key limit ${SHOWN})
  union all (select ${GROUP}, 1 from directory_group g where g.directory_id = d.id and g.display_name_key like $2
    order by g.display_name_key limit ${SHOWN})`);

const BY_ID = inEveryDirectory(`
  select ${USER}, 0 as rank from directory_user u where u.directory_id = d.id and (u.id = $2::uuid or u.external_id = $3)
  union all select ${GROUP}, 0 from directory_group g where g.directory_id = d.id and (g.id = $2::uuid or g.external_id = $3)`);

/** The directory's part of the index of words is named by its tenant word, which the caller makes. */
const LOG_ENTRIES = `${PLANNED_ANEW}
  select 'log' as kind, e.id::text as id, e.sentence as title, e.method || ' ' || e.path || ' · ' || e.status as note,
    d.id as "directoryId", d.name as "directoryName"
  from unnest($2::text[], $3::text[]) asked (directory_id, words)
  join directory d on d.id = asked.directory_id and d.organization_id = $1
  join provisioning_entry e on e.directory_id = d.id and e.id in (
    select x.id from provisioning_entry x where x.directory_id = d.id and x.id = $4::text::uuid
    union
    select x.id from provisioning_entry x
    where x.directory_id = d.id and x.search @@ asked.words::tsquery and x.request_id = $4::text
  ) order by e.id desc limit ${SHOWN}`;

type Row = Finding & { rank: number } & Record<string, unknown>;

const escaped = (text: string) => foldCase(text).replace(/[\\%_]/g, (character) => `\\${character}`);
const toFinding = ({ kind, id, directoryId, directoryName, title, note }: Row): Finding => ({
  kind,
  id,
  directoryId,
  directoryName,
  title,
  note,
});

/** Each thing once, and of each kind a handful. */
function few(rows: readonly Row[]): Finding[] {
  const once = [...new Map(rows.map((row) => [`${row.kind} ${row.directoryId} ${row.id}`, row])).values()];
  return (["user", "group"] as const).flatMap((kind) =>
    once
      .filter((row) => row.kind === kind)
      .slice(0, SHOWN)
      .map(toFinding),
  );
}

/** Finds people, groups and log entries in all directories of an organization. */
export function searchStore(sql: Sql): SearchStore {
  return {
    async people(organizationId, text) {
      const find = (statement: string, key: string, rest: string[]) =>
        guarded(() => sql.query<Row>(statement, [organizationId, key, ...rest]));
      if (isUuid(text)) return few(await find(BY_ID, text, [text]));
      const begun = await find(BY_BEGINNING, `${escaped(text)}%`, [text]);
      const isPlenty = begun.filter(({ kind }) => kind === "user").length >= SHOWN;
      return few(isPlenty ? begun : [...begun, ...(await find(BY_PART, `%${escaped(text)}%`, []))]);
    },

    async logEntries(organizationId, id) {
      const directories = await guarded(() =>
        sql.query<{ id: string }>("select id from directory where organization_id = $1", [organizationId]),
      );
      const ids = directories.map((directory) => directory.id);
      const words = ids.map((directoryId) => `'${tenantOf(directoryId)}${id}'`);
      const rows = await guarded(() => sql.query<Row>(LOG_ENTRIES, [organizationId, ids, words, id]));
      return rows.map(toFinding);
    },
  };
}
