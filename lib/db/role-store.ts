import type { OrganizationRole } from "#lib/contract/roles.ts";
import type { RoleStore } from "#lib/directory/mapping/store.ts";
import { type MemberState, membershipEvents, rolesOf } from "#lib/directory/membership.ts";
import { BUILT_IN_ROLES, type CustomAttribute } from "#lib/mapping/configuration.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { eventRecords, insertEventsIf, json } from "./consequences.ts";
import { guarded } from "./failure.ts";
import { hasOtherAdmin } from "./last-admin.ts";
import { counted } from "./member-list.ts";
import { memberState } from "./member-sql.ts";
import type { Sql } from "./sql.ts";

/** Answered by member_counts_idx alone. */
const COUNTS = `
  select m.role as slug, count(*)::int as count from member m where m.organization_id = $1 and m.active and ${counted("m")}
  group by m.role`;
const CUSTOM = "select slug, name, rank, permissions from organization_role where organization_id = $1";

const BREAK_GLASS = `
  select m.id as "memberId", m.name, m.email, m.role, m.active from member m
  where m.organization_id = $1 and m.break_glass order by lower(m.name), m.id`;
const NAMES: Record<string, string> = { "org:owner": "Owner", "org:admin": "Admin", "org:member": "Member" };
const PROVISIONING = ["org:sys_provisioning:read", "org:sys_provisioning:manage"] as const;

const INSERT = `
  insert into organization_role (organization_id, slug, name, rank, permissions, created_at) values ($1, $2, $3, $4, $5, $6)
  on conflict do nothing returning slug`;
const UPDATE = `
  update organization_role set name = $3, rank = $4, permissions = $5 where organization_id = $1 and slug = $2 returning slug`;
const REMOVE = "delete from organization_role where organization_id = $1 and slug = $2 returning slug";

const NAMING = `
  select d.id from directory d join directory_configuration v on v.directory_id = d.id and v.version = d.configuration_version
  where d.organization_id = $1 and (v.roles ->> 'defaultRole' = $2 or exists (
    select from jsonb_array_elements(v.roles -> 'rules') r where r ->> 'role' = $2))`;

const HOLDERS = `
  select m.directory_id, m.directory_user_id::text as user_id, ${memberState("m")} as member from member m
  where m.organization_id = $1 and (m.role = $2 or $2 = any(m.roles) or m.manual_role = $2) for update of m`;
const REPLACE = `
  update member m set role = w.role, roles = w.roles, manual_role = case when m.manual_role = $2 then $3 else m.manual_role end,
    revision = m.revision + 1, updated_at = $4
  from jsonb_to_recordset($5::jsonb) as w(id text, role text, roles text[]) where m.organization_id = $1 and m.id = w.id`;
const FRAME = { organizationId: "$1", directoryId: "$2", requestId: "$3", at: "$4" };
const INSERT_EVENTS = insertEventsIf("$5", "(select) one", FRAME);

type CustomRow = Pick<OrganizationRole, "slug" | "name" | "rank" | "permissions">;

interface Holder extends Record<string, unknown> {
  directory_id: string | null;
  user_id: string | null;
  member: MemberState;
}

/** Roles of organizations, and the attributes they declare for their members. */
export function roleStore(sql: Sql): RoleStore {
  const definitions: RoleStore["definitions"] = async (organizationId) => {
    const custom = await guarded(() => sql.query<CustomRow>(CUSTOM, [organizationId]));
    const builtIn = BUILT_IN_ROLES.map(({ slug, rank }) => ({
      slug,
      rank,
      name: NAMES[slug] ?? slug,
      permissions: slug === "org:member" ? [] : [...PROVISIONING],
      builtIn: true,
    }));
    return [...builtIn, ...custom.map((role) => ({ ...role, builtIn: false }))].sort(
      (a, b) => a.rank - b.rank || (a.slug < b.slug ? -1 : 1),
    );
  };
  return {
    definitions,
    async list(organizationId) {
      const [defined, counts] = await Promise.all([
        definitions(organizationId),
        guarded(() => sql.query<{ slug: string; count: number }>(COUNTS, [organizationId])),
      ]);
      const countOf = new Map(counts.map(({ slug, count }) => [slug, count]));
      return defined.map((role) => ({ ...role, memberCount: countOf.get(role.slug) ?? 0 }));
    },
    breakGlass: (organizationId) => guarded(() => sql.query(BREAK_GLASS, [organizationId])) as never,
    async attributes(organizationId) {
      const statement = "select member_attributes as attributes from organization where id = $1";
      const [row] = await guarded(() => sql.query<{ attributes: CustomAttribute[] }>(statement, [organizationId]));
      return row?.attributes ?? [];
    },
    setAttributes: (organizationId, attributes, audit) =>
      guarded(() =>
        sql.transaction(async (transaction) => {
          const statement = "update organization set member_attributes = $2::jsonb where id = $1";
          await transaction.query(statement, [organizationId, json(attributes)]);
          await insertAuditOf(transaction, audit);
        }),
      ),
    insert: (organizationId, { slug, name, rank, permissions }, at, audit) =>
      guarded(() =>
        sql.transaction(async (transaction) => {
          const [made] = await transaction.query(INSERT, [organizationId, slug, name, rank, permissions, at]);
          if (made) await insertAuditOf(transaction, audit);
          return made !== undefined;
        }),
      ),
    update: (organizationId, { slug, name, rank, permissions }, audit) =>
      guarded(() =>
        sql.transaction(async (transaction) => {
          const [made] = await transaction.query(UPDATE, [organizationId, slug, name, rank, permissions]);
          if (made) await insertAuditOf(transaction, audit);
          return made !== undefined;
        }),
      ),
    directoriesNaming: async (organizationId, slug) =>
      (await guarded(() => sql.query<{ id: string }>(NAMING, [organizationId, slug]))).map(({ id }) => id),
    remove: (organizationId, slug, replacement, at, audit) =>
      guarded(() =>
        sql.transaction(async (transaction) => {
          await hasOtherAdmin(transaction, organizationId, []);
          const [gone] = await transaction.query(REMOVE, [organizationId, slug]);
          if (!gone) return false;
          const holders = await transaction.query<Holder>(HOLDERS, [organizationId, slug]);
          const changed = holders.map((holder) => {
            const roles = [...new Set(rolesOf(holder.member).map((role) => (role === slug ? replacement : role)))];
            return {
              ...holder,
              write: { ...holder.member, role: holder.member.role === slug ? replacement : holder.member.role, roles },
            };
          });
          const records = changed.map(({ write: { id, role, roles } }) => ({ id, role, roles }));
          await transaction.query(REPLACE, [organizationId, slug, replacement, at, json(records)]);
          for (const { directory_id, user_id, member, write } of changed) {
            const where = { organizationId, directoryId: directory_id, userId: user_id, at };
            const events = membershipEvents(write, { ...member, roles: rolesOf(member) }, where, member.createdAt);
            if (events.length > 0)
              await transaction.query(INSERT_EVENTS, [
                organizationId,
                directory_id,
                audit.id,
                at,
                json(eventRecords(events)),
              ]);
          }
          await insertAuditOf(transaction, audit);
          return true;
        }),
      ),
  };
}
