/** How many operations a token may do, counted in this process and told to the others. */
import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible";

/** Seconds of the limit that may be used at once: a burst of 200 at 100 operations a second. */
const BURST_SECONDS = 2;
/** How often the other processes are told. Together they may exceed a limit by what they take in so long. */
const TELL_MS = 250;
/** News older than this belongs to a stretch of time that is over: counted now, it would refuse somebody within the limit. */
const STALE_MS = 500;
/** A token that uses less than this share of its burst between two words is not worth one yet. */
const WORTH_TELLING = 1 / 50;
/** Tokens in one message, which PostgreSQL bounds at 8,000 bytes. */
const TOKENS_PER_MESSAGE = 60;

/** A rate limit and how the RateLimit-Policy header states it. */
export interface ScimLimit {
  readonly policy: string;
  /** Takes one operation. @throws RateLimiterRes when none is left */
  consume(tokenId: string): Promise<RateLimiterRes>;
}

export interface ScimLimits {
  /** The directory's own limit, else the operator's. Undefined: there is none. */
  of(ownLimit: number | null): ScimLimit | undefined;
  /** What another process says it has counted. */
  heard(text: string): void;
}

/** What one token used since it was last told of. */
interface Usage {
  readonly perSecond: number;
  readonly since: number;
  points: number;
}

/**
 * Counting in the database would cost every request a round trip. So each process counts for itself, and what the others
 * counted is added a moment later.
 * @param operatorsLimit operations per second where a directory has no limit of its own; 0 for none
 */
export function scimLimits(operatorsLimit: number, self: string, tell: (text: string) => Promise<void>): ScimLimits {
  const limiters = new Map<number, RateLimiterMemory>();
  const limits = new Map<number, ScimLimit>();
  const untold = new Map<string, Usage>();
  let isTelling = false;

  const limiterOf = (perSecond: number) => {
    const limiter =
      limiters.get(perSecond) ?? new RateLimiterMemory({ points: perSecond * BURST_SECONDS, duration: BURST_SECONDS });
    limiters.set(perSecond, limiter);
    return limiter;
  };

  function tellOthers(): void {
    isTelling = false;
    const now = performance.now();
    const worthTelling: [tokenId: string, perSecond: number, points: number][] = [];
    for (const [tokenId, { perSecond, points, since }] of untold) {
      const isWorth = points >= perSecond * BURST_SECONDS * WORTH_TELLING;
      if (isWorth) worthTelling.push([tokenId, perSecond, points]);
      if (isWorth || now - since > BURST_SECONDS * 1_000) untold.delete(tokenId);
    }
    for (let start = 0; start < worthTelling.length; start += TOKENS_PER_MESSAGE) {
      const used = worthTelling.slice(start, start + TOKENS_PER_MESSAGE);
      // Unheard, the others allow a little more: no reason to fail anything.
      tell(JSON.stringify({ self, at: Date.now(), used })).catch(() => {});
    }
    if (untold.size > 0) schedule();
  }
  const schedule = () => {
    if (isTelling) return;
    isTelling = true;
    setTimeout(tellOthers, TELL_MS).unref();
  };

  function note(tokenId: string, perSecond: number): void {
    const usage = untold.get(tokenId) ?? { perSecond, since: performance.now(), points: 0 };
    usage.points += 1;
    untold.set(tokenId, usage);
    schedule();
  }

  return {
    of(ownLimit) {
      const perSecond = ownLimit ?? operatorsLimit;
      if (perSecond === 0) return undefined;
      const limiter = limiterOf(perSecond);
      const limit = limits.get(perSecond) ?? {
        policy: `"default";q=${perSecond * BURST_SECONDS};w=${BURST_SECONDS}`,
        async consume(tokenId: string) {
          const left = await limiter.consume(tokenId);
          note(tokenId, perSecond);
          return left;
        },
      };
      limits.set(perSecond, limit);
      return limit;
    },
    heard(text) {
      const said = JSON.parse(text) as { self: string; at: number; used: [string, number, number][] };
      if (said.self === self || Date.now() - said.at > STALE_MS) return;
      for (const [tokenId, perSecond, points] of said.used) {
        void limiterOf(perSecond).penalty(tokenId, points);
      }
    },
  };
}
