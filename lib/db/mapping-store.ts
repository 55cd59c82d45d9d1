import { KINDS_COUNTED } from "#lib/contract/data-quality.ts";
import { BEHIND_MAX } from "#lib/contract/mapping.ts";
import type { ConfigurationWrite, MappingStore, ProblemRow, SavedConfiguration } from "#lib/directory/mapping/store.ts";
import type { Configuration } from "#lib/mapping/configuration.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { CONFIGURATION, CONFIGURATION_JOIN, type ConfigurationRow, mappingInForce } from "./configuration-in-force.ts";
import { json } from "./consequences.ts";
import { guarded } from "./failure.ts";
import { isUuid } from "./filter-sql.ts";
import { pageOf, readCursor } from "./keyset.ts";
import { LAST_PERSON, ONE_PERSON, PEOPLE, type PersonRow, SAMPLE, toPerson } from "./mapping-people.ts";
import { counted } from "./member-list.ts";
import { peopleCounted } from "./people-count.ts";
import { PLANNED_ANEW, type Sql, type SqlParameter } from "./sql.ts";

const IN_FORCE = `select d.schemas, ${CONFIGURATION} from directory d ${CONFIGURATION_JOIN} where d.id = $1`;

const VERSION = `version, user_id_attribute, rows, roles, note, author_name, restored_from, created_at`;
const VERSIONS = `
  select ${VERSION} from directory_configuration where directory_id = $1 and ($2::int is null or version < $2)
  order by version desc limit $3`;
const ONE_VERSION = `select ${VERSION} from directory_configuration where directory_id = $1 and version = $2`;

/** Two who save at once meet here: the second finds another version in force. */
const NEXT_VERSION = `
  update directory set configuration_version = configuration_version + 1, user_id_attribute = $3
  where id = $1 and configuration_version = $2 returning configuration_version as version`;
const INSERT_VERSION = `
  insert into directory_configuration (directory_id, version, user_id_attribute, rows, roles, note, author, author_name,
    restored_from, created_at)
  values ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8, $9, $10)`;

const PEOPLE_COUNT = `select ${peopleCounted("$1")} as people`;

/** Those whom the IdP deleted are nobody's to make anew. Asked person by person, because the count stops early. */
const PERSON_EXISTS = `(select true from directory_user u where u.directory_id = m.directory_id and u.id = m.directory_user_id)`;
/** In the order of the index, which a plan from old statistics would not take otherwise. */
const ofVersion = (comparison: "<" | ">") => `
  (select from member m where m.organization_id = $1 and m.directory_id = $2 and m.configuration_version ${comparison} $3
    and ${counted("m")} and ${PERSON_EXISTS} order by m.configuration_version limit ${BEHIND_MAX + 1})`;
/**
 * Both by member_counts_idx: of the first only the entries of other versions, up to one more than is told; of the second
 * all, without their rows. Whom the IdP deleted may be active only where a protection kept them.
 */
const STANDING = `
  select (
      select count(*)::int from (${ofVersion("<")} union all ${ofVersion(">")} limit ${BEHIND_MAX + 1}) n
    ) as behind,
    (select count(*)::int from member m
      where m.organization_id = $1 and m.directory_id = $2 and m.active and m.problem_count > 0)
    - (select count(*)::int from member m
      where m.organization_id = $1 and m.directory_id = $2 and m.active and m.problem_count > 0 and m.kept is not null
        and ${PERSON_EXISTS} is null) as problems`;

/** Several rules may fail on one person, so the place in the list tells problems apart. */
const PROBLEM_KEY = "m.id || ' ' || lpad(p.ordinality::text, 4, '0')";
/** As many people as the page has rows are enough, and one more: the first may have none left behind the cursor. */
const PROBLEMS = `${PLANNED_ANEW}
  select m.id as member_id, m.directory_user_id::text as user_id, m.name, m.user_name, p.value as problem, ${PROBLEM_KEY} as key
  from (
    select m.id, m.directory_user_id, m.name, m.problems, u.user_name
    from member m join directory_user u on u.directory_id = m.directory_id and u.id = m.directory_user_id
    where m.organization_id = $1 and m.directory_id = $2 and m.problem_count > 0 and m.active
      and ($4::text is null or m.id >= split_part($4, ' ', 1))
      and ($3::text is null or exists (select from jsonb_array_elements(m.problems) q where q ->> 'field' = $3))
    order by m.id limit $5::int + 1
  ) m, jsonb_array_elements(m.problems) with ordinality p
  where ($3::text is null or p.value ->> 'field' = $3) and ($4::text is null or ${PROBLEM_KEY} > $4)
  order by ${PROBLEM_KEY} limit $5`;
type ProblemKind = Awaited<ReturnType<MappingStore["problemKinds"]>>[number];
const PROBLEM_KINDS = `
  select p.value ->> 'field' as field, p.value ->> 'code' as code, p.value ->> 'source' as source,
    count(distinct m.id)::int as people
  from (
    select m.id, m.problems from member m
    where m.organization_id = $1 and m.directory_id = $2 and m.problem_count > 0 and m.active limit ${KINDS_COUNTED}
  ) m, jsonb_array_elements(m.problems) p
  group by 1, 2, 3 order by people desc, field, code, source limit 50`;

const GROUPS = `
  select g.id::text as id, g.display_name as name,
    (select count(*)::int from directory_membership x where x.directory_id = g.directory_id and x.group_id = g.id) as people
  from directory_group g where g.directory_id = $1 and (g.id = any($2::uuid[]) or g.display_name_key = any($3::text[]))`;

const HELD = `
  select m.id as "memberId", m.directory_user_id::text as "userId", m.name, m.role, m.active, m.kept,
    m.break_glass as "breakGlass", case when m.role_source = 'manual' then m.role else m.manual_role end as "manualRole"
  from member m
  where m.organization_id = $1 and m.directory_id = $2 and m.directory_user_id is not null and m.removed_at is null
    and (m.kept is not null or m.break_glass or m.manual_role is not null or m.role_source = 'manual')
  order by lower(m.name), m.id limit 200`;

const ENTRIES = `
  select distinct on (request_id) request_id as "requestId", id::text as id from provisioning_entry
  where directory_id = $1 and request_id = any($2::text[]) and target_id = $3 order by request_id, id`;

interface VersionRow extends Record<string, unknown> {
  version: number;
  user_id_attribute: Configuration["userIdAttribute"];
  rows: Configuration["rows"];
  roles: Configuration["roles"];
  note: string | null;
  author_name: string;
  restored_from: number | null;
  created_at: Date;
}

const toSaved = (row: VersionRow): SavedConfiguration => ({
  version: row.version,
  configuration: { userIdAttribute: row.user_id_attribute, rows: row.rows, roles: row.roles },
  note: row.note,
  authorName: row.author_name,
  restoredFrom: row.restored_from,
  createdAt: row.created_at,
});

interface ProblemSqlRow extends Record<string, unknown> {
  member_id: string;
  user_id: string;
  name: string;
  user_name: string;
  key: string;
  problem: Pick<ProblemRow, "field" | "code" | "message" | "source" | "since">;
}

const PROBLEMS_SHOWN = 50;

/** Mappings and role rules of directories, and what they are looked at with. */
export function mappingStore(sql: Sql): MappingStore {
  const people = async (statement: string, parameters: SqlParameter[]) =>
    (await guarded(() => sql.query<PersonRow>(statement, parameters))).map(toPerson);
  return {
    async inForce(directoryId) {
      const [row] = await guarded(() => sql.query<ConfigurationRow>(IN_FORCE, [directoryId]));
      return row && mappingInForce(row);
    },
    async versions(directoryId, { before, limit }) {
      return (await guarded(() => sql.query<VersionRow>(VERSIONS, [directoryId, before, limit]))).map(toSaved);
    },
    async version(directoryId, version) {
      const [row] = await guarded(() => sql.query<VersionRow>(ONE_VERSION, [directoryId, version]));
      return row && toSaved(row);
    },
    save: (write, audit) =>
      guarded(() =>
        sql.transaction(async (transaction) => {
          const { directoryId, after, configuration } = write;
          const next = [directoryId, after, configuration.userIdAttribute];
          const [saved] = await transaction.query<{ version: number }>(NEXT_VERSION, next);
          if (!saved) return undefined;
          await transaction.query(INSERT_VERSION, versionParameters(write, saved.version));
          await insertAuditOf(transaction, { ...audit, detail: { ...audit.detail, version: saved.version } });
          return saved.version;
        }),
      ),
    async countPeople(directoryId) {
      const [row] = await guarded(() => sql.query<{ people: number }>(PEOPLE_COUNT, [directoryId]));
      return row?.people ?? 0;
    },
    async standing(directoryId, organizationId, version) {
      const [row] = await guarded(() =>
        sql.query<{ behind: number; problems: number }>(STANDING, [organizationId, directoryId, version]),
      );
      return row ?? { behind: 0, problems: 0 };
    },
    async person(directoryId, userId) {
      if (!isUuid(userId)) return undefined;
      return (await people(ONE_PERSON, [directoryId, userId]))[0];
    },
    lastPerson: async (directoryId) => (await people(LAST_PERSON, [directoryId]))[0],
    people: (directoryId, { after, limit }) => people(PEOPLE, [directoryId, after, limit]),
    sample: (directoryId, limit) => people(SAMPLE, [directoryId, limit]),
    async problems(directoryId, organizationId, { field, cursor }) {
      const parameters = [organizationId, directoryId, field, readCursor(cursor ?? undefined), PROBLEMS_SHOWN + 1];
      const rows = await guarded(() => sql.query<ProblemSqlRow>(PROBLEMS, parameters));
      return pageOf(
        rows,
        PROBLEMS_SHOWN,
        ({ key }) => key,
        (row) => ({
          userId: row.user_id,
          memberId: row.member_id,
          name: row.name,
          userName: row.user_name,
          ...row.problem,
        }),
      );
    },
    problemKinds: (directoryId, organizationId) =>
      guarded(() => sql.query<ProblemKind>(PROBLEM_KINDS, [organizationId, directoryId])),
    async groupsOf(directoryId, wanted) {
      const ids = wanted.flatMap(({ id }) => (id !== null && isUuid(id) ? [id] : []));
      const names = wanted.map(({ name }) => foldCase(name));
      return guarded(() => sql.query(GROUPS, [directoryId, ids, names])) as never;
    },
    held: (organizationId, directoryId) => guarded(() => sql.query(HELD, [organizationId, directoryId])) as never,
    logEntryOf: (directoryId, requestIds, userId) =>
      guarded(() => sql.query(ENTRIES, [directoryId, requestIds, userId])) as never,
  };
}

const versionParameters = (write: ConfigurationWrite, version: number): SqlParameter[] => [
  write.directoryId,
  version,
  write.configuration.userIdAttribute,
  json(write.configuration.rows),
  json(write.configuration.roles),
  write.note,
  write.author,
  write.authorName,
  write.restoredFrom,
  write.createdAt,
];
