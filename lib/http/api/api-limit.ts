import { RateLimiterMemory } from "rate-limiter-flexible";
import { DirectoryError } from "#lib/directory/error.ts";

/** Seconds of the limit that may be used at once. */
const BURST_SECONDS = 10;

/** How many calls a key may make. Undefined: there is no limit. */
export interface ApiLimit {
  readonly limiter: RateLimiterMemory;
  /** As the RateLimit-Policy header states it. */
  readonly policy: string;
}

/** @param perSecond calls per second and key; 0: no limit */
export function apiLimit(perSecond: number): ApiLimit | undefined {
  if (perSecond === 0) return undefined;
  const points = perSecond * BURST_SECONDS;
  return {
    limiter: new RateLimiterMemory({ points, duration: BURST_SECONDS }),
    policy: `"default";q=${points};w=${BURST_SECONDS}`,
  };
}

/** Takes one call from the key's budget and writes the RateLimit headers. @throws DirectoryError throttled */
export async function spendCall(limit: ApiLimit | undefined, key: string, headers: Record<string, string>) {
  if (!limit) return;
  headers["ratelimit-policy"] = limit.policy;
  const state = (remaining: number, seconds: number) => `"default";r=${remaining};t=${seconds}`;
  const inSeconds = (ms: number) => Math.max(1, Math.ceil(ms / 1_000));
  try {
    const { remainingPoints, msBeforeNext } = await limit.limiter.consume(key);
    headers.ratelimit = state(remainingPoints, inSeconds(msBeforeNext));
  } catch (limited) {
    const seconds = inSeconds((limited as { msBeforeNext?: number }).msBeforeNext ?? 1_000);
    headers.ratelimit = state(0, seconds);
    throw new DirectoryError("throttled", `Too many calls with this key. Try again in ${seconds} s.`, {
      retryAfterSeconds: seconds,
    });
  }
}
