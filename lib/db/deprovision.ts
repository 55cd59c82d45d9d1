/** What becomes of members whom an identity provider took out days ago, as their organization chose. */
import type { AuditWrite } from "#lib/directory/admin-context.ts";
import type { Deprovisioned } from "#lib/directory/administration-context.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { insertEvents, insertMembershipEvents } from "./consequences.ts";
import { deletedUserSql } from "./event-objects.ts";
import type { Sql } from "./sql.ts";

const TAKE_OUT = `
  update member set removed_at = $3::timestamptz, updated_at = $3::timestamptz
  where organization_id = $1 and not active and removed_at is null and directory_user_id is not null
    and deactivated_at < $2::timestamptz and suspended_until is null
  returning id`;

/** Locked as a sync locks them, the member first. Whom the identity provider still sends as active is not deleted. */
const DELETABLE = `
  select u.directory_id, u.id from member m
    join directory_user u on u.directory_id = m.directory_id and u.id = m.directory_user_id
  where m.organization_id = $1 and m.removed_at is not null and not u.active
  order by u.directory_id, u.id for update of m, u`;

/** $1 organization, $2 cause, $3 time, $4 and $5 directories and ids of the people, side by side. */
const PEOPLE = "unnest($4::text[], $5::uuid[]) as p(directory_id, id)";
const MEMBERSHIPS = `directory_membership x join ${PEOPLE} on x.directory_id = p.directory_id and x.user_id = p.id`;
const frameOf = (row: string) => ({
  organizationId: "$1::text",
  directoryId: `${row}.directory_id`,
  requestId: "$2::text",
  at: "$3",
});

/** As the identity provider's DELETE tells it: they leave their groups, then they are gone. Their access ended before. */
const EVENTS = [
  insertMembershipEvents(
    "dsync.group.user_removed",
    `(select x.directory_id, x.group_id, x.user_id from ${MEMBERSHIPS} order by x.directory_id, x.user_id, x.group_id)`,
    frameOf("r"),
  ),
  insertEvents(
    "dsync.user.deleted",
    {
      subject: "u.id::text",
      data: deletedUserSql({ u: "u", m: "m", organizationId: "$1" }),
      from: `${PEOPLE} join directory_user u on u.directory_id = p.directory_id and u.id = p.id
        left join member m on m.organization_id = $1 and m.directory_id = u.directory_id and m.directory_user_id = u.id
        order by u.directory_id, u.id`,
    },
    frameOf("u"),
  ),
];

/** $1 and $2 directories and ids of the people, $3 time. */
const GROUPS_LEFT = `
  update directory_group g set version = g.version + 1, updated_at = $3::timestamptz
  where (g.directory_id, g.id) in (select x.directory_id, x.group_id from directory_membership x
    join unnest($1::text[], $2::uuid[]) as p(directory_id, id) on x.directory_id = p.directory_id and x.user_id = p.id)`;
const DELETE_PEOPLE = `
  delete from directory_user u using unnest($1::text[], $2::uuid[]) as p(directory_id, id)
  where u.directory_id = p.directory_id and u.id = p.id`;

const OF_NOBODY = `m.organization_id = $1 and m.removed_at is not null and m.directory_user_id is not null
  and not exists (select from directory_user u where u.directory_id = m.directory_id and u.id = m.directory_user_id)`;
const DELETE_MEMBERS = `delete from member m where ${OF_NOBODY} and m.account_id is null`;
/** An account's own membership stays, taken out; the directory's part in it goes. */
const UNLINK = `
  update member m set name = a.name, email = a.email, directory_id = null, directory_user_id = null, profile = '{}',
    origins = '{}', problems = '[]', problem_count = 0, revision = m.revision + 1, updated_at = $2::timestamptz
  from account a where a.id = m.account_id and ${OF_NOBODY}`;

/** Deletes what directories know of members who were taken out, with all that tells the application. */
async function erasePeople(
  inside: Sql,
  people: readonly { directory_id: string; id: string }[],
  { organizationId, id, at }: AuditWrite,
): Promise<void> {
  const which = [people.map(({ directory_id }) => directory_id), people.map((person) => person.id)];
  for (const statement of EVENTS) await inside.query(statement, [organizationId, id, at, ...which]);
  await inside.query(GROUPS_LEFT, [...which, at]);
  await inside.query(DELETE_PEOPLE, which);
  await inside.query(DELETE_MEMBERS, [organizationId]);
  await inside.query(UNLINK, [organizationId, at]);
}

/** Takes out who lost their membership before `before`; with `erase`, what directories know of those who are out goes too. */
export async function deprovision(
  inside: Sql,
  organizationId: string,
  { before, erase, at }: { before: Date; erase: boolean; at: Date },
  lineOf: (done: Deprovisioned) => AuditWrite,
): Promise<number> {
  const out = await inside.query(TAKE_OUT, [organizationId, before, at]);
  if (out.length === 0) return 0;
  const people = erase ? await inside.query<{ directory_id: string; id: string }>(DELETABLE, [organizationId]) : [];
  const line = lineOf({ members: out.length, people: people.length });
  if (erase) await erasePeople(inside, people, line);
  await insertAuditOf(inside, line);
  return out.length;
}
