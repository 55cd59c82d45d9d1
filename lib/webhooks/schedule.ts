const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Before each attempt, after the one before it: 75 hours, 35 minutes and 5 seconds in all (Standard Webhooks). */
export const RETRY_DELAYS_MS = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** An endpoint that only failed for this long is disabled. */
export const DISABLE_AFTER_MS = 5 * 24 * HOUR;
const RETRY_AFTER_MAX_MS = 24 * HOUR;
/** Receivers that come back together are not all called at the same moment: a tenth more or less. */
const JITTER = 0.1;

/**
 * When the next attempt is due after `tries` attempts that failed. A receiver may ask for a later time, never for an
 * earlier one. @param random from 0 to 1 @returns undefined when the delivery is given up
 */
export function nextAttemptAt(
  tries: number,
  { now, random, retryAfterMs }: { now: Date; random: number; retryAfterMs: number | undefined },
): Date | undefined {
  const delay = RETRY_DELAYS_MS[tries];
  if (delay === undefined) return undefined;
  const jittered = delay * (1 - JITTER + 2 * JITTER * random);
  return new Date(now.getTime() + Math.round(Math.max(jittered, retryAfterMs ?? 0)));
}

/**
 * `Retry-After` of RFC 9110 §10.2.3 in milliseconds: seconds or a date, at most 24 hours.
 * @returns undefined for what is neither, and for what lies in the past
 */
export function readRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  const ms = /^\d{1,15}$/.test(text)
    ? Number(text) * SECOND
    : /^[A-Z][a-z]{2}, /.test(text)
      ? Date.parse(text) - now.getTime()
      : Number.NaN;
  return ms >= 0 ? Math.min(ms, RETRY_AFTER_MAX_MS) : undefined;
}
