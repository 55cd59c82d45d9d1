/** How what belongs to a directory ends: its people, groups, memberships and tokens, each with its events. */
import type { AuditWrite } from "#lib/directory/admin-context.ts";
import type { EventWrite } from "#lib/directory/context.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { eventRecords, insertEvents, insertEventsIf, json } from "./consequences.ts";
import {
  deletedUserSql,
  directoryGroupSql,
  directoryTokenSql,
  membershipSql,
  scimTokenSql,
  scimUserSql,
} from "./event-objects.ts";
import type { Sql } from "./sql.ts";

const FRAME = { organizationId: "$2::text", directoryId: "$1::text", requestId: "$3::text", at: "$4" };
const PERSON = { u: "u", m: "m", organizationId: FRAME.organizationId };
const PEOPLE = `directory_user u left join member m on m.organization_id = $2 and m.directory_id = $1 and m.directory_user_id = u.id
  where u.directory_id = $1`;
const TOKENS = `scim_token t where t.directory_id = $1 and t.client_id is null and t.revoked_at is null
  and (t.expires_at is null or t.expires_at > $4::timestamptz)`;

/** $1 directory, $2 organization, $3 cause, $4 time, in all of these. */
const EVENTS_OF_GROUPS = [
  insertEvents(
    "dsync.group.deleted",
    {
      subject: "g.id::text",
      data: directoryGroupSql("g", { organizationId: "$2", updatedAt: "g.updated_at" }),
      from: "directory_group g where g.directory_id = $1 order by g.id",
    },
    FRAME,
  ),
];
const EVENTS_OF_PEOPLE = [
  insertEvents(
    "dsync.user.deleted",
    {
      subject: "u.id::text",
      data: deletedUserSql(PERSON),
      from: `${PEOPLE} order by u.id`,
    },
    FRAME,
  ),
  insertEvents(
    "scimUser.deprovisioned",
    {
      subject: "u.id::text",
      data: `jsonb_build_object('user', ${scimUserSql(PERSON, "false")}, 'enterprise_connection_id', $1::text,
        'organization_id', $2::text)`,
      from: `${PEOPLE} and u.active order by u.id`,
    },
    FRAME,
  ),
];
const EVENTS_OF_MEMBERSHIPS = [
  insertEvents(
    "organization_membership.deleted",
    {
      subject: "m.directory_user_id::text",
      data: membershipSql("m", "inactive", "$4::timestamptz"),
      from: "member m where m.organization_id = $2 and m.directory_id = $1 and m.active order by m.id",
    },
    FRAME,
  ),
];
const EVENTS_OF_TOKENS = [
  insertEvents(
    "dsync.token.revoked",
    { subject: "t.id", data: directoryTokenSql("t", "$2::text"), from: TOKENS },
    FRAME,
  ),
  insertEvents(
    "scimToken.revoked",
    {
      subject: "t.id",
      data: scimTokenSql("t", { organizationId: "$2::text", revokedAt: "$4::timestamptz" }),
      from: TOKENS,
    },
    FRAME,
  ),
];
/** What ends with a directory. */
export const EVENTS_OF_ALL = [...EVENTS_OF_GROUPS, ...EVENTS_OF_PEOPLE, ...EVENTS_OF_MEMBERSHIPS, ...EVENTS_OF_TOKENS];

export const END_MEMBERSHIPS = `
  update member set active = false, deactivated_at = $3::timestamptz, updated_at = $3::timestamptz
  where organization_id = $2 and directory_id = $1 and active`;

const INSERT_EVENTS = insertEventsIf("$5", "(select) one", FRAME);

const frameOf = (directoryId: string, { organizationId, id, at }: AuditWrite) => [directoryId, organizationId, id, at];

/** The directory's people lose the membership; the directory goes on describing them. */
export async function endMemberships(inside: Sql, directoryId: string, audit: AuditWrite): Promise<void> {
  for (const statement of EVENTS_OF_MEMBERSHIPS) await inside.query(statement, frameOf(directoryId, audit));
  await inside.query(END_MEMBERSHIPS, [directoryId, audit.organizationId, audit.at]);
}

/** The directory's people and groups are deleted, and the memberships end. */
export async function removePeople(inside: Sql, directoryId: string, audit: AuditWrite): Promise<void> {
  const statements = [...EVENTS_OF_GROUPS, ...EVENTS_OF_PEOPLE, ...EVENTS_OF_MEMBERSHIPS];
  for (const statement of statements) await inside.query(statement, frameOf(directoryId, audit));
  await inside.query(END_MEMBERSHIPS, [directoryId, audit.organizationId, audit.at]);
  await inside.query("delete from directory_group where directory_id = $1", [directoryId]);
  await inside.query("delete from directory_user where directory_id = $1", [directoryId]);
}

/** Its tokens and OAuth clients stop working. */
export async function endCredentials(inside: Sql, directoryId: string, audit: AuditWrite): Promise<void> {
  for (const statement of EVENTS_OF_TOKENS) await inside.query(statement, frameOf(directoryId, audit));
  for (const table of ["scim_token", "oauth_client"]) {
    await inside.query(`update ${table} set revoked_at = $2 where directory_id = $1 and revoked_at is null`, [
      directoryId,
      audit.at,
    ]);
  }
}

/** The line of the audit log and the directory's own events, within the act's transaction. */
export async function insertAuditLine(
  inside: Sql,
  audit: AuditWrite,
  events: readonly EventWrite[],
  directoryId: string,
) {
  await inside.query(INSERT_EVENTS, [...frameOf(directoryId, audit), json(eventRecords(events))]);
  await insertAuditOf(inside, audit);
}
