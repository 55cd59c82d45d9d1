/** A steady load for a long time: whether latency holds and memory stays. */
import type { Arguments } from "./arguments.ts";
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

/** @param url of the throw-away PostgreSQL */
export async function soak(url: string, { people, soak: minutes = 1 }: Arguments, say: Say): Promise<Finding> {
  const server = await startRollcall({ databaseUrl: await addDatabase(url, "ours") });
  try {
    const world = await populate(server, people, say);
    const mixed = OPERATIONS.find(({ name }) => name === "mixed");
    if (!mixed) throw new Error("There is no mixed operation.");
    const slices: { atHours: number; megabytes: number; p99: number; wrong: number }[] = [];
    const began = performance.now();
    while (performance.now() - began < minutes * 60_000) {
      const { p99, wrong } = await openLoop(world, mixed, { rate: RATE, seconds: SLICE_SECONDS });
      const megabytes = (server.memory() ?? 0) / 1_048_576;
      slices.push({ atHours: (performance.now() - began) / 3_600_000, megabytes, p99, wrong });
      say(
        `${Math.round((performance.now() - began) / 60_000)} of ${minutes} min, ${megabytes.toFixed(0)} MB, p99 ${p99.toFixed(1)} ms`,
      );
    }
    const steady = slices.slice(Math.floor(slices.length * WARM_UP_SHARE));
    const slope = slopeOf(steady.map(({ atHours, megabytes }) => [atHours, megabytes]));
    const wrong = slices.reduce((sum, slice) => sum + slice.wrong, 0);
    const worst = Math.max(...steady.map(({ p99 }) => p99));
    const lines = [
      `${minutes} min at ${RATE} requests/s (mixed): worst p99 of ${SLICE_SECONDS} s ${worst.toFixed(1)} ms, ${wrong} wrong answers`,
      `memory ${steady[0]?.megabytes.toFixed(0)} → ${steady.at(-1)?.megabytes.toFixed(0)} MB, slope ${slope.toFixed(1)} MB/h (limit ${SLOPE_LIMIT_MB})`,
    ];
    return {
      text: lines.join("\n"),
      figures: { slices, slopeMegabytesPerHour: slope },
      good: wrong === 0 && slope <= SLOPE_LIMIT_MB,
    };
  } finally {
    await server.stop();
  }
}

/** Least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / Math.max(1, points.length);
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread;
}
