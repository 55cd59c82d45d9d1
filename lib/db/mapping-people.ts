/** People with everything that mapping looks at: resource, groups, member. */
import type { MappedPerson } from "#lib/directory/mapping/store.ts";
import type { MemberState } from "#lib/directory/membership.ts";
import type { PersonGroup } from "#lib/mapping/source.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import { memberState } from "./member-sql.ts";

const person = (member: string) => `
  r.directory_id, r.id::text as id, r.user_name, r.resource, r.sent_groups, r.updated_at, case when m.id is null then null else ${member} end as member, (
    select coalesce(jsonb_agg(jsonb_build_object('value', g.id, 'display', g.display_name) order by g.display_name), '[]')
    from directory_membership x join directory_group g on g.directory_id = x.directory_id and g.id = x.group_id
    where x.directory_id = r.directory_id and x.user_id = r.id) as groups
  from directory_user r join directory d on d.id = r.directory_id
    left join member m on m.organization_id = d.organization_id and m.directory_id = r.directory_id and m.directory_user_id = r.id`;
const PERSON = person(memberState("m"));
export const ONE_PERSON = `select ${PERSON} where r.directory_id = $1 and r.id = $2::uuid`;
export const LAST_PERSON = `select ${PERSON} where r.directory_id = $1 order by r.updated_at desc, r.id desc limit 1`;
/** As PEOPLE, without what only a write needs to know: half of what is stored of a member is where things came from. */
export const PEOPLE_TO_TRY = `select ${person(memberState("m", { history: false }))}
  where r.directory_id = $1 and ($2::uuid is null or r.id > $2::uuid) order by r.id limit $3`;
export const PEOPLE = `select ${PERSON} where r.directory_id = $1 and ($2::uuid is null or r.id > $2::uuid) order by r.id limit $3`;
/** Ids begin with the time, so a hash of them picks people of all ages; it costs one pass over an index. */
export const SAMPLE = `select ${PERSON} where r.directory_id = $1 and r.id in (
    select u.id from directory_user u where u.directory_id = $1 order by hashtext(u.id::text) limit $2)`;

export interface PersonRow extends Record<string, unknown> {
  directory_id: string;
  id: string;
  user_name: string;
  resource: StoredResource;
  sent_groups: PersonGroup[] | null;
  updated_at: Date;
  member: MemberState | null;
  groups: { value: string; display: string }[];
}

export const toPerson = (row: PersonRow): MappedPerson => ({
  directoryId: row.directory_id,
  id: row.id,
  userName: row.user_name,
  stored: row.resource,
  sentGroups: row.sent_groups,
  pushed: row.groups,
  member: row.member,
  updatedAt: row.updated_at,
});
