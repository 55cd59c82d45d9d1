/**
 * Changes that arrive while others of the same thing are being written are written together afterwards: one statement and
 * one commit for all of them. That costs a fraction of as many commits, and nobody waits for a lock with a connection in
 * hand (docs/decisions/0024).
 */

/** Changes in one statement: so many keep the first of them from waiting long for the rest. */
const TOGETHER_MAX = 32;

interface Waiting<Change, Result> {
  readonly change: Change;
  readonly resolve: (result: Result | Promise<Result>) => void;
}

interface Writing<Change, Result> {
  /** Writes all or nothing. @returns a result for each, in their order; undefined for those it left out */
  together(changes: readonly Change[]): Promise<readonly (Result | undefined)[]>;
  /** Writes one. Also what was left out, and each of those that could not be written together. */
  alone(change: Change): Promise<Result>;
}

/**
 * One lane for each key, in which what came first is written first. Nobody fails for somebody else's change: when those of
 * a statement cannot be written together, each is written by itself, and all of these at once.
 */
export function lanes<Change, Result>({ together, alone }: Writing<Change, Result>) {
  const waiting = new Map<string, Waiting<Change, Result>[]>();

  async function write(batch: readonly Waiting<Change, Result>[]): Promise<void> {
    const [only] = batch;
    if (batch.length === 1 && only) return settle(only, alone(only.change));
    const results = await together(batch.map(({ change }) => change)).catch(() => []);
    const done = batch.map((each, index) => settle(each, results[index] ?? alone(each.change)));
    await Promise.all(done);
  }

  async function run(key: string, lane: Waiting<Change, Result>[]): Promise<void> {
    while (lane.length > 0) await write(lane.splice(0, TOGETHER_MAX));
    waiting.delete(key);
  }

  return (key: string, change: Change): Promise<Result> =>
    new Promise((resolve) => {
      const lane = waiting.get(key);
      if (lane) return void lane.push({ change, resolve });
      const begun = [{ change, resolve }];
      waiting.set(key, begun);
      // Behind what this turn of the event loop still reads from its sockets.
      setImmediate(() => void run(key, begun));
    });
}

/** Hands the result on and waits for it, whichever way it ends. */
async function settle<Change, Result>(
  { resolve }: Waiting<Change, Result>,
  result: Result | Promise<Result>,
): Promise<void> {
  resolve(result);
  await Promise.resolve(result).catch(() => {});
}
