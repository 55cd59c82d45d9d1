/** Big moves: what an IdP may do at once with very large groups, and what that takes of time and memory. */
import type { Arguments } from "./arguments.ts";
import { copyPeople } from "./fill.ts";
import { populate } from "./populate.ts";
import type { Finding, Say } from "./run.ts";
import { addDatabase, type Server, startRollcall } from "./servers.ts";

const PEOPLE = 100_000;
const GROUP_URN = "urn:ietf:params:scim:schemas:core:2.0:Group";
const PATCH_URN = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const MEMORY_LIMIT = 400 * 1_048_576;
const PREPARED = 2_000;
const COPIES_FROM = 1_000_000;

async function send(server: Server, method: string, path: string, body: object) {
  const began = performance.now();
  const response = await fetch(`${server.origin}/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${server.token}`, "content-type": "application/scim+json" },
    body: JSON.stringify(body),
  });
  const firstByteMs = performance.now() - began;
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text.slice(0, 300)}`);
  return { ms: performance.now() - began, firstByteMs, text };
}

/** @param url of the throw-away PostgreSQL */
export async function moves(url: string, _given: Arguments, say: Say): Promise<Finding> {
  const databaseUrl = await addDatabase(url, "ours");
  const server = await startRollcall({ databaseUrl });
  try {
    const world = await populate(server, PREPARED, say);
    const [original] = world.people;
    if (!original) throw new Error("There is nobody to copy.");
    const copies = { from: COPIES_FROM, to: COPIES_FROM + PEOPLE - 1, say };
    const people = await copyPeople(databaseUrl, original, copies);
    const before = server.memory() ?? 0;
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, server.memory() ?? 0)), 100);
    const members = (from: number, to: number) =>
      people.slice(from, to).map(({ id }) => ({ value: id, display: "Somebody" }));
    const put = (id: string, count: number) =>
      send(server, "PUT", `/Groups/${id}`, {
        schemas: [GROUP_URN],
        displayName: `Group of ${count}`,
        members: members(0, count),
      });
    const made = await send(server, "POST", "/Groups", { schemas: [GROUP_URN], displayName: "Moving" });
    const { id } = JSON.parse(made.text) as { id: string };
    const rows: { name: string; ms: number; limitMs: number }[] = [];
    const note = async (name: string, limitMs: number, work: () => Promise<{ ms: number }>) => {
      say(name);
      rows.push({ name, ms: (await work()).ms, limitMs });
    };
    const patch = (op: string, value: object[]) =>
      send(server, "PATCH", `/Groups/${id}`, { schemas: [PATCH_URN], Operations: [{ op, path: "members", value }] });
    await note("PUT 10,000 members", 3_000, () => put(id, 10_000));
    await note("PUT the same 10,000 again", 3_000, () => put(id, 10_000));
    await note("PUT 100,000 members", 25_000, () => put(id, 100_000));
    await note("PATCH remove 1,000 of 100,000", 1_000, () => patch("remove", members(0, 1_000)));
    await note("PATCH add 1,000 to 99,000", 1_000, () => patch("add", members(0, 1_000)));
    clearInterval(watch);
    const growth = peak - before;
    const lines = rows.map(
      ({ name, ms, limitMs }) =>
        `${name.padEnd(32)}${ms.toFixed(0).padStart(8)} ms  limit ${limitMs} ms  ${ms <= limitMs ? "met" : "missed"}`,
    );
    lines.push(
      `${"memory growth".padEnd(32)}${(growth / 1_048_576).toFixed(0).padStart(8)} MB  limit 400 MB  ${growth <= MEMORY_LIMIT ? "met" : "missed"}`,
    );
    const good = rows.every(({ ms, limitMs }) => ms <= limitMs) && growth <= MEMORY_LIMIT;
    return { text: lines.join("\n"), figures: { rows, memoryGrowthBytes: growth }, good };
  } finally {
    await server.stop();
  }
}
