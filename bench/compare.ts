/** Rollcall beside its ceiling: the same operations, in interleaved rounds of one run. */
import type { Arguments } from "./arguments.ts";
import { closedLoop, openLoop, singleTurn } from "./load.ts";
import { OPERATIONS, type Operation, type World } from "./operations.ts";
import { populate } from "./populate.ts";
import { countRoundTrips } from "./round-trips.ts";
import { addDatabase, type Server, startCeiling, startRollcall } from "./servers.ts";

/** What one operation came to; per second and milliseconds are medians of the rounds. */
export interface Comparison {
  readonly name: string;
  readonly ours: number;
  readonly ceiling: number | undefined;
  /** The median of the rounds' own ratios. */
  readonly ratio: number | undefined;
  /** Of the paced run at half of the throughput, from the intended start. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly roundTrips: number | undefined;
  /** Processor milliseconds of our process for one turn, with what it does behind the requests; and of the ceiling. */
  readonly processorMs: number | undefined;
  readonly ceilingProcessorMs: number | undefined;
  readonly must: number;
  readonly aim: number;
  readonly wrong: number;
  readonly firstWrong: string | undefined;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;

export type Say = (line: string) => void;
/** V8 still compiles what an operation runs through, on the cores that are measured: of changes, most of it in so long. */
const WARM_UP_SECONDS = 5;
const PACED_SHARE = 0.5;
/** At least so long, for a p99 to mean something. */
const PACED_SECONDS_MIN = 3;

/** @param url of the throw-away PostgreSQL; empty with `--embedded` */
export async function compare(url: string, given: Arguments, say: Say): Promise<Comparison[]> {
  const servers: Server[] = [];
  try {
    const databaseUrl = given.embedded ? "" : await addDatabase(url, "ours");
    const nodeArguments = given.profile ? ["--cpu-prof", `--cpu-prof-dir=${given.profile}`] : [];
    servers.push(await startRollcall({ databaseUrl, nodeArguments }));
    if (!given.embedded) servers.push(await startCeiling(await addDatabase(url, "ceiling")));
    const worlds: World[] = [];
    for (const server of servers) worlds.push(await populate(server, given.people, say));
    const chosen = OPERATIONS.filter(({ name }) => given.only?.includes(name) ?? true);
    const counted = given.embedded ? new Map<string, number>() : await roundTripsOf(url, chosen, say);
    const results: Comparison[] = [];
    for (const [index, operation] of chosen.entries()) {
      say(`${index + 1} of ${chosen.length}: ${operation.name}`);
      const result = await measure(worlds, servers, operation, given);
      results.push({ ...result, roundTrips: counted.get(operation.name) });
    }
    return results;
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** A closed loop, and the processor time of the server for one turn of it. */
async function loadOf(world: World, server: Server, operation: Operation, seconds: number) {
  const before = server.processorMs();
  const load = await closedLoop(world, operation, seconds);
  const used = server.processorMs();
  const processorMs = before === undefined || used === undefined ? undefined : (used - before) / load.turns;
  return { ...load, processorMs };
}

async function measure(
  [ours, ceiling]: readonly World[],
  [ourServer, ceilingServer]: readonly Server[],
  operation: Operation,
  { rounds, seconds }: Arguments,
): Promise<Omit<Comparison, "roundTrips">> {
  if (!ours || !ourServer) throw new Error("There is nothing to measure.");
  for (const world of [ours, ceiling]) if (world) await closedLoop(world, operation, WARM_UP_SECONDS);
  const loads: { ours: Measured; ceiling: Measured | undefined }[] = [];
  for (let round = 0; round < rounds; round++) {
    loads.push({
      ours: await loadOf(ours, ourServer, operation, seconds),
      ceiling: ceiling && ceilingServer && (await loadOf(ceiling, ceilingServer, operation, seconds)),
    });
  }
  const perSecond = median(loads.map((load) => load.ours.perSecond));
  // Of turns as they really came: what only prepares one keeps the server busy too.
  const turnsPerSecond = median(loads.map((load) => load.ours.turns / seconds));
  const paced = await openLoop(ours, operation, {
    rate: Math.max(1, turnsPerSecond * PACED_SHARE),
    seconds: Math.max(seconds, PACED_SECONDS_MIN),
  });
  const all = [paced, ...loads.map((load) => load.ours), ...loads.flatMap((load) => load.ceiling ?? [])];
  return {
    name: operation.name,
    ours: perSecond,
    ceiling: ceiling && median(loads.map((load) => load.ceiling?.perSecond ?? 0)),
    ratio: ceiling && median(loads.map((load) => load.ours.perSecond / (load.ceiling?.perSecond ?? 1))),
    p50: paced.p50,
    p95: paced.p95,
    p99: paced.p99,
    processorMs: median(loads.map((load) => load.ours.processorMs ?? 0)),
    ceilingProcessorMs: ceiling && median(loads.map((load) => load.ceiling?.processorMs ?? 0)),
    must: operation.must,
    aim: operation.aim,
    wrong: all.reduce((sum, load) => sum + load.wrong, 0),
    firstWrong: all.find((load) => load.firstWrong)?.firstWrong,
  };
}

type Measured = Awaited<ReturnType<typeof loadOf>>;

const COUNTED_TURNS = 25;

/** Each operation alone, by way of the counting proxy; what happens beside requests is left out by the median. */
async function roundTripsOf(url: string, operations: readonly Operation[], say: Say): Promise<Map<string, number>> {
  const proxy = await countRoundTrips(await addDatabase(url, "counted"));
  const server = await startRollcall({ databaseUrl: proxy.url });
  try {
    const world = await populate(server, 2_000, () => {});
    const counts = new Map<string, number>();
    for (const operation of operations) {
      say(`round trips of ${operation.name}`);
      const taken: number[] = [];
      for (let turn = 0; turn < COUNTED_TURNS; turn++) {
        let ofTurn = 0;
        proxy.take();
        await singleTurn(world, operation, async (work) => {
          ofTurn += proxy.take();
          return await work().finally(() => proxy.take());
        });
        taken.push(ofTurn + proxy.take());
      }
      counts.set(operation.name, median(taken));
    }
    return counts;
  } finally {
    await server.stop();
    proxy.close();
  }
}
