/** A steady load for a long time: whether latency holds, memory stays and the event loop keeps turning. */
import type { Arguments } from "./arguments.ts";
import { median } from "./compare.ts";
import { openLoop } from "./load.ts";
import { OPERATIONS } from "./operations.ts";
import { populate } from "./populate.ts";
import type { Finding, Say } from "./run.ts";
import { addDatabase, startRollcall } from "./servers.ts";

const RATE = 50;
const SLICE_SECONDS = 10;
/** The first part is left out of the slope: caches fill and the heap finds its size. */
const WARM_UP_SHARE = 0.25;
const SLOPE_LIMIT_MB = 5;
const LAG_LIMIT_MS = 100;
/**
 * Memory is a saw, because garbage is let grow between large collections: only its lowest points tell what is kept. Of so
 * many parts of the time each gives one.
 */
const PARTS = 12;

interface Slice {
  readonly atHours: number;
  readonly megabytes: number;
  /** Of all requests of the slice, from their intended start. */
  readonly p99: number;
  /** The event loop's delay as the process itself tells it (`/metrics`), 10 ms of which are the timer it is measured with. */
  readonly lagP99: number;
  readonly wrong: number;
}

/** @param url of the throw-away PostgreSQL */
export async function soak(url: string, { people, soak: minutes = 1 }: Arguments, say: Say): Promise<Finding> {
  const server = await startRollcall({ databaseUrl: await addDatabase(url, "ours") });
  try {
    const world = await populate(server, people, say);
    const mixed = OPERATIONS.find(({ name }) => name === "mixed");
    if (!mixed) throw new Error("There is no mixed operation.");
    const slices: Slice[] = [];
    const began = performance.now();
    while (performance.now() - began < minutes * 60_000) {
      const { p99, wrong } = await openLoop(world, mixed, { rate: RATE, seconds: SLICE_SECONDS });
      const megabytes = (server.memory() ?? 0) / 1_048_576;
      const lagP99 = 1_000 * (await server.metric("nodejs_eventloop_lag_p99_seconds"));
      slices.push({ atHours: (performance.now() - began) / 3_600_000, megabytes, p99, lagP99, wrong });
      say(
        `${Math.round((performance.now() - began) / 60_000)} of ${minutes} min, ${megabytes.toFixed(0)} MB, p99 ${p99.toFixed(1)} ms, event loop ${lagP99.toFixed(1)} ms`,
      );
    }
    return findingOf(slices, minutes);
  } finally {
    await server.stop();
  }
}

function findingOf(slices: readonly Slice[], minutes: number): Finding {
  const steady = slices.slice(Math.floor(slices.length * WARM_UP_SHARE));
  const lowest = lowestOf(steady);
  const slope = slopeOf(lowest.map(({ atHours, megabytes }) => [atHours, megabytes]));
  const wrong = slices.reduce((sum, slice) => sum + slice.wrong, 0);
  const worst = (of: "p99" | "lagP99") => Math.max(...steady.map((slice) => slice[of]));
  const usual = (of: "p99" | "lagP99") => median(steady.map((slice) => slice[of]));
  const every = `each ${SLICE_SECONDS} s`;
  const lines = [
    `${minutes} min at ${RATE} requests/s (mixed), ${wrong} wrong answers`,
    `p99 of ${every}: usually ${usual("p99").toFixed(1)} ms, at worst ${worst("p99").toFixed(1)} ms`,
    `event loop delay, p99 of ${every}: usually ${usual("lagP99").toFixed(1)} ms, at worst ${worst("lagP99").toFixed(1)} ms (limit ${LAG_LIMIT_MS})`,
    `memory, lowest points: ${lowest.map(({ megabytes }) => megabytes.toFixed(0)).join(", ")} MB, slope ${slope.toFixed(1)} MB/h (limit ${SLOPE_LIMIT_MB})`,
  ];
  return {
    text: lines.join("\n"),
    figures: { slices, lowest, slopeMegabytesPerHour: slope },
    good: wrong === 0 && slope <= SLOPE_LIMIT_MB && worst("lagP99") <= LAG_LIMIT_MS,
  };
}

function lowestOf(slices: readonly Slice[]): Slice[] {
  const width = Math.max(1, Math.ceil(slices.length / PARTS));
  const parts = Array.from({ length: Math.ceil(slices.length / width) }, (_, part) =>
    slices.slice(part * width, (part + 1) * width),
  );
  return parts.map((part) => part.reduce((low, slice) => (slice.megabytes < low.megabytes ? slice : low)));
}

/** Least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / Math.max(1, points.length);
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread;
}
