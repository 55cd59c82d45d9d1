import type { EncryptedTexts } from "#lib/auth/encrypted-text.ts";
import type { IdempotencyClaim, IdempotencyStore } from "#lib/directory/idempotency.ts";
import { guarded } from "./failure.ts";
import type { Sql } from "./sql.ts";

/** One statement decides: whoever inserts the row, or takes over one that a dead process left, does the work. */
const CLAIM = `
  with claimed as (
    insert into idempotency_key (actor, key, fingerprint, created_at) values ($1, $2, $3, $4)
    on conflict (actor, key) do update set created_at = excluded.created_at
      where idempotency_key.status is null and idempotency_key.created_at < $5
        and idempotency_key.fingerprint = excluded.fingerprint
    returning 1
  )
  select (select count(*)::int from claimed) as claimed, k.fingerprint, k.status, k.body
  from (select 1) one left join idempotency_key k on k.actor = $1 and k.key = $2`;

interface Row extends Record<string, unknown> {
  claimed: number;
  fingerprint: Uint8Array | null;
  status: number | null;
  body: Uint8Array | null;
}

const placeOf = ({ actor, key }: IdempotencyClaim) => `${actor} ${key}`;

/** @param texts opens what answers are encrypted with */
export function idempotencyStore(sql: Sql, texts: EncryptedTexts): IdempotencyStore {
  return {
    async claim(claim) {
      const { actor, key, fingerprint, at, abandonedBefore } = claim;
      const [row] = await guarded(() => sql.query<Row>(CLAIM, [actor, key, fingerprint, at, abandonedBefore]));
      if (row?.claimed) return "claimed";
      // The winner's row is not in our snapshot yet: it is being answered right now.
      if (!row?.fingerprint) return "running";
      if (!fingerprint.equals(row.fingerprint)) return "different";
      if (row.status === null) return "running";
      return { status: row.status, text: row.body ? texts.decrypt(row.body, placeOf(claim)) : undefined };
    },

    async keep(claim, { status, text }) {
      const body = text === undefined ? null : texts.encrypt(text, placeOf(claim));
      const keep = "update idempotency_key set status = $3, body = $4 where actor = $1 and key = $2";
      await guarded(() => sql.query(keep, [claim.actor, claim.key, status, body]));
    },

    async release({ actor, key }) {
      const release = "delete from idempotency_key where actor = $1 and key = $2 and status is null";
      await guarded(() => sql.query(release, [actor, key]));
    },

    async purge(before) {
      const purge =
        "with gone as (delete from idempotency_key where created_at < $1 returning 1) select count(*)::int as n from gone";
      const [row] = await guarded(() => sql.query<{ n: number }>(purge, [before]));
      return row?.n ?? 0;
    },
  };
}
