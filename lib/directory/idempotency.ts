/** Repeating a change safely: the first answer to a key is kept for a day and given again, byte for byte. */

/** An answer as it went out. */
export interface KeptAnswer {
  readonly status: number;
  /** Absent: there was no body. */
  readonly text?: string | undefined;
}

export interface IdempotencyClaim {
  readonly actor: string;
  /** At most 255 characters, chosen by the caller. */
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly at: Date;
  /** A claim older than this was left behind by a process that died. */
  readonly abandonedBefore: Date;
}

/** What the storage answers to a claim: it is yours, somebody has it, or here is what was answered. */
export type IdempotencyState = "claimed" | "running" | "different" | KeptAnswer;

export interface IdempotencyStore {
  claim(claim: IdempotencyClaim): Promise<IdempotencyState>;
  keep(claim: IdempotencyClaim, answer: KeptAnswer): Promise<void>;
  /** Nothing was changed: the same key may be tried again. */
  release(claim: IdempotencyClaim): Promise<void>;
  /** @returns how many went */
  purge(before: Date): Promise<number>;
}

export const IDEMPOTENCY_HOURS = 24;

/** Forgets the answers of yesterday. */
export const purgeIdempotencyKeys = (store: IdempotencyStore, now: Date) =>
  store.purge(new Date(now.getTime() - IDEMPOTENCY_HOURS * 3_600_000));
