/** Whether tenants suffer from one another: twenty that start at once, and a stranger who tries a thousand tokens a second. */
import { setTimeout as pause } from "node:timers/promises";
import { type Load, openLoop } from "./load.ts";
import { OPERATIONS, type Operation, type World } from "./operations.ts";
import { populate } from "./populate.ts";
import type { Finding, Say } from "./run.ts";
import { addDatabase, startRollcall } from "./servers.ts";

const TENANTS = 20;
const PEOPLE = 50;
/** Requests a second of each tenant: what a busy IdP sends. */
const RATE = 15;
const SECONDS = 10;
const WARM_UP_SECONDS = 5;
/** Between the first requests of two tenants: no divisor of the time between two requests. */
const OUT_OF_STEP_MS = 23;
/** How much longer the slowest hundredth of a tenant's requests may take than when it is alone. */
const SLOWER_MAX = 3;

const STRANGERS_RATE = 1_000;
const BESIDE_STRANGERS_MAX = 2;

const operation = (name: string): Operation => {
  const found = OPERATIONS.find((each) => each.name === name);
  if (!found) throw new Error(`There is no operation ${name}.`);
  return found;
};

/** Looks for somebody three times of four, and changes somebody then. */
const provisioning: Operation = {
  ...operation("match"),
  name: "provisioning",
  turn: (turn) => operation(turn.turn % 4 === 3 ? "patch" : "match").turn(turn),
};

/** Any refusal is right. */
const refused: Operation = {
  ...operation("get"),
  name: "refused",
  turn: async ({ call, turn }) =>
    void (await call({
      method: "GET",
      path: `/Users?startIndex=${turn + 1}`,
      isRight: ({ status }) => status === 401 || status === 429,
    })),
};

const asOne = (world: World, seconds = SECONDS) => openLoop(world, provisioning, { rate: RATE, seconds });

/** @param url of the throw-away PostgreSQL */
export async function fairness(url: string, _given: unknown, say: Say): Promise<Finding> {
  const server = await startRollcall({ databaseUrl: await addDatabase(url, "ours") });
  try {
    const worlds: World[] = [];
    for (let number = 1; number <= TENANTS; number++) {
      say(`tenant ${number} of ${TENANTS}`);
      worlds.push(await populate({ ...server, token: await server.addTenant() }, PEOPLE, say));
    }
    const [first] = worlds;
    if (!first) throw new Error("There is no tenant.");
    // Both are then measured of code that is compiled and statements that are planned.
    await Promise.all(worlds.map((world) => asOne(world, WARM_UP_SECONDS)));
    say("one tenant alone");
    const alone = await asOne(first);
    say("all at once");
    const together = await Promise.all(worlds.map((world) => asOne(world)));
    say("all at once, out of step");
    const apart = await Promise.all(
      worlds.map((world, index) => pause(index * OUT_OF_STEP_MS).then(() => asOne(world))),
    );
    say("beside a stranger");
    const flood = openLoop({ ...first, token: "scim_unknown" }, refused, { rate: STRANGERS_RATE, seconds: SECONDS });
    const [beside, strangers] = await Promise.all([asOne(first), flood]);
    return judge({ alone, together, apart, beside, strangers });
  } finally {
    await server.stop();
  }
}

interface Loads {
  readonly alone: Load;
  /** Everybody's requests at the same moments. */
  readonly together: readonly Load[];
  /** Everybody's requests at moments of their own. */
  readonly apart: readonly Load[];
  readonly beside: Load;
  readonly strangers: Load;
}

const slowestOf = (loads: readonly Load[]) => Math.max(...loads.map(({ p99 }) => p99));

function judge({ alone, together, apart, beside, strangers }: Loads): Finding {
  const slowest = slowestOf(together);
  const factor = slowest / alone.p99;
  const slowestApart = slowestOf(apart);
  const slowed = beside.p50 / alone.p50;
  const wrong = [alone, ...together, ...apart, beside, strangers].reduce((sum, load) => sum + load.wrong, 0);
  const ms = (time: number) => `${time.toFixed(1)} ms`;
  const text = [
    `one tenant alone, ${RATE} requests/s:      p50 ${ms(alone.p50)}  p99 ${ms(alone.p99)}`,
    `${TENANTS} at once, ${RATE} requests/s each:    worst p99 ${ms(slowest)}, ${factor.toFixed(1)} × (at most ${SLOWER_MAX})`,
    `the same, out of step:                worst p99 ${ms(slowestApart)}, ${(slowestApart / alone.p99).toFixed(1)} ×`,
    `beside ${STRANGERS_RATE} refused tokens/s:         p50 ${ms(beside.p50)}, ${slowed.toFixed(1)} × (at most ${BESIDE_STRANGERS_MAX}); ${strangers.perSecond.toFixed(0)} were refused a second`,
    `${wrong} wrong answers`,
  ].join("\n");
  const good = wrong === 0 && factor <= SLOWER_MAX && slowed <= BESIDE_STRANGERS_MAX;
  return { text, figures: { alone, together, apart, beside, strangers, factor, slowed }, good };
}
