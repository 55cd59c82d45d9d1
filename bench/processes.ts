/** Two processes on one PostgreSQL beside one: what the second brings on this machine, and how soon it hears of a revocation. */
import { randomBytes } from "node:crypto";
import { cpus } from "node:os";
import type { Arguments } from "./arguments.ts";
import { median } from "./compare.ts";
import { closedLoop } from "./load.ts";
import { OPERATIONS, type World } from "./operations.ts";
import { populate } from "./populate.ts";
import type { Finding, Say } from "./run.ts";
import { addDatabase, startRollcall } from "./servers.ts";

const MEASURED = ["get", "match", "patch", "create", "mixed"];

/** @param url of the throw-away PostgreSQL */
export async function twoProcesses(
  url: string,
  { people, rounds, seconds, only }: Arguments,
  say: Say,
): Promise<Finding> {
  const databaseUrl = await addDatabase(url, "ours");
  const authSecret = randomBytes(32).toString("base64url");
  const first = await startRollcall({ databaseUrl, authSecret });
  const second = await startRollcall({ databaseUrl, authSecret, token: first.token }).catch(async (error) => {
    await first.stop();
    throw error;
  });
  try {
    const world = await populate(first, people, say);
    const other: World = { ...world, base: `${second.origin}/scim/v2` };
    const operations = OPERATIONS.filter(({ name }) => (only ?? MEASURED).includes(name));
    const rows = [];
    for (const operation of operations) {
      say(operation.name);
      const half = { ...operation, connections: Math.ceil(operation.connections / 2) };
      const factors: number[] = [];
      for (let round = 0; round <= rounds; round++) {
        const one = await closedLoop(world, operation, seconds);
        const both = await Promise.all([closedLoop(world, half, seconds), closedLoop(other, half, seconds)]);
        const factor = (both[0].perSecond + both[1].perSecond) / one.perSecond;
        if (round > 0) factors.push(factor);
      }
      rows.push({ name: operation.name, factor: median(factors) });
    }
    const lines = rows.map(({ name, factor }) => `${name.padEnd(16)}${factor.toFixed(2)} × one process`);
    const caption = `${cpus().length} cores shared by both processes, PostgreSQL and load: a second process needs cores to spare.`;
    return { text: [...lines, "", caption].join("\n"), figures: rows, good: true };
  } finally {
    await second.stop();
    await first.stop();
  }
}
