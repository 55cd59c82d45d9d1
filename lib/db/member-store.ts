import type { Member } from "#lib/contract/member.ts";
import type { MemberRecord, MemberStore } from "#lib/directory/administration-context.ts";
import { type MemberState, rolesOf } from "#lib/directory/membership.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { insertEvents } from "./consequences.ts";
import { membershipSql } from "./event-objects.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import { pageOf, readCursor } from "./keyset.ts";
import { LOCK_ORGANIZATION } from "./last-admin.ts";
import { membershipData } from "./member-sql.ts";
import type { Sql } from "./sql.ts";

const PAGE_SIZE = 50;

const MATCH = `x.organization_id = $1 and x.removed_at is null and ($2::boolean is null or x.active = $2)
  and ($3::text is null or lower(x.name) like $3 or lower(x.email) like $3)
  and ($4::text is null or x.role = $4)
  and ($5::text is null or ($5 = 'directory') = (x.directory_user_id is not null))
  and ($6::text is null or x.id = $6)`;
const PAGE = `
  select x.id, x.name, x.email, x.role, x.role_source, x.account_id, x.active, x.directory_id, x.directory_user_id,
    d.name as directory_name, x.created_at, x.deactivated_at, x.suspended_until, x.suspended_by,
    lower(x.name) || ' ' || x.id as key,
    (select max(s.last_seen_at) from session s where s.account_id = x.account_id) as last_seen_at,
    (select count(*)::int from session s where s.account_id = x.account_id and s.ended_at is null
      and s.expires_at > now() and s.last_seen_at > now() - interval '30 minutes') as sessions
  from member x left join directory d on d.id = x.directory_id
  where ${MATCH} and ($7::text is null or lower(x.name) || ' ' || x.id > $7)
  order by key limit $8`;
const COUNT = `select count(*)::int as total from member x where ${MATCH}`;

interface Row extends Record<string, unknown> {
  id: string;
  key: string;
  name: string;
  email: string | null;
  role: string;
  role_source: Member["roleSource"];
  account_id: string | null;
  active: boolean;
  directory_id: string | null;
  directory_user_id: string | null;
  directory_name: string | null;
  created_at: Date;
  deactivated_at: Date | null;
  suspended_until: Date | null;
  suspended_by: string | null;
  last_seen_at: Date | null;
  sessions: number;
}

const toMember = (row: Row): Member => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  roleSource: row.role_source,
  source: row.directory_user_id ? "directory" : "account",
  active: row.active,
  directory:
    row.directory_id && row.directory_user_id && row.directory_name !== null
      ? { id: row.directory_id, name: row.directory_name, userId: row.directory_user_id }
      : null,
  createdAt: row.created_at.toISOString(),
  deactivatedAt: row.deactivated_at?.toISOString() ?? null,
  suspension: row.suspended_until ? { until: row.suspended_until.toISOString(), by: row.suspended_by ?? "" } : null,
  account: row.account_id ? { lastSeenAt: row.last_seen_at?.toISOString() ?? null, sessions: row.sessions } : null,
});

/** What the application behind learns when a provisioned person is shut out or let in by hand. */
const FRAME = { organizationId: "$1", directoryId: "m.directory_id", requestId: "$4", at: "$3" };
const eventOf = (type: "created" | "deleted", status: "active" | "inactive") =>
  insertEvents(
    `organization_membership.${type}`,
    {
      subject: "m.directory_user_id::text",
      data: membershipSql("m", status, "$3::timestamptz"),
      from: "member m where m.organization_id = $1 and m.id = $2 and m.directory_user_id is not null",
    },
    FRAME,
  );
const EVENTS = { true: eventOf("created", "active"), false: eventOf("deleted", "inactive") };
/** As above when a role was given by hand: $5 the role and $6 the roles before. */
const ROLE_EVENT = insertEvents(
  "organization_membership.updated",
  {
    subject: "m.directory_user_id::text",
    data: membershipData("m", "$3::timestamptz"),
    previous: `jsonb_build_object('role', jsonb_build_object('slug', $5::text),
      'roles', (select jsonb_agg(jsonb_build_object('slug', r.slug)) from unnest($6::text[]) as r(slug)))`,
    from: "member m where m.organization_id = $1 and m.id = $2 and m.directory_user_id is not null and m.active",
  },
  FRAME,
);
const ROLES = "select role, roles from member where organization_id = $1 and id = $2 for update";

/** Whether somebody else can run the organization: $3 what is needed of them. */
const ANOTHER = `
  select 1 as one from member
  where organization_id = $1 and id <> $2 and active and account_id is not null
    and (role = 'org:owner' or ($3 = 'admin' and role = 'org:admin')) limit 1`;

export function memberStore(prisma: PrismaClient, sql: Sql): MemberStore {
  return {
    async page(organizationId, { q, state, role, source, cursor }, memberId) {
      const pattern = q ? `%${q.toLowerCase().replace(/[\\%_]/g, "\\$&")}%` : null;
      const active = state === undefined ? null : state === "active";
      const match = [organizationId, active, pattern, role ?? null, source ?? null, memberId ?? null];
      const [rows, [count]] = await guarded(() =>
        Promise.all([
          sql.query<Row>(PAGE, [...match, readCursor(cursor), PAGE_SIZE + 1]),
          sql.query<{ total: number }>(COUNT, match),
        ]),
      );
      return { ...pageOf(rows, PAGE_SIZE, ({ key }) => key, toMember), totalCount: count?.total ?? 0 };
    },

    async find(organizationId, id): Promise<MemberRecord | undefined> {
      const row = await guarded(() =>
        prisma.member.findUnique({ where: { organizationId_id: { organizationId, id } } }),
      );
      return row ?? undefined;
    },

    change: (organizationId, memberId, change, { keeps }, audit) =>
      guarded(() =>
        sql.transaction(async (inside) => {
          await inside.query(LOCK_ORGANIZATION, [organizationId]);
          if (keeps && (await inside.query(ANOTHER, [organizationId, memberId, keeps])).length === 0) return false;
          const [before] = await inside.query<Pick<MemberState, "role" | "roles">>(ROLES, [organizationId, memberId]);
          // A new revision, so that a sync that has read the member as it was decides again on what it is now.
          await inside.query(
            `update member set updated_at = $3::timestamptz, revision = revision + 1, role = coalesce($4, role),
               roles = case when $4::text is null then roles else array[$4::text] end,
               role_source = coalesce($5, role_source), active = coalesce($6::boolean, active),
               removed_at = case when $7 then $8::timestamptz else removed_at end,
               deactivated_at = case when $9 then $10::timestamptz else deactivated_at end,
               suspended_until = case when $11 then $12::timestamptz else suspended_until end,
               suspended_by = case when $11 then $13 else suspended_by end
             where organization_id = $1 and id = $2`,
            [
              organizationId,
              memberId,
              audit.at,
              change.role ?? null,
              change.roleSource ?? null,
              change.active ?? null,
              change.removedAt !== undefined,
              change.removedAt ?? null,
              change.deactivatedAt !== undefined,
              change.deactivatedAt ?? null,
              change.suspendedUntil !== undefined,
              change.suspendedUntil ?? null,
              change.suspendedBy ?? null,
            ],
          );
          if (change.active !== undefined) {
            await inside.query(EVENTS[`${change.active}`], [organizationId, memberId, audit.at, audit.id]);
          }
          if (change.role !== undefined && before) {
            const former = [before.role, rolesOf(before)] as const;
            await inside.query(ROLE_EVENT, [organizationId, memberId, audit.at, audit.id, ...former]);
          }
          await insertAuditOf(inside, audit);
          return true;
        }),
      ),

    async sessions(accountId, now) {
      const rows = await guarded(() =>
        prisma.session.findMany({
          where: {
            accountId,
            endedAt: null,
            expiresAt: { gt: now },
            lastSeenAt: { gt: new Date(now.getTime() - 30 * 60_000) },
          },
          orderBy: { lastSeenAt: "desc" },
          take: 100,
        }),
      );
      return rows.map(({ id, createdAt, lastSeenAt, expiresAt, userAgent, ip }) => ({
        id,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        userAgent,
        ip,
      }));
    },

    endSessions: (accountId, { id, except }, audit) =>
      guarded(() =>
        sql.transaction(async (inside) => {
          const rows = await inside.query(
            `update session set ended_at = $2::timestamptz where account_id = $1 and ended_at is null
               and ($3::text is null or id::text = $3) and ($4::text is null or id::text <> $4) returning id`,
            [accountId, audit.at, id ?? null, except ?? null],
          );
          await insertAuditOf(inside, audit);
          return rows.length;
        }),
      ),
  };
}
