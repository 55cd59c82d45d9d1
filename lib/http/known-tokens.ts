import { LRUCache } from "lru-cache";
import type { TokenRecord } from "#lib/db/credential-store.ts";

/** How long a process that cannot hear of it may still accept a token that another one revoked. */
const KNOWN_TOKEN_MS = 5_000;

/** Tokens that were good a moment ago, by hash. */
export class KnownTokens extends LRUCache<string, TokenRecord> {
  /** How often everything was forgotten: tells whether that happened during a look-up. */
  emptied = 0;

  constructor() {
    super({ max: 10_000, ttl: KNOWN_TOKEN_MS });
  }

  override clear(): void {
    this.emptied += 1;
    super.clear();
  }
}
