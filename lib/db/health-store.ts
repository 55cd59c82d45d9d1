import type { HealthFacts, HealthStore } from "#lib/directory/health-context.ts";
import { endCredentials, endMemberships, insertAuditLine, removePeople } from "./directory-end.ts";
import { guarded } from "./failure.ts";
import type { PrismaClient } from "./generated/client.ts";
import { firstIdAt } from "./log-filter.ts";
import { countMinutes } from "./log-minutes.ts";
import { PLANNED_ANEW, type Sql } from "./sql.ts";

const DAY_MS = 86_400_000;
const RECENT = 20_000;

/** $1 directory, $2 a day ago, $3 up to when it is counted, $4 the first id after that. */
const LAST_DAY = `${PLANNED_ANEW}
  with counted as (
    select m.outcome, m.status, m.requests from provisioning_minute m
    where m.directory_id = $1 and m.minute >= $2 and m.minute < $3
    union all
    (select e.outcome, e.status, 1 from provisioning_entry e
      where e.directory_id = $1 and e.id >= $4::uuid and e.at >= greatest($2::timestamptz, $3::timestamptz) order by e.id desc limit ${RECENT})
  )
  select coalesce(sum(requests) filter (where outcome = 'changed'), 0)::int as changed,
    coalesce(sum(requests) filter (where outcome = 'read'), 0)::int as read,
    coalesce(sum(requests) filter (where outcome = 'refused'), 0)::int as refused,
    coalesce(sum(requests) filter (where outcome = 'failed'), 0)::int as failed,
    coalesce(sum(requests) filter (where status = 429), 0)::int as throttled,
    coalesce(sum(requests) filter (where status = 401), 0)::int as unauthorized
  from counted`;

const FACTS = `
  select d.paused_at, d.paused_until, d.switched_off_at,
    (select percentile_disc(0.95) within group (order by n.duration_ms) from (
      select e.duration_ms from provisioning_entry e where e.directory_id = $1 order by e.id desc limit 1000) n) as p95,
    (select max(p.at) from (
      (select e.at from provisioning_entry e where e.directory_id = $1 and e.outcome = 'refused' order by e.id desc limit 1)
      union all (select e.at from provisioning_entry e where e.directory_id = $1 and e.outcome = 'failed' order by e.id desc limit 1)
    ) p) as last_problem_at,
    exists (select from directory_group g where g.directory_id = $1) as groups,
    exists (select from member x where x.organization_id = d.organization_id and x.directory_id = $1 and x.active
      and x.role_source not in ('default', 'manual')) as roles
  from directory d where d.id = $1`;

const GAPS = `
  select extract(epoch from percentile_disc(0.9) within group (order by g.gap))::int as gap, count(*)::int as gaps
  from (
    select m.minute - lag(m.minute) over (order by m.minute) as gap
    from (select distinct minute from provisioning_minute where directory_id = $1 and minute >= $2) m
  ) g where g.gap > interval '5 minutes'`;

const ARRIVALS = `${PLANNED_ANEW}
  select date_trunc('minute', n.at) as minute,
    count(*) filter (where n.outcome = 'changed')::int as created,
    count(*) filter (where n.outcome in ('refused', 'failed') and n.status <> 429)::int as refused,
    count(*) filter (where n.status = 429)::int as throttled
  from (
    select e.at, e.outcome, e.status from provisioning_entry e
    where e.directory_id = $1 and e.operation = 'create' and e.id >= $2::uuid order by e.id desc limit ${RECENT}
  ) n group by 1 order by 1 desc`;

const DEAD_TOKENS = `${PLANNED_ANEW}
  select n.token_prefix as prefix, max(t.name) as name, count(*)::int as calls
  from (
    select e.token_prefix, e.token_id from provisioning_entry e
    where e.directory_id = $1 and e.id >= $2::uuid and e.cause = any(array['token-revoked', 'token-expired', 'token-wrong-directory'])
      and e.cause is not null order by e.id desc limit 2000
  ) n left join scim_token t on t.id = n.token_id
  group by n.token_prefix order by calls desc limit 5`;

interface FactsRow extends Record<string, unknown> {
  paused_at: Date | null;
  paused_until: Date | null;
  switched_off_at: Date | null;
  p95: number | null;
  last_problem_at: Date | null;
  groups: boolean;
  roles: boolean;
}

export function healthStore(prisma: PrismaClient, sql: Sql): HealthStore {
  return {
    async facts(directoryId, now) {
      const ago = (ms: number) => new Date(now.getTime() - ms);
      const { until } = await countMinutes(sql, directoryId, now);
      const dayAgo = firstIdAt(ago(DAY_MS));
      // However far the counting is behind, what is older than the day is nobody's question here.
      const notCounted = new Date(Math.max(until.getTime(), ago(DAY_MS).getTime()) - 60_000);
      const [[lastDay], [facts], [gaps], arrivals, dead] = await guarded(() =>
        Promise.all([
          sql.query(LAST_DAY, [directoryId, ago(DAY_MS), until, firstIdAt(notCounted)]),
          sql.query<FactsRow>(FACTS, [directoryId]),
          sql.query<{ gap: number | null; gaps: number }>(GAPS, [directoryId, ago(14 * DAY_MS)]),
          sql.query(ARRIVALS, [directoryId, firstIdAt(ago(DAY_MS / 4))]),
          sql.query(DEAD_TOKENS, [directoryId, dayAgo]),
        ]),
      );
      return {
        lastDay: lastDay as unknown as HealthFacts["lastDay"],
        p95Ms: facts?.p95 ?? null,
        gapSeconds: gaps?.gap ?? null,
        gaps: gaps?.gaps ?? 0,
        arrivals: arrivals as unknown as HealthFacts["arrivals"],
        lastProblemAt: facts?.last_problem_at ?? null,
        pausedAt: facts?.paused_at ?? null,
        pausedUntil: facts?.paused_until ?? null,
        switchedOffAt: facts?.switched_off_at ?? null,
        deadTokens: dead as unknown as HealthFacts["deadTokens"],
        groups: facts?.groups ?? false,
        roles: facts?.roles ?? false,
      };
    },

    async switchOff(directoryId, people, audit, events) {
      await guarded(() =>
        sql.transaction(async (inside) => {
          const [found] = await inside.query("select id from directory where id = $1 for update", [directoryId]);
          if (!found) return;
          if (people === "suspend") await endMemberships(inside, directoryId, audit);
          if (people === "remove") await removePeople(inside, directoryId, audit);
          await endCredentials(inside, directoryId, audit);
          await inside.query("update directory set switched_off_at = $2, paused = false where id = $1", [
            directoryId,
            audit.at,
          ]);
          await insertAuditLine(inside, audit, events, directoryId);
        }),
      );
    },

    async switchOn(id, audit) {
      await guarded(() =>
        prisma.$transaction([
          prisma.directory.update({ where: { id }, data: { switchedOffAt: null } }),
          prisma.auditEntry.create({ data: audit }),
        ]),
      );
    },
  };
}
