import { createHash } from "node:crypto";
import { json } from "./consequences.ts";
import type { Sql } from "./sql.ts";

/** A refused request that belongs to nobody, without anything that could be used or name somebody. */
export interface StrangerNote {
  readonly at: Date;
  readonly reason: "missing" | "malformed" | "unknown" | "elsewhere";
  readonly prefix: string | null;
  readonly method: string;
  /** A shape (lib/setup/stranger.ts). */
  readonly path: string;
  /** The directory that the address names, by id or label. */
  readonly connection: string | null;
  readonly userAgent: string | null;
  readonly ip: string | null;
}

/** Where refused strangers are kept, in batches: nobody waits for it. */
export interface StrangerLog {
  note(request: StrangerNote): void;
  /** Writes what is waiting. */
  flush(): Promise<void>;
}

const FLUSH_MS = 250;
/** Different ones that may wait; beyond, new kinds are let go until the next flush. */
const WAITING_MAX = 200;
/** Rows kept on the whole instance. */
export const STRANGERS_KEPT = 2_000;

const UPSERT = `
  insert into stranger_request as s
    (key, first_at, last_at, count, reason, prefix, method, path, connection, user_agent, ip)
  select n.key, n.first_at, n.last_at, n.count, n.reason, n.prefix, n.method, n.path, n.connection, n.user_agent, n.ip
  from jsonb_to_recordset($1::jsonb) as n(key text, first_at timestamptz, last_at timestamptz, count int, reason text,
    prefix text, method text, path text, connection text, user_agent text, ip text)
  on conflict (key) do update set last_at = excluded.last_at, count = s.count + excluded.count`;

const TRIM = `
  delete from stranger_request where key in (select key from stranger_request order by last_at desc, key offset ${STRANGERS_KEPT})`;

/**
 * Those that concern directory $1 since $2, and nobody else: its name in the address; the beginning of a token of its
 * own; the sender of its own requests, unless another organization hears from that sender too; or, where there is one
 * organization, whatever does not name another directory.
 */
export const STRANGERS_OF = `
  with mine as (select id, organization_id, label from directory where id = $1),
  alone as (select (select count(*) from (select 1 from organization limit 2) o) = 1 as is_alone),
  judged as (
    select s.*,
      s.connection is not null and (s.connection = mine.id or s.connection = mine.label) as by_address,
      s.connection is not null and not (s.connection = mine.id or coalesce(s.connection = mine.label, false)) and exists (
        select from directory o where o.id = s.connection or o.label = s.connection
      ) as of_other,
      s.prefix is not null and exists (select from scim_token t where t.directory_id = mine.id and t.prefix = s.prefix) as by_token,
      s.prefix is not null and exists (select from scim_token t where t.directory_id <> mine.id and t.prefix = s.prefix) as by_other_token,
      s.ip is not null and exists (
        select from scim_token t where t.directory_id = mine.id and t.last_used_ip = s.ip
      ) and not exists (
        select from scim_token t join directory d on d.id = t.directory_id
        where t.last_used_ip = s.ip and d.organization_id <> mine.organization_id
      ) as by_sender,
      alone.is_alone
    from stranger_request s cross join mine cross join alone where s.last_at > $2
  )
  select last_at as at, count, reason, case when reason = 'elsewhere' then null else prefix end as prefix, method, path,
    connection, user_agent as "userAgent", ip,
    case when by_address then 'address' when by_token then 'token' when by_sender then 'sender' else 'only-organization' end as because
  from judged
  where by_address or (not of_other and (by_token or (not by_other_token and (by_sender or is_alone))))
  order by last_at desc limit 20`;

type Waiting = StrangerNote & { firstAt: Date; count: number };

/** Collects refused strangers in memory, like ones together, and writes them in batches. */
export function strangerLog(sql: Sql, onLost: (cause: unknown) => void): StrangerLog {
  let waiting = new Map<string, Waiting>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function write(): Promise<void> {
    if (waiting.size === 0) return;
    const records = [...waiting].map(([key, { at, firstAt, userAgent, ...note }]) => ({
      key,
      ...note,
      first_at: firstAt,
      last_at: at,
      user_agent: userAgent?.slice(0, 200) ?? null,
    }));
    waiting = new Map();
    await sql.query(UPSERT, [json(records)]);
    await sql.query(TRIM);
  }

  function flush(): Promise<void> {
    writing = writing.then(write).catch(onLost);
    return writing;
  }

  return {
    note(request) {
      const { reason, prefix, method, path, connection, userAgent, ip } = request;
      const alike = JSON.stringify([reason, prefix, method, path, connection, userAgent?.slice(0, 200), ip]);
      const key = createHash("sha256").update(alike).digest("base64url").slice(0, 27);
      const known = waiting.get(key);
      if (!known && waiting.size >= WAITING_MAX) return;
      waiting.set(key, { ...request, firstAt: known?.firstAt ?? request.at, count: (known?.count ?? 0) + 1 });
      timer ??= setTimeout(() => {
        timer = undefined;
        void flush();
      }, FLUSH_MS);
      timer.unref();
    },
    flush,
  };
}
