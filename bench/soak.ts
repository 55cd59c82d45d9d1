/** A steady load for a long time: whether latency holds, memory stays and the event loop keeps turning. */
import type { Arguments } from "./arguments.ts";
import { median } from "./compare.ts";
import { openLoop } from "./load.ts";
import { OPERATIONS, type World } from "./operations.ts";
import { populate } from "./populate.ts";
import type { Finding, Say } from "./run.ts";
import { addDatabase, type RollcallServer, startRollcall } from "./servers.ts";

const RATE = 50;
const SLICE_SECONDS = 10;
/** The first part is left out of the slope: caches fill and the heap finds its size. */
const WARM_UP_SHARE = 0.25;
const SLOPE_LIMIT_MB = 5;
const LAG_LIMIT_MS = 100;
const LAG = "nodejs_eventloop_lag_p99_seconds";
const MEGABYTE = 1_048_576;
/** So often all garbage is collected, between two slices: in between memory is a saw that says nothing of what is kept. */
const LOOKS = 12;

interface Slice {
  readonly atHours: number;
  readonly megabytes: number;
  /** Of all requests of the slice, from their intended start. */
  readonly p99: number;
  /** The event loop's delay as the process itself tells it (`/metrics`), 10 ms of which are the timer it is measured with. */
  readonly lagP99: number;
  readonly wrong: number;
}

interface Look {
  readonly atHours: number;
  /** What the process still needs when all garbage has been collected. */
  readonly keptMegabytes: number;
}

/** @param url of the throw-away PostgreSQL */
export async function soak(url: string, { people, soak: minutes = 1 }: Arguments, say: Say): Promise<Finding> {
  const server = await startRollcall({ databaseUrl: await addDatabase(url, "ours"), isCollectable: true });
  try {
    const world = await populate(server, people, say);
    const slices: Slice[] = [];
    const looks: Look[] = [];
    const began = performance.now();
    const passed = () => (performance.now() - began) / 60_000;
    while (passed() < minutes) {
      const slice = await runSlice(server, world);
      slices.push({ ...slice, atHours: passed() / 60 });
      if (passed() >= ((looks.length + 1) * minutes) / LOOKS) {
        looks.push({ atHours: passed() / 60, keptMegabytes: (await server.keptMemory()) / MEGABYTE });
        // The delay of the collection itself is nobody's request's.
        await server.metric(LAG);
      }
      const kept = looks.at(-1)?.keptMegabytes.toFixed(0) ?? "?";
      say(
        `${Math.round(passed())} of ${minutes} min, ${slice.megabytes.toFixed(0)} MB (${kept} kept), p99 ${slice.p99.toFixed(1)} ms, event loop ${slice.lagP99.toFixed(1)} ms`,
      );
    }
    return findingOf(slices, looks, minutes);
  } finally {
    await server.stop();
  }
}

async function runSlice(server: RollcallServer, world: World): Promise<Omit<Slice, "atHours">> {
  const mixed = OPERATIONS.find(({ name }) => name === "mixed");
  if (!mixed) throw new Error("There is no mixed operation.");
  const { p99, wrong } = await openLoop(world, mixed, { rate: RATE, seconds: SLICE_SECONDS });
  const lagP99 = 1_000 * (await server.metric(LAG));
  return { megabytes: (server.memory() ?? 0) / MEGABYTE, p99, lagP99, wrong };
}

function findingOf(all: readonly Slice[], allLooks: readonly Look[], minutes: number): Finding {
  const steady = all.slice(Math.floor(all.length * WARM_UP_SHARE));
  const looks = allLooks.slice(Math.floor(allLooks.length * WARM_UP_SHARE));
  const slope = slopeOf(looks.map(({ atHours, keptMegabytes }) => [atHours, keptMegabytes]));
  const wrong = all.reduce((sum, slice) => sum + slice.wrong, 0);
  const worst = (of: "p99" | "lagP99") => Math.max(...steady.map((slice) => slice[of]));
  const usual = (of: "p99" | "lagP99") => median(steady.map((slice) => slice[of]));
  const sizes = steady.map(({ megabytes }) => megabytes);
  const every = `each ${SLICE_SECONDS} s`;
  const lines = [
    `${minutes} min at ${RATE} requests/s (mixed), ${wrong} wrong answers`,
    `p99 of ${every}: usually ${usual("p99").toFixed(1)} ms, at worst ${worst("p99").toFixed(1)} ms`,
    `event loop delay, p99 of ${every}: usually ${usual("lagP99").toFixed(1)} ms, at worst ${worst("lagP99").toFixed(1)} ms (limit ${LAG_LIMIT_MS})`,
    `memory of the process: ${Math.min(...sizes).toFixed(0)} to ${Math.max(...sizes).toFixed(0)} MB`,
    `memory that is kept: ${looks.map(({ keptMegabytes }) => keptMegabytes.toFixed(1)).join(", ")} MB, slope ${slope.toFixed(1)} MB/h (limit ${SLOPE_LIMIT_MB})`,
  ];
  return {
    text: lines.join("\n"),
    figures: { slices: all, looks: allLooks, slopeMegabytesPerHour: slope },
    good: wrong === 0 && slope <= SLOPE_LIMIT_MB && worst("lagP99") <= LAG_LIMIT_MS,
  };
}

/** Least squares. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / Math.max(1, points.length);
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread;
}
