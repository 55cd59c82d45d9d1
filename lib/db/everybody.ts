import type { ListResult, PageOfAll, UnreadUser } from "#lib/directory/rows.ts";
import { DEFAULT_COUNT, MAX_RESULTS } from "#lib/scim/list.ts";
import type { GroupRef } from "#lib/scim/show.ts";
import { guarded } from "./failure.ts";
import { isUuid } from "./filter-sql.ts";
import { peopleCounted } from "./people-count.ts";
import type { Sql, SqlParameter } from "./sql.ts";

/** Less than any id. */
const FIRST_ID = "'00000000-0000-0000-0000-000000000000'::uuid";

/** The id that the page is behind. From the nearer end, because passing over people is what costs. */
const BEHIND = `case when after is not null then after
      when skipped = 0 then ${FIRST_ID}
      when skipped > total / 2 then (select id from directory_user where directory_id = $1 order by id desc
        offset (select greatest(total - skipped, 0) from asked) limit 1)
      else (select id from directory_user where directory_id = $1 order by id offset (select skipped - 1 from asked) limit 1)
    end`;

/** [person, id, name] of each group of the people on the page, by name. Nobody else is between the first and the last of them. */
const GROUPS = `(select json_agg(json_build_array(m.user_id, g.id, g.display_name) order by g.display_name)
    from (select user_id, group_id from directory_membership where directory_id = $1
      and user_id between (select id from page order by id limit 1) and (select id from page order by id desc limit 1) offset 0) m
    cross join lateral (select one.id, one.display_name from directory_group one where one.directory_id = $1 and one.id = m.group_id limit 1) g
  ) as groups`;

/** Milliseconds since 1970. By extract(), in exact decimals, it takes three times as long. */
const ms = (time: string) => `round(date_part('epoch', ${time}) * 1000)`;

/** A person as one line, since jsonb's text has no line break: a row for each, with its columns, costs both sides more. */
const LINE = `concat_ws(' ', p.id, p.version, ${ms("p.created_at")}, ${ms("p.updated_at")}, p.resource::text)`;

/**
 * $1 directory, $2 how many, $3 how many to pass over, $4 only those behind this id, or null, $5 the number of all, where it
 * is known, or null. They stand in `asked`, where the planner does not see them: it would plan each page anew, and sort
 * everybody where many are passed over. It knows only `atMost`, and one plan of a connection serves every page.
 * What is read from `page` comes in the order in which it was put there, that of the ids.
 */
const page = (withGroups: boolean, atMost: number) => `
  with asked as materialized (
    select $2::int as wanted, $3::bigint as skipped, $4::uuid as after, coalesce($5::int, ${peopleCounted("$1")}) as total
  ), page as materialized (
    select * from (
      select id, resource, version, created_at, updated_at from directory_user
      where directory_id = $1 and id > (select ${BEHIND} from asked) order by id limit ${atMost}
    ) p limit (select wanted from asked)
  )
  select total, (select string_agg(${LINE}, E'\\n') from page p) as people${withGroups ? `,\n  ${GROUPS}` : ""}
  from asked`;

/** By cursor one more is asked for than the page has, to see whether more follow. */
const STATEMENTS = [DEFAULT_COUNT + 1, MAX_RESULTS + 1].map((atMost) => ({
  atMost,
  withGroups: page(true, atMost),
  withoutGroups: page(false, atMost),
}));

function statementFor(count: number, groups: boolean): string {
  const statement = STATEMENTS.find(({ atMost }) => count <= atMost);
  if (!statement) throw new Error(`A page of ${count} people is more than anybody is given.`);
  return groups ? statement.withGroups : statement.withoutGroups;
}

interface Page extends Record<string, unknown> {
  total: number;
  /** A line for each; null when nobody is on the page. */
  people: string | null;
  groups?: [person: string, id: string, name: string][] | null;
}

const LINE_FORM = /^(\S+) (\d+) (\S+) (\S+) /;

function readLine(line: string, groups: ReadonlyMap<string, GroupRef[]> | undefined): UnreadUser {
  const [head, id, version, created, updated] = LINE_FORM.exec(line) ?? [];
  if (head === undefined || id === undefined)
    throw new Error("The database wrote a person in another form than it was asked for.");
  return {
    id,
    json: line.slice(head.length),
    version: Number(version),
    createdAt: new Date(Number(created)),
    updatedAt: new Date(Number(updated)),
    groups: groups && (groups.get(id) ?? []),
  };
}

function groupsByPerson(groups: Page["groups"]): Map<string, GroupRef[]> {
  const byPerson = new Map<string, GroupRef[]>();
  for (const [person, value, display] of groups ?? []) {
    const known = byPerson.get(person);
    if (known) known.push({ value, display });
    else byPerson.set(person, [{ value, display }]);
  }
  return byPerson;
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
  const statement = statementFor(count, load.groups);
  const [page] = await guarded(() => sql.query<Page>(statement, parameters));
  const groups = load.groups ? groupsByPerson(page?.groups) : undefined;
  const rows = (page?.people?.split("\n") ?? []).map((line) => readLine(line, groups));
  return { totalResults: page?.total ?? 0, rows };
}
