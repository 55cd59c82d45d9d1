/**
 * Reads that arrive together are asked together: one round trip answers many requests. Most of what a look-up by an index
 * costs is the way to the database and back, for this process as for PostgreSQL (docs/decisions/0023).
 */
import type { Sql, SqlParameter, SqlRow } from "./sql.ts";

/** Look-ups in one statement: so many keep a single answer from waiting for a large one. */
const TOGETHER_MAX = 32;
/** Statements of one kind under way; whoever arrives meanwhile waits for the next, which is then the fuller. */
const UNDER_WAY_MAX = 2;

interface LookUp {
  readonly parameters: readonly SqlParameter[];
  readonly resolve: (rows: SqlRow[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Those who wait for one statement. */
interface Queue {
  readonly waiting: LookUp[];
  readonly combined: string;
  underWay: number;
  isDue: boolean;
}

const QUEUES_MAX = 500;
const queuesOf = new WeakMap<Sql, Map<string, Queue>>();

const ARRAY_TYPES: Partial<Record<string, string>> = { string: "text[]", number: "int[]", boolean: "boolean[]" };

/** Parameters of which a list can be made; null counts as text, which every cast in a statement takes. */
const typeOf = (parameter: SqlParameter) => (parameter === null ? "text[]" : ARRAY_TYPES[typeof parameter]);

/** The statement for as many sets of parameters as its arrays hold; `place` says which one a row belongs to. */
function combine(text: string, types: readonly string[]): string {
  const names = types.map((_, index) => `p${index + 1}`);
  // Behind a sub-select: a plan for the lists at hand, made anew for each call, would seem to cost less than one for all.
  const lists = types.map((type, index) => `(select $${index + 1}::${type})`);
  const inner = text.replace(/\$(\d+)/g, (_, number) => `asked.p${number}`);
  return `select asked.place::int as place, found.* from unnest(${lists.join(", ")}) with ordinality as asked(${names.join(", ")}, place)
    cross join lateral (${inner}) as found`;
}

function queueOf(sql: Sql, text: string, types: readonly string[]): Queue | undefined {
  const queues = queuesOf.get(sql) ?? new Map<string, Queue>();
  queuesOf.set(sql, queues);
  const key = `${types.join()} ${text}`;
  const known = queues.get(key);
  if (known || queues.size >= QUEUES_MAX) return known;
  const queue: Queue = { waiting: [], combined: combine(text, types), underWay: 0, isDue: false };
  queues.set(key, queue);
  return queue;
}

/**
 * Runs a SELECT that costs little, together with those of the same text that arrive while the process reads its sockets.
 * Each gets the rows of its own parameters, in their order. What the database refuses together is asked one by one, so
 * that nobody fails for somebody else's values.
 * @param text without parameters of which no list can be made (dates, bytes, arrays): it then runs alone
 */
export function together<Row extends SqlRow>(
  sql: Sql,
  text: string,
  parameters: readonly SqlParameter[],
): Promise<Row[]> {
  const types = parameters.map(typeOf);
  const queue = types.every((type) => type !== undefined) ? queueOf(sql, text, types as string[]) : undefined;
  if (!queue) return sql.query<Row>(text, parameters);
  return new Promise((resolve, reject) => {
    queue.waiting.push({ parameters, resolve: resolve as LookUp["resolve"], reject });
    due(sql, text, queue);
  });
}

/** Behind what this turn of the event loop still reads from its sockets. */
function due(sql: Sql, text: string, queue: Queue): void {
  if (queue.isDue || queue.underWay >= UNDER_WAY_MAX) return;
  queue.isDue = true;
  setImmediate(() => {
    queue.isDue = false;
    void next(sql, text, queue);
  });
}

async function next(sql: Sql, text: string, queue: Queue): Promise<void> {
  const batch = queue.waiting.splice(0, TOGETHER_MAX);
  if (batch.length === 0) return;
  queue.underWay += 1;
  if (queue.waiting.length > 0) due(sql, text, queue);
  const [only] = batch;
  await (batch.length === 1 && only ? alone(sql, text, only) : all(sql, text, queue.combined, batch));
  queue.underWay -= 1;
  if (queue.waiting.length > 0) due(sql, text, queue);
}

const alone = (sql: Sql, text: string, { parameters, resolve, reject }: LookUp) =>
  sql.query(text, parameters).then(resolve, reject);

async function all(sql: Sql, text: string, combined: string, batch: readonly LookUp[]): Promise<void> {
  const width = batch[0]?.parameters.length ?? 0;
  const lists = Array.from({ length: width }, (_, index) => batch.map(({ parameters }) => parameters[index] ?? null));
  try {
    const rows = await sql.query<SqlRow & { place: number }>(combined, lists as unknown as SqlParameter[]);
    const found: SqlRow[][] = batch.map(() => []);
    for (const { place, ...row } of rows) found[place - 1]?.push(row);
    batch.forEach(({ resolve }, index) => {
      resolve(found[index] ?? []);
    });
  } catch {
    await Promise.all(batch.map((lookUp) => alone(sql, text, lookUp)));
  }
}
