/** The list of members: what is asked of it becomes the statement that an index answers. */
import type { MemberQuery } from "#lib/contract/member.ts";
import { PLANNED_ANEW, type SqlParameter } from "./sql.ts";

/** `key` is the order of the list: no two members share one, and member_name_key_idx holds them in it. */
const KEY = "lower(x.name) || ' ' || x.id";
export const MEMBER_COLUMNS = `x.id, x.name, x.email, x.role, x.roles, x.role_source, x.role_origin, x.manual_role, x.break_glass, x.kept,
    x.account_id, x.active, x.directory_id, x.directory_user_id,
    d.name as directory_name, x.created_at, x.deactivated_at, x.suspended_until, x.suspended_by, ${KEY} as key,
    (select max(s.last_seen_at) from session s where s.account_id = x.account_id) as last_seen_at,
    (select count(*)::int from session s where s.account_id = x.account_id and s.ended_at is null
      and s.expires_at > now() and s.last_seen_at > now() - interval '30 minutes') as sessions`;
export const MEMBER_FROM = "from member x left join directory d on d.id = x.directory_id";

/** Of every member true. A statement that says it may be answered by member_counts_idx, which no other may. */
export const counted = (member: string) => `${member}.problem_count >= 0`;
const OF_ORGANIZATION = `x.organization_id = $1 and ${counted("x")}`;
const NOT_REMOVED = "x.removed_at is null";
const WITHOUT_PERSON = "x.directory_user_id is null";

export interface Statement {
  readonly text: string;
  readonly parameters: SqlParameter[];
}

const all = (conditions: readonly string[]) => conditions.join(" and ");
const count = (...conditions: string[]) => `(select count(*)::int from member x where ${all(conditions)})`;

/**
 * @param page where to go on, and how many rows to take
 * @returns the page, and how many members there are in all. A search has to look at everybody, so it does both in one
 *   statement, `page`, whose rows carry `total` and of which a page without members has one with nothing else in it.
 */
export function memberStatements(
  organizationId: string,
  { q, state, role, source, protected: isProtected }: Omit<MemberQuery, "cursor">,
  { after, limit }: { after: string | null; limit: number },
): { readonly page: Statement; readonly count: Statement | undefined } {
  const parameters: SqlParameter[] = [organizationId];
  const bind = (value: SqlParameter) => `$${parameters.push(value)}`;
  const plain = [OF_ORGANIZATION];
  if (state) plain.push(state === "active" ? "x.active" : "not x.active");
  if (role) plain.push(`x.role = ${bind(role)}`);
  const conditions = [...plain, NOT_REMOVED];
  if (source) conditions.push(source === "directory" ? `not ${WITHOUT_PERSON}` : WITHOUT_PERSON);
  if (isProtected) conditions.push("x.break_glass");
  if (!q) {
    const total = isProtected ? count(...conditions) : countOf(plain, source);
    const ofCount = { text: `${PLANNED_ANEW} select ${total} as total`, parameters: [...parameters] };
    if (after !== null) conditions.push(`${KEY} > ${bind(after)}`);
    const text = `${PLANNED_ANEW} select ${MEMBER_COLUMNS} ${MEMBER_FROM} where ${all(conditions)} order by key limit ${bind(limit)}`;
    return { page: { text, parameters }, count: ofCount };
  }
  const pattern = bind(`%${q.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`);
  conditions.push(`(lower(x.name) like ${pattern} or lower(x.email) like ${pattern})`);
  const behind = after === null ? "" : `where key > ${bind(after)}`;
  const text = `${PLANNED_ANEW}
    with found as materialized (select x.id, ${KEY} as key from member x where ${all(conditions)})
    select n.total, p.* from (select count(*)::int as total from found) n left join (
      select ${MEMBER_COLUMNS} from (select f.id from found f ${behind} order by f.key limit ${bind(limit)}) f
      join member x on x.organization_id = $1 and x.id = f.id left join directory d on d.id = x.directory_id
    ) p on true order by p.key`;
  return { page: { text, parameters }, count: undefined };
}

/**
 * All of them are counted by member_counts_idx without their rows. Those who were taken out and those whom no directory
 * sends are the exceptions, found by indexes of their own, and taken off.
 */
function countOf(plain: readonly string[], source: MemberQuery["source"]): string {
  const others = count(...plain, NOT_REMOVED, WITHOUT_PERSON);
  if (source === "account") return others;
  const listed = `${count(...plain)} - ${count(...plain, "x.removed_at is not null")}`;
  return source === "directory" ? `${listed} - ${others}` : listed;
}
