import type { ListResult, PageOfAll, UnreadUser } from "#lib/directory/rows.ts";
import type { GroupRef } from "#lib/scim/show.ts";
import { guarded } from "./failure.ts";
import { isUuid } from "./filter-sql.ts";
import { peopleCounted } from "./people-count.ts";
import type { Sql, SqlParameter } from "./sql.ts";

/** Less than any id. */
const FIRST_ID = "'00000000-0000-0000-0000-000000000000'::uuid";

/**
 * The ids of the page, in their order. A page behind the middle is counted from the end: passing over people is what costs.
 * Who is not wanted from one end or the other is not looked for (LIMIT 0). Neither limit nor offset is known to the planner,
 * which takes sorting everybody for cheaper than passing over many of them in the order of an index.
 */
const IDS = `select x.id from (
      (select id from directory_user where directory_id = $1 and id > coalesce($4::uuid, ${FIRST_ID}) order by id
        limit (select case when is_far then 0 else $2::int end from counted)
        offset (select case when is_far then 0 else $3::bigint end from counted))
      union all
      (select id from directory_user where directory_id = $1 order by id desc
        limit (select case when is_far then greatest(least($2::int, total - $3::bigint), 0) else 0 end from counted)
        offset (select greatest(total - $3::bigint - $2::int, 0) from counted))
    ) x order by x.id`;

/** [place on the page, id, name] of each group of the people on the page, by name. */
const GROUPS = `(select json_agg(json_build_array(p.place, g.id, g.display_name) order by g.display_name) from page p
    cross join lateral (select m.group_id from directory_membership m where m.directory_id = $1 and m.user_id = p.id offset 0) m
    cross join lateral (select one.id, one.display_name from directory_group one where one.directory_id = $1 and one.id = m.group_id limit 1) g
  ) as groups`;

/** Milliseconds since 1970. By extract(), in exact decimals, it takes three times as long. */
const ms = (time: string) => `round(date_part('epoch', ${time}) * 1000)`;

/** A person as one line, since jsonb's text has no line break: a row for each, with its columns, costs both sides more. */
const LINE = `concat_ws(' ', p.id, p.version, ${ms("p.created_at")}, ${ms("p.updated_at")}, p.resource::text)`;

/**
 * $1 directory, $2 how many, $3 how many to pass over, $4 only those behind this id, or null, $5 the number of all, where it
 * is known, or null. People and groups are looked up one by one, and those of the page stand in an array, of which the
 * planner always expects the same few: one plan serves every page, and is made once for each connection.
 */
const page = (withGroups: boolean) => `
  with counted as materialized (
    select t.total, $4::uuid is null and $3::bigint > t.total / 2 as is_far from (select coalesce($5::int, ${peopleCounted("$1")}) as total) t
  ), page as materialized (
    select k.place, r.id, r.resource, r.version, r.created_at, r.updated_at
    from unnest(array(${IDS})) with ordinality as k(id, place)
    cross join lateral (select * from directory_user one where one.directory_id = $1 and one.id = k.id limit 1) r
  )
  select c.total, (select string_agg(${LINE}, E'\\n') from (select * from page order by place) p) as people${withGroups ? `,\n  ${GROUPS}` : ""}
  from counted c`;

const WITH_GROUPS = page(true);
const WITHOUT_GROUPS = page(false);

interface Page extends Record<string, unknown> {
  total: number;
  /** A line for each; null when nobody is on the page. */
  people: string | null;
  groups?: [place: number, id: string, name: string][] | null;
}

const LINE_FORM = /^(\S+) (\d+) (\S+) (\S+) /;

function readLine(line: string, groups: GroupRef[] | undefined): UnreadUser {
  const [head, id, version, created, updated] = LINE_FORM.exec(line) ?? [];
  if (head === undefined || id === undefined)
    throw new Error("The database wrote a person in another form than it was asked for.");
  return {
    id,
    json: line.slice(head.length),
    version: Number(version),
    createdAt: new Date(Number(created)),
    updatedAt: new Date(Number(updated)),
    groups,
  };
}

/** A page of all people of a directory in the order of their ids, in one round trip. Their documents are not read. */
export async function listEverybody(
  sql: Sql,
  directoryId: string,
  { offset, after, count, total }: PageOfAll,
  load: { groups: boolean },
): Promise<ListResult<UnreadUser>> {
  const behind = after && isUuid(after) ? after : null;
  const parameters: SqlParameter[] = [directoryId, count, offset, behind, total ?? null];
  const statement = load.groups ? WITH_GROUPS : WITHOUT_GROUPS;
  const [page] = await guarded(() => sql.query<Page>(statement, parameters));
  const lines = page?.people?.split("\n") ?? [];
  const groups = load.groups ? lines.map((): GroupRef[] => []) : undefined;
  for (const [place, value, display] of page?.groups ?? []) groups?.[place - 1]?.push({ value, display });
  const rows = lines.map((line, index) => readLine(line, groups?.[index]));
  return { totalResults: page?.total ?? 0, rows };
}
