import type { MemberState, MemberWrite } from "#lib/directory/membership.ts";
import { insertEvents } from "./consequences.ts";
import { membershipSql } from "./event-objects.ts";

const isoSql = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A row of `member` (called by the alias) as MemberState, in JSON; without history, nothing came from anywhere. */
export const memberState = (
  m: string,
  { history = true } = {},
) => `jsonb_build_object('id', ${m}.id, 'active', ${m}.active, 'name', ${m}.name,
  'email', ${m}.email, 'profile', ${m}.profile, 'role', ${m}.role, 'roles', to_jsonb(${m}.roles), 'roleSource', ${m}.role_source,
  'manualRole', ${m}.manual_role, 'roleOrigin', ${history ? `${m}.role_origin` : "'{}'::jsonb"}, 'origins', ${history ? `${m}.origins` : "'{}'::jsonb"}, 'problems', ${m}.problems,
  'breakGlass', ${m}.break_glass, 'suspendedUntil', ${isoSql(`${m}.suspended_until`)}, 'kept', ${m}.kept, 'configurationVersion', ${m}.configuration_version,
  'revision', ${m}.revision, 'createdAt', ${isoSql(`${m}.created_at`)})`;

/** What MEMBER_RECORD reads. */
export const memberRecord = (write: MemberWrite, more: { userId?: string; revision?: number | null } = {}) => ({
  id: write.id,
  user_id: more.userId,
  revision: more.revision,
  active: write.active,
  name: write.name,
  email: write.email,
  profile: write.profile,
  role: write.role,
  roles: write.roles,
  role_source: write.roleSource,
  role_origin: write.roleOrigin,
  origins: write.origins,
  problems: write.problems,
  problem_count: write.problems.length,
  kept: write.kept,
  configuration_version: write.configurationVersion,
});

const RECORD = `id text, user_id uuid, revision int, active boolean, name text, email text, profile jsonb, role text,
  roles text[], role_source text, role_origin jsonb, origins jsonb, problems jsonb, problem_count int, kept text,
  configuration_version int`;

/** The record in a parameter as a row `alias`. */
export const memberFrom = (parameter: string, alias: string) =>
  `jsonb_to_record(${parameter}::jsonb) as ${alias}(${RECORD})`;
export const membersFrom = (parameter: string, alias: string) =>
  `jsonb_to_recordset(${parameter}::jsonb) as ${alias}(${RECORD})`;

/** `set` of an update of `member m` from a record `w`, at the time in the parameter. */
export const setMember = (w: string, at: string) => `active = ${w}.active, name = ${w}.name, email = ${w}.email,
  profile = ${w}.profile, role = ${w}.role, roles = ${w}.roles, role_source = ${w}.role_source, role_origin = ${w}.role_origin,
  origins = ${w}.origins, problems = ${w}.problems, problem_count = ${w}.problem_count, kept = ${w}.kept,
  manual_role = case when m.role_source = 'manual' then m.role else m.manual_role end,
  configuration_version = ${w}.configuration_version, revision = m.revision + 1, updated_at = ${at},
  deactivated_at = case when ${w}.active then null when m.active then ${at} else m.deactivated_at end`;

/** Columns of a new row, and their values from a record. */
export const MEMBER_COLUMNS = `active, name, email, profile, role, roles, role_source, role_origin, origins, problems,
  problem_count, kept, configuration_version`;
export const memberValues = (w: string) =>
  MEMBER_COLUMNS.split(",")
    .map((column) => `${w}.${column.trim()}`)
    .join(", ");

/** The membership in a row of `member` as an event shows it. */
export const membershipData = (m: string, at: string) => membershipSql(m, "active", at);

/** $1 the organization, $2 the member, $3 the time, $4 the cause: what the application learns of whom a directory sends. */
export const MEMBER_FRAME = { organizationId: "$1", directoryId: "m.directory_id", requestId: "$4", at: "$3" };
const membershipEvent = (type: "created" | "deleted", status: "active" | "inactive") =>
  insertEvents(
    `organization_membership.${type}`,
    {
      subject: "m.directory_user_id::text",
      data: membershipSql("m", status, "$3::timestamptz"),
      from: "member m where m.organization_id = $1 and m.id = $2 and m.directory_user_id is not null",
    },
    MEMBER_FRAME,
  );
export const MEMBERSHIP_BEGINS = membershipEvent("created", "active");
export const MEMBERSHIP_ENDS = membershipEvent("deleted", "inactive");

/** JSON of a stored member as the verbs take it. */
export const toMemberState = (value: unknown): MemberState | null => (value ?? null) as MemberState | null;
