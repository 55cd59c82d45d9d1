/** One GET by id through server.ts and through plain `next start`, on one PostgreSQL, in interleaved rounds (docs/decisions/0004). */
import { randomBytes } from "node:crypto";
import type { Arguments } from "./arguments.ts";
import { median } from "./compare.ts";
import { closedLoop } from "./load.ts";
import { OPERATIONS, type World } from "./operations.ts";
import { populate } from "./populate.ts";
import type { Finding, Say } from "./run.ts";
import { addDatabase, startPlainNext, startRollcall } from "./servers.ts";

/** @param url of the throw-away PostgreSQL */
export async function compareDoors(url: string, { people, rounds, seconds }: Arguments, say: Say): Promise<Finding> {
  const databaseUrl = await addDatabase(url, "ours");
  const authSecret = randomBytes(32).toString("base64url");
  // server.ts first: it applies the migrations that plain Next expects to find.
  const direct = await startRollcall({ databaseUrl, authSecret });
  const plain = await startPlainNext({ databaseUrl, authSecret, token: direct.token }).catch(async (error) => {
    await direct.stop();
    throw error;
  });
  try {
    const world = await populate(direct, people, say);
    const doors: [string, World][] = [
      ["server.ts", world],
      ["plain Next", { ...world, base: `${plain.origin}/scim/v2` }],
    ];
    const [get] = OPERATIONS;
    if (!get) throw new Error("There is nothing to measure.");
    const seen = new Map<string, { perSecond: number; p50: number; wrong: number }[]>(
      doors.map(([name]) => [name, []]),
    );
    for (let round = 0; round <= rounds; round++) {
      for (const [name, at] of doors) {
        say(`round ${round}: ${name}`);
        const load = await closedLoop(at, get, seconds);
        if (round > 0) seen.get(name)?.push(load);
      }
    }
    const rows = [...seen].map(([name, loads]) => ({
      name,
      perSecond: median(loads.map((load) => load.perSecond)),
      p50: median(loads.map((load) => load.p50)),
      wrong: loads.reduce((sum, load) => sum + load.wrong, 0),
    }));
    const lines = rows.map(
      ({ name, perSecond, p50, wrong }) =>
        `${name.padEnd(12)}${perSecond.toFixed(0).padStart(8)}/s  ${p50.toFixed(1)} ms  ${wrong} wrong`,
    );
    return { text: lines.join("\n"), figures: rows, good: rows.every(({ wrong }) => wrong === 0) };
  } finally {
    await plain.stop();
    await direct.stop();
  }
}
