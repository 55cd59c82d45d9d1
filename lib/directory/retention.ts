/** How long what nobody asked to keep is kept, in days. */
export const RETENTION_DAYS = { reads: 30, requests: 365, sessions: 30, accessTokens: 1 } as const;

/** Days that events are kept where neither the operator nor the organization said otherwise. */
export const USUAL_EVENT_DAYS = 30;

/** Deletes what is older than the given times; answers how many rows went. What an organization chose to keep longer stays. */
export interface RetentionStore {
  /**
   * Events with their deliveries, and webhook secrets that have ended. What still waits to be delivered stays. `days` is
   * how long ago `before` is.
   */
  purgeEvents(before: Date, days: number): Promise<{ events: number; deliveries: number }>;
  purge(before: {
    reads: Date;
    requests: Date;
    sessions: Date;
    accessTokens: Date;
  }): Promise<{ entries: number; sessions: number; accessTokens: number }>;
}

const DAY_MS = 86_400_000;

/**
 * Forgets events after `eventDays`, log entries of mere reads, then all log entries, and sessions that ended long ago. Access tokens of OAuth
 * clients stay for a day after they expired, so that the log can still say so of one that comes late.
 */
export async function purgeExpired(
  store: RetentionStore,
  now: Date,
  { eventDays = USUAL_EVENT_DAYS }: { eventDays?: number } = {},
) {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const feed = await store.purgeEvents(ago(eventDays), eventDays);
  const rest = await store.purge({
    reads: ago(RETENTION_DAYS.reads),
    requests: ago(RETENTION_DAYS.requests),
    sessions: ago(RETENTION_DAYS.sessions),
    accessTokens: ago(RETENTION_DAYS.accessTokens),
  });
  return { ...rest, ...feed };
}
