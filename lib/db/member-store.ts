import type { Member } from "#lib/contract/member.ts";
import type { AuditWrite } from "#lib/directory/admin-context.ts";
import type { MemberRecord, MemberStore, ProvisionedMember } from "#lib/directory/administration-context.ts";
import type { Recompute } from "#lib/directory/context.ts";
import { type MemberState, manualRoleOf, type RoleOrigin, rolesOf } from "#lib/directory/membership.ts";
import type { RuleRef } from "#lib/mapping/roles.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { insertEvents } from "./consequences.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import { pageOf, readCursor } from "./keyset.ts";
import { ANOTHER, LOCK_ORGANIZATION } from "./last-admin.ts";
import { MEMBER_COLUMNS, MEMBER_FROM, memberStatements } from "./member-list.ts";
import { MEMBER_FRAME, MEMBERSHIP_BEGINS, MEMBERSHIP_ENDS, membershipData } from "./member-sql.ts";
import { ConfigurationChanged, recomputePeople } from "./recompute.ts";
import type { Sql } from "./sql.ts";

const PAGE_SIZE = 50;

const ONE = `select ${MEMBER_COLUMNS} ${MEMBER_FROM} where x.organization_id = $1 and x.id = $2 and x.removed_at is null`;

interface Row extends Record<string, unknown> {
  id: string;
  key: string;
  name: string;
  email: string | null;
  role: string;
  roles: string[];
  role_source: Member["roleSource"];
  role_origin: RoleOrigin;
  manual_role: string | null;
  break_glass: boolean;
  kept: Member["kept"];
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
type Counted = { total: number };

const ruleInWords = ({ index, row, why }: RuleRef) =>
  index === null ? `row ${(row ?? 0) + 1} of the mapping: ${why}` : `rule ${index + 1}: ${why}`;

/** What rules and default gave at the last look, beside what was given by hand. */
const ruledRole = ({ role, role_source, role_origin: { by = [], default: byDefault } }: Row) =>
  by[0]?.role ?? (byDefault === undefined ? (role_source === "manual" ? null : role) : byDefault);

const toMember = (row: Row): Member => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  roles: [...rolesOf(row)],
  roleSource: row.role_source,
  roleWhy: row.role_source === "rule" ? (row.role_origin.by ?? []).map(ruleInWords) : [],
  manualRole: manualRoleOf({ role: row.role, roleSource: row.role_source, manualRole: row.manual_role }),
  ruledRole: row.directory_user_id ? ruledRole(row) : null,
  breakGlass: row.break_glass,
  kept: row.kept,
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
const EVENTS = { true: MEMBERSHIP_BEGINS, false: MEMBERSHIP_ENDS };
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
  MEMBER_FRAME,
);
const ROLES = "select role, roles from member where organization_id = $1 and id = $2 for update";

/** The role that was given by hand until now is no reason any more; what is left, `remake` finds out. */
const SET_GRANT = `
  update member m set manual_role = $3, role_source = case when m.role_source = 'manual' then 'default' else m.role_source end,
    revision = m.revision + 1 where m.organization_id = $1 and m.id = $2`;
/** Whom no directory sends any more keeps the grant for the day on which they come back. */
const SET_ROLE_OF_THE_GONE = `
  update member m set role = coalesce($3, m.role), roles = array[coalesce($3, m.role)],
    role_source = case when $3::text is null then m.role_source else 'manual' end
  where m.organization_id = $1 and m.id = $2`;
const SET_BREAK_GLASS = `
  update member m set break_glass = $3, revision = m.revision + 1 where m.organization_id = $1 and m.id = $2`;
/** Somebody the IdP deleted who was only kept because of the protection. */
const LET_GO = `
  update member m set active = false, kept = null, deactivated_at = $3::timestamptz, updated_at = $3::timestamptz
  where m.organization_id = $1 and m.id = $2 and m.active and m.kept = 'break_glass' returning m.id`;

/** Whoever has a person in a directory stays out until `remake` has found out. */
const RELEASE = `
  update member m set suspended_until = null, suspended_by = null, revision = m.revision + 1, updated_at = $3::timestamptz,
    active = m.directory_user_id is null and m.removed_at is null,
    deactivated_at = case when m.directory_user_id is null and m.removed_at is null then null else m.deactivated_at end
  where m.organization_id = $1 and m.id = $2 and m.suspended_until is not null returning m.id`;
/** Ended at once by the job; the rest waits for the next minute. */
const RELEASED_AT_ONCE = 200;

/** The member as the rules in force and the grant make them now; nobody where the IdP has deleted the person. */
const remake = (
  inside: Sql,
  { organizationId, directoryId, directoryUserId }: ProvisionedMember,
  recompute: Recompute,
  { id, at }: AuditWrite,
) =>
  recomputePeople(
    inside,
    { directory: { id: directoryId, organizationId }, at, entry: { requestId: id } },
    [directoryUserId],
    recompute,
  );

/** @returns false when the rules were saved anew while the transaction ran: it has to begin again */
async function unlessRulesChange(work: () => Promise<void>): Promise<boolean> {
  try {
    await guarded(work);
    return true;
  } catch (error) {
    if (error instanceof ConfigurationChanged) return false;
    throw error;
  }
}

export function memberStore(prisma: PrismaClient, sql: Sql): MemberStore {
  return {
    async page(organizationId, { cursor, ...filters }) {
      const where = { after: readCursor(cursor), limit: PAGE_SIZE + 1 };
      const { page, count } = memberStatements(organizationId, filters, where);
      const [rows, [counted]] = await guarded(() =>
        Promise.all([
          sql.query<Row & Counted>(page.text, page.parameters),
          count ? sql.query<Counted>(count.text, count.parameters) : [],
        ]),
      );
      const found = rows.filter(({ id }) => id !== null);
      const { total = 0 } = counted ?? rows[0] ?? {};
      return { ...pageOf(found, PAGE_SIZE, ({ key }) => key, toMember), totalCount: total };
    },

    async one(organizationId, id) {
      const [row] = await guarded(() => sql.query<Row>(ONE, [organizationId, id]));
      return row && toMember(row);
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

    grant: (member, grant, { recompute, accept, keeps }, audit) =>
      unlessRulesChange(() =>
        sql.transaction(async (inside) => {
          const { organizationId, id } = member;
          await inside.query(LOCK_ORGANIZATION, [organizationId]);
          const isAnotherLeft = !keeps || (await inside.query(ANOTHER, [organizationId, id, keeps])).length > 0;
          await inside.query(SET_GRANT, [organizationId, id, grant]);
          const { decisions } = await remake(inside, member, recompute, audit);
          for (const { decided } of decisions) accept(decided.write, isAnotherLeft);
          if (decisions.length === 0) await inside.query(SET_ROLE_OF_THE_GONE, [organizationId, id, grant]);
          await insertAuditOf(inside, audit);
        }),
      ),

    protect: ({ organizationId, id, directoryId, directoryUserId }, breakGlass, recompute, audit) =>
      unlessRulesChange(() =>
        sql.transaction(async (inside) => {
          await inside.query(LOCK_ORGANIZATION, [organizationId]);
          await inside.query(SET_BREAK_GLASS, [organizationId, id, breakGlass]);
          const made =
            recompute && directoryId && directoryUserId
              ? await remake(inside, { organizationId, id, directoryId, directoryUserId }, recompute, audit)
              : undefined;
          const isGone = !breakGlass && !made?.decisions.length;
          if (isGone && (await inside.query(LET_GO, [organizationId, id, audit.at])).length > 0) {
            await inside.query(EVENTS.false, [organizationId, id, audit.at, audit.id]);
          }
          await insertAuditOf(inside, audit);
        }),
      ),

    suspendedBefore: (now) =>
      guarded(() => prisma.member.findMany({ where: { suspendedUntil: { lt: now } }, take: RELEASED_AT_ONCE })),

    release: ({ organizationId, id, directoryId, directoryUserId }, recompute, audit) =>
      unlessRulesChange(() =>
        sql.transaction(async (inside) => {
          await inside.query(LOCK_ORGANIZATION, [organizationId]);
          if ((await inside.query(RELEASE, [organizationId, id, audit.at])).length === 0) return;
          if (recompute && directoryId && directoryUserId) {
            await remake(inside, { organizationId, id, directoryId, directoryUserId }, recompute, audit);
          }
          await insertAuditOf(inside, audit);
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
