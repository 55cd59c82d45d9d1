import { setTimeout as pause } from "node:timers/promises";
import type { ActivityLog, LogEntryWrite } from "#lib/directory/context.ts";
import { entryRecord, insertEntries, json } from "./consequences.ts";
import { isUnavailable } from "./failure.ts";
import type { Sql } from "./sql.ts";

const FLUSH_MS = 250;
const BATCH_MAX = 200;
/** Entries that may wait while the database is away; beyond, the oldest are given up and counted. */
const WAITING_MAX = 10_000;

const INSERT = insertEntries("$1");

const TOUCH = `
  with used as (
    select * from jsonb_to_recordset($1::jsonb) as t(directory_id text, token_id text, at timestamptz, ip text, user_agent text)
  ), tokens as (
    update scim_token t set last_used_at = u.at, last_used_ip = u.ip, last_used_agent = u.user_agent
    from used u where t.id = u.token_id
  )
  update directory d set last_request_at = u.at
  from (select directory_id, max(at) as at from used group by directory_id) u where d.id = u.directory_id`;

type Use = Parameters<ActivityLog["touch"]>[0];

/** An activity log that can be brought to rest; `onLost` hears how many entries could not be kept. */
export interface BufferedActivityLog extends ActivityLog {
  /** Writes what is waiting. */
  flush(): Promise<void>;
  /** What any process has taken note of until now is written afterwards: others keep it for a moment, like this one. */
  settled(): Promise<void>;
}

/** Collects entries and token uses in memory and writes them in batches: no request waits for them. */
export function activityLog(sql: Sql, onLost: (entries: number, cause: unknown) => void): BufferedActivityLog {
  let waiting: LogEntryWrite[] = [];
  let uses = new Map<string, Use>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const schedule = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, FLUSH_MS);
    timer.unref();
  };

  async function writeUses(): Promise<void> {
    if (uses.size === 0) return;
    const records = [...uses.values()].map(({ directoryId, tokenId, at, ip, userAgent }) => ({
      directory_id: directoryId,
      token_id: tokenId,
      at,
      ip,
      user_agent: userAgent?.slice(0, 300) ?? null,
    }));
    uses = new Map();
    await sql.query(TOUCH, [json(records)]);
  }

  /** An entry that cannot be stored is given up, so that it does not hold up those behind it for ever. */
  async function writeBatch(batch: readonly LogEntryWrite[]): Promise<void> {
    try {
      await sql.query(INSERT, [json(batch.map(entryRecord))]);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      if (batch.length === 1) return onLost(1, error);
      for (const entry of batch) await writeBatch([entry]);
    }
  }

  async function write(): Promise<void> {
    await writeUses();
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_MAX);
      await writeBatch(batch);
      waiting = waiting.slice(batch.length);
    }
  }

  function keepForLater(cause: unknown): void {
    const lost = Math.max(0, waiting.length - WAITING_MAX);
    waiting = waiting.slice(lost);
    if (lost > 0) onLost(lost, cause);
    if (waiting.length > 0) schedule();
  }

  function flush(): Promise<void> {
    writing = writing.then(write).catch(keepForLater);
    return writing;
  }

  return {
    add(entry) {
      waiting.push(entry);
      if (waiting.length >= WAITING_MAX) keepForLater(undefined);
      schedule();
    },
    touch(use) {
      uses.set(use.tokenId, use);
      schedule();
    },
    flush,
    async settled() {
      await flush();
      if (sql.concurrent) await pause(FLUSH_MS * 2);
    },
  };
}
