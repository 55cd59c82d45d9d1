import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const ID_BYTES = 16;
/** Ids whose random bytes are asked for at once: asking costs more than all the rest of an id. */
const POOLED = 256;
/** The counter within a millisecond has 32 bits; it begins in the lower half, so that it never overflows. */
const COUNTER_START = 0x7fff_ffff;

/** Makes time-ordered UUIDs (RFC 9562 §5.7); those of one maker are in the order in which they were made. */
export function idMaker(now: () => number = Date.now): () => string {
  const pool = Buffer.alloc(ID_BYTES * POOLED);
  let used = pool.length;
  let msecs = Number.NEGATIVE_INFINITY;
  let seq = 0;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const random = pool.subarray(used, used + ID_BYTES);
    used += ID_BYTES;
    const time = now();
    // A clock that was set back does not bring ids back into the past.
    if (time > msecs) {
      msecs = time;
      seq = random.readUInt32BE(6) & COUNTER_START;
    } else seq += 1;
    return v7({ random, msecs, seq });
  };
}
