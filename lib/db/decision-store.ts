import type { DirectoryAlarm, PendingLink } from "#lib/contract/decision.ts";
import type { DecisionStore, NoticeStore } from "#lib/directory/administration-context.ts";
import { insertAuditOf } from "./audit-sql.ts";
import { deprovision } from "./deprovision.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import { link, linkRefusal, lockPair } from "./link.ts";
import { inactiveCounted, peopleCounted } from "./people-count.ts";
import { MAY_GO } from "./retention-store.ts";
import type { Sql } from "./sql.ts";

/**
 * Provisioned people whose address is that of an account: of this organization, or of a domain that it has proved to be
 * its own. Accounts elsewhere stay unsaid: nobody learns from here who has one. Asked account by account (that is what
 * `offset 0` insists on), which member_unlinked_email_idx answers: people are many, accounts are not.
 */
const PAIRS = `
  from account a
    left join member own on own.organization_id = $1 and own.account_id = a.id and own.removed_at is null
    left join verified_domain v on v.organization_id = $1 and v.verified_at is not null
      and v.domain = split_part(a.email, '@', 2)
    cross join lateral (
      select * from member x where x.organization_id = $1 and lower(x.email) = a.email
        and x.account_id is null and x.directory_user_id is not null and x.removed_at is null offset 0
    ) m
  where a.disabled_at is null and (own.id is not null or v.domain is not null)
    and not exists (select from link_decision x where x.organization_id = m.organization_id
      and x.directory_id = m.directory_id and x.directory_user_id = m.directory_user_id and x.account_id = a.id)`;

const PENDING = `
  select m.id as member_id, m.directory_id, d.name as directory_name, m.directory_user_id as user_id, m.name, m.email,
    m.role, m.active, m.created_at, coalesce((select u.user_name from directory_user u
      where u.directory_id = m.directory_id and u.id = m.directory_user_id), m.email) as user_name,
    coalesce((select array_agg(g.display_name order by g.display_name) from directory_membership x
      join directory_group g on g.directory_id = x.directory_id and g.id = x.group_id
      where x.directory_id = m.directory_id and x.user_id = m.directory_user_id), '{}') as groups,
    m.account_id, m.account_name, m.account_email, m.account_created_at,
    (select max(s.last_seen_at) from session s where s.account_id = m.account_id) as last_seen_at,
    m.own_id, m.own_role, m.own_active, m.verified
  from (
    select m.id, m.directory_id, m.directory_user_id, m.name, m.email, m.role, m.active, m.created_at,
      a.id as account_id, a.name as account_name, a.email as account_email, a.created_at as account_created_at,
      own.id as own_id, own.role as own_role, own.active as own_active, v.domain is not null as verified
    ${PAIRS} and ($2::text is null or (m.directory_id = $2 and m.directory_user_id::text = $3 and a.id = $4))
    order by m.created_at, m.id limit 200
  ) m join directory d on d.id = m.directory_id
  order by m.created_at, m.id`;

interface Row extends Record<string, unknown> {
  member_id: string;
  directory_id: string;
  directory_name: string;
  user_id: string;
  user_name: string;
  name: string;
  email: string;
  role: string;
  active: boolean;
  created_at: Date;
  groups: string[];
  account_id: string;
  account_name: string;
  account_email: string;
  account_created_at: Date;
  last_seen_at: Date | null;
  own_id: string | null;
  own_role: string | null;
  own_active: boolean | null;
  verified: boolean;
}

const toPending = (row: Row): PendingLink => ({
  id: [row.directory_id, row.user_id, row.account_id].join("~"),
  person: {
    memberId: row.member_id,
    directoryId: row.directory_id,
    directoryName: row.directory_name,
    userId: row.user_id,
    userName: row.user_name,
    name: row.name,
    email: row.email,
    role: row.role,
    active: row.active,
    groups: row.groups,
    createdAt: row.created_at.toISOString(),
  },
  account: {
    id: row.account_id,
    name: row.account_name,
    email: row.account_email,
    member: row.own_id ? { id: row.own_id, role: row.own_role ?? "", active: row.own_active ?? false } : null,
    createdAt: row.account_created_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
  },
  verifiedDomain: row.verified,
});

export function decisionStore(sql: Sql): DecisionStore {
  return {
    async pending(organizationId, only) {
      const one = [only?.directoryId ?? null, only?.userId ?? null, only?.accountId ?? null];
      const rows = await guarded(() => sql.query<Row>(PENDING, [organizationId, ...one]));
      return rows.map(toPending);
    },

    async countPending(organizationId) {
      const [row] = await guarded(() =>
        sql.query<{ n: number }>(`select count(*)::int as n ${PAIRS}`, [organizationId]),
      );
      return row?.n ?? 0;
    },

    decide: (pair, choice, { by, changesOwners }, at, audit) =>
      guarded(() =>
        sql.transaction(async (inside) => {
          const { organizationId, directoryId, userId, accountId } = pair;
          const locked = choice === "linked" ? await lockPair(inside, pair) : undefined;
          const refusal = locked && (await linkRefusal(inside, pair, locked, { changesOwners }));
          if (refusal) return refusal;
          const [fresh] = await inside.query(
            `insert into link_decision (organization_id, directory_id, directory_user_id, account_id, decision, decided_by, decided_at)
             values ($1, $2, $3::uuid, $4, $5, $6, $7) on conflict do nothing returning decision`,
            [organizationId, directoryId, userId, accountId, choice, by, at],
          );
          if (!fresh) return "done";
          if (locked) await link(inside, pair, locked, audit);
          await insertAuditOf(inside, audit);
          return "done";
        }),
      ),

    async alarms(organizationId) {
      const rows = await guarded(() =>
        sql.query<Omit<DirectoryAlarm, "raisedAt"> & { raisedAt: Date } & Record<string, unknown>>(
          `select x.id, x.directory_id as "directoryId", d.name as "directoryName", x.raised_at as "raisedAt", x.affected,
             x.people, x.held and d.paused as held
           from directory_alarm x join directory d on d.id = x.directory_id
           where x.organization_id = $1 and x.settled_at is null order by x.raised_at desc limit 20`,
          [organizationId],
        ),
      );
      return rows.map((row) => ({ ...row, raisedAt: row.raisedAt.toISOString() }));
    },

    settleAlarm: (organizationId, id, by, at, audit) =>
      guarded(() =>
        sql.transaction(async (inside) => {
          const rows = await inside.query(
            `update directory_alarm set settled_at = $3::timestamptz, settled_by = $4
             where organization_id = $1 and id::text = $2 and settled_at is null returning id`,
            [organizationId, id, at, by],
          );
          if (rows.length === 0) return false;
          await insertAuditOf(inside, audit);
          return true;
        }),
      ),
  };
}

const EXPIRING = `
  select d.organization_id as "organizationId", d.id as "directoryId", d.name as "directoryName", t.id, t.name,
    t.expires_at as "expiresAt"
  from scim_token t join directory d on d.id = t.directory_id
  where t.client_id is null and t.revoked_at is null and t.expires_at > $1 and t.expires_at < $1::timestamptz + interval '30 days'`;

const TROUBLED = `
  select d.organization_id as "organizationId", d.id as "directoryId", d.name as "directoryName", n.refused, n.requests
  from directory d cross join lateral (
    select count(*)::int as requests, (count(*) filter (where e.outcome in ('refused', 'failed')))::int as refused
    from provisioning_entry e where e.directory_id = d.id and e.at > $1::timestamptz - interval '1 hour'
      and e.id > $2::uuid
  ) n
  where d.last_request_at > $1::timestamptz - interval '1 hour' and n.refused >= 10 and n.refused * 2 > n.requests`;

const TROUBLED_ENDPOINTS = `
  select w.organization_id as "organizationId", w.id, w.url,
    case when w.state = 'disabled' then 'disabled' else 'failing' end as state, w.disabled_reason as reason,
    case when w.state = 'disabled' then w.disabled_at else w.failing_since end as since
  from webhook_endpoint w
  where (w.state = 'disabled' and w.disabled_reason in ('failing', 'gone') and w.disabled_at > $1::timestamptz - interval '1 day')
    or (w.state = 'enabled' and w.failing_since < $1::timestamptz - interval '1 hour')`;

/** People who left within ten minutes; those of an alarm that still stands are not counted again. */
const MASS = `
  select d.organization_id as "organizationId", d.id as "directoryId", d.name as "directoryName", n.affected,
    ${peopleCounted("d.id")} - ${inactiveCounted("d.id")} + n.affected as people
  from (
    select m.directory_id, count(*)::int as affected from member m
    where m.deactivated_at > $1::timestamptz - interval '10 minutes' and m.directory_id is not null
      and m.directory_user_id is not null and not m.active
      and m.deactivated_at > coalesce((select max(x.raised_at) from directory_alarm x where x.directory_id = m.directory_id), '-infinity')
    group by m.directory_id
  ) n join directory d on d.id = n.directory_id`;

/** A UUIDv7 that no entry from before `at` is greater than. */
const firstIdOf = (at: Date) => {
  const hex = at.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

export function noticeStore(prisma: PrismaClient, sql: Sql): NoticeStore {
  type Rows<Store> = Store extends (now: Date) => Promise<(infer Row)[]> ? (Row & Record<string, unknown>)[] : never;
  return {
    async expiringTokens(now) {
      return (await guarded(() => sql.query(EXPIRING, [now]))) as Rows<NoticeStore["expiringTokens"]>;
    },
    async troubledDirectories(now) {
      const hourAgo = firstIdOf(new Date(now.getTime() - 3_600_000));
      return (await guarded(() => sql.query(TROUBLED, [now, hourAgo]))) as Rows<NoticeStore["troubledDirectories"]>;
    },
    async troubledEndpoints(now) {
      return (await guarded(() => sql.query(TROUBLED_ENDPOINTS, [now]))) as Rows<NoticeStore["troubledEndpoints"]>;
    },
    async massChanges(now) {
      return (await guarded(() => sql.query(MASS, [now]))) as Rows<NoticeStore["massChanges"]>;
    },
    async raiseAlarm(alarm, at, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.directoryAlarm.create({ data: { ...alarm, raisedAt: at } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },
    organizations: () =>
      guarded(() => prisma.organization.findMany({ select: { id: true, name: true, settings: true } })),

    async applyRetention(organizationId, { log, bodies, events }) {
      const ofOrganization = "directory_id in (select id from directory where organization_id = $1)";
      const [emptied, entries, old] = await guarded(() =>
        Promise.all([
          sql.query(
            `update provisioning_entry set request = '{"query": null, "body": null}', response = '{"body": null}'
             where ${ofOrganization} and id < $2::uuid and (request -> 'body' <> 'null' or response -> 'body' <> 'null') returning 1 as one`,
            [organizationId, firstIdOf(bodies)],
          ),
          sql.query(`delete from provisioning_entry where ${ofOrganization} and id < $2::uuid returning 1 as one`, [
            organizationId,
            firstIdOf(log),
          ]),
          sql.query(
            `delete from event where organization_id = $1 and created_at < $2 and ${MAY_GO} returning 1 as one`,
            [organizationId, events],
          ),
        ]),
      );
      return { bodies: emptied.length, entries: entries.length, events: old.length };
    },

    applyDeprovision: (organizationId, what, lineOf) =>
      guarded(() => sql.transaction((inside) => deprovision(inside, organizationId, what, lineOf))),
  };
}
