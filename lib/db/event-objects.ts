/** People and groups as events show them, made by the database: lib/directory/event-objects.ts in SQL, for changes of many at once. */
import { STANDARD_FIELDS } from "#lib/directory/event-objects.ts";

const iso = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const ms = (time: string) => `(extract(epoch from ${time}) * 1000)::bigint`;
const publicId = (prefix: string, id: string) => `'${prefix}_' || replace(${id}::text, '-', '')`;

const STANDARD = `'{${STANDARD_FIELDS.join(",")}}'::text[]`;
const metadata = (m: string) =>
  `case when jsonb_typeof(${m}.profile -> 'public_metadata') = 'object' then ${m}.profile -> 'public_metadata' else '{}' end`;
const declared = (m: string) =>
  `case when jsonb_typeof(${m}.profile -> 'custom_attributes') = 'object' then ${m}.profile -> 'custom_attributes' else '{}' end`;
const customAttributes = (m: string) =>
  `((coalesce(${m}.profile, '{}') - ${STANDARD}) || ${metadata(m)} || ${declared(m)})`;

/** Members written before roles were many have none listed. */
const roleList = (m: string) => `(select jsonb_agg(jsonb_build_object('slug', x.slug) order by x.place)
    from unnest(case when ${m}.role = any(${m}.roles) then ${m}.roles else array[${m}.role] end) with ordinality as x(slug, place))`;

const list = (u: string) =>
  `case when jsonb_typeof(${u}.resource -> 'emails') = 'array' then ${u}.resource -> 'emails' else '[]' end`;

/** A row of `directory_user` with its row of `member`, which may be missing. */
interface PersonRows {
  readonly u: string;
  readonly m: string;
  readonly organizationId: string;
}

/** WorkOS's directory user as jsonb. */
export const directoryUserSql = ({ u, m, organizationId }: PersonRows) => `jsonb_build_object(
  'object', 'directory_user', 'id', ${publicId("directory_user", `${u}.id`)}, 'directory_id', ${u}.directory_id,
  'organization_id', ${organizationId}::text, 'idp_id', ${u}.external_id, 'username', ${u}.user_name, 'email', ${u}.email,
  'emails', (select coalesce(jsonb_agg(jsonb_build_object('primary', coalesce(x -> 'primary' = 'true'::jsonb, false),
    'type', x -> 'type', 'value', x -> 'value') order by place), '[]')
    from jsonb_array_elements(${list(u)}) with ordinality as emails(x, place) where jsonb_typeof(x) = 'object'),
  'first_name', ${m}.profile -> 'first_name', 'last_name', ${m}.profile -> 'last_name', 'name', ${m}.name,
  'job_title', ${u}.resource -> 'title', 'state', case when ${u}.active then 'active' else 'inactive' end,
  'custom_attributes', ${customAttributes(m)},
  'role', case when ${m}.role is null then null else jsonb_build_object('slug', ${m}.role) end,
  'roles', case when ${m}.role is null then '[]' else ${roleList(m)} end,
  'raw_attributes', ${u}.resource, 'created_at', ${iso(`${u}.created_at`)}, 'updated_at', ${iso(`${u}.updated_at`)})`;

/** The same of somebody who is deleted: inactive, with the groups that they were in. */
export const deletedUserSql = (rows: PersonRows) =>
  `${directoryUserSql(rows)} || jsonb_build_object('state', 'inactive', 'groups', (
    select coalesce(jsonb_agg(jsonb_build_object('object', 'directory_group',
      'id', ${publicId("directory_group", "g.id")}, 'name', g.display_name) order by g.display_name), '[]')
    from directory_membership x join directory_group g on g.directory_id = x.directory_id and g.id = x.group_id
    where x.directory_id = ${rows.u}.directory_id and x.user_id = ${rows.u}.id))`;

/** WorkOS's directory group as jsonb, last changed at `updatedAt`. */
export const directoryGroupSql = (
  g: string,
  { organizationId, updatedAt }: { organizationId: string; updatedAt: string },
) =>
  `jsonb_build_object('object', 'directory_group', 'id', ${publicId("directory_group", `${g}.id`)},
  'directory_id', ${g}.directory_id, 'organization_id', ${organizationId}::text, 'idp_id', ${g}.external_id,
  'name', ${g}.display_name, 'raw_attributes', ${g}.resource, 'created_at', ${iso(`${g}.created_at`)},
  'updated_at', ${iso(updatedAt)})`;

/** authn.sh's user as jsonb. */
export const scimUserSql = ({ u, m }: PersonRows, active: string) => `jsonb_build_object(
  'object', 'user', 'id', ${publicId("directory_user", `${u}.id`)}, 'external_id', ${u}.external_id,
  'username', ${u}.user_name, 'first_name', ${m}.profile -> 'first_name', 'last_name', ${m}.profile -> 'last_name',
  'email_address', ${u}.email, 'active', ${active}, 'public_metadata', ${customAttributes(m)},
  'organization_role', ${m}.role, 'created_at', ${ms(`${u}.created_at`)}, 'updated_at', ${ms(`${u}.updated_at`)})`;

/** The membership of the organization, in the state in which it ends. */
export const membershipSql = (m: string, status: string, updatedAt: string) => `jsonb_build_object(
  'object', 'organization_membership', 'id', ${m}.id, 'organization_id', ${m}.organization_id,
  'directory_id', ${m}.directory_id, 'directory_user_id', ${publicId("directory_user", `${m}.directory_user_id`)},
  'name', ${m}.name, 'email', ${m}.email, 'role', jsonb_build_object('slug', ${m}.role),
  'roles', ${roleList(m)}, 'status', '${status}',
  'created_at', ${iso(`${m}.created_at`)}, 'updated_at', ${iso(updatedAt)})`;

/** A row of `scim_token` as WorkOS shows it. */
export const directoryTokenSql = (t: string, organizationId: string) => `jsonb_build_object('object', 'directory_token',
  'id', ${t}.id, 'directory_id', ${t}.directory_id, 'organization_id', ${organizationId}, 'token_suffix', ${t}.last_four,
  'created_at', ${iso(`${t}.created_at`)})`;

/** The same as authn.sh shows it, when the directory that it opened is deleted. */
export const scimTokenSql = (
  t: string,
  { organizationId, revokedAt }: { organizationId: string; revokedAt: string },
) => `
  jsonb_build_object('object', 'scim_token', 'id', ${t}.id, 'directory_id', ${t}.directory_id,
  'organization_id', ${organizationId}, 'name', ${t}.name, 'prefix', ${t}.prefix, 'created_at', ${ms(`${t}.created_at`)},
  'revoked_at', ${ms(revokedAt)}, 'meta', jsonb_build_object('surface', 'bapi'))`;
