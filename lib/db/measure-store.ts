import { guarded } from "./failure.ts";
import type { Sql } from "./sql.ts";

/** What is counted in the database when somebody asks. */
export interface Measures {
  /** Deliveries of webhooks by state. */
  readonly deliveries: readonly { readonly state: string; readonly count: number }[];
  /** Attempts of the last hour by how they ended. */
  readonly attempts: readonly { readonly reason: string; readonly count: number }[];
  /** Background work by queue and state. */
  readonly jobs: readonly { readonly queue: string; readonly state: string; readonly count: number }[];
  /** Events that have no place in the feed yet, and the age of the oldest in seconds. */
  readonly eventsWaiting: number;
  readonly eventLagSeconds: number;
  /** Age in seconds of the oldest delivery that is due and not made. */
  readonly deliveryLagSeconds: number;
}

const DELIVERIES = "select state, count(*)::int as count from webhook_delivery group by state";
const ATTEMPTS = `select reason, count(*)::int as count from webhook_attempt
  where at > now() - interval '1 hour' group by reason`;
const EVENTS = `select count(*)::int as waiting, coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as lag
  from event where sequence is null`;
const LAG = `select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as lag
  from webhook_delivery where state = 'pending'`;
const HAS_JOBS = "select to_regclass('pgboss.job') is not null as there";
const JOBS = `select name as queue, state::text as state, count(*)::int as count from pgboss.job
  where state::text in ('created', 'retry', 'active', 'failed') group by 1, 2`;

interface Counted extends Record<string, unknown> {
  count: number;
}

export interface MeasureStore {
  measure(): Promise<Measures>;
}

export const measureStore = (sql: Sql): MeasureStore => ({
  measure: () =>
    guarded(async () => {
      const deliveries = await sql.query<Counted & { state: string }>(DELIVERIES);
      const attempts = await sql.query<Counted & { reason: string }>(ATTEMPTS);
      const [events] = await sql.query<{ waiting: number; lag: number }>(EVENTS);
      const [due] = await sql.query<{ lag: number }>(LAG);
      const [jobsTable] = await sql.query<{ there: boolean }>(HAS_JOBS);
      const jobs = jobsTable?.there ? await sql.query<Counted & { queue: string; state: string }>(JOBS) : [];
      return {
        deliveries,
        attempts,
        jobs,
        eventsWaiting: events?.waiting ?? 0,
        eventLagSeconds: events?.lag ?? 0,
        deliveryLagSeconds: due?.lag ?? 0,
      };
    }),
});
