/** Whether a request costs more as the directory grows: one request alone, at 1,000 people and members and at many. */
import type { Arguments } from "./arguments.ts";
import { copyMembers, copyPeople } from "./fill.ts";
import { type Answer, closedLoop } from "./load.ts";
import { OPERATIONS, type Operation, type World } from "./operations.ts";
import { populate } from "./populate.ts";
import type { Finding, Say } from "./run.ts";
import { addDatabase, startRollcall } from "./servers.ts";

const SMALLEST = 1_000;
/** Numbers of the copies, apart from those of the people made by the API. */
const COPIES_FROM = 1_000_000;
/** People who stay outside the group. */
const OUTSIDE = 1_000;
const MEASURED = [
  "get",
  "match",
  "match-email",
  "list-100",
  "patch",
  "put",
  "create",
  "group-read",
  "group-add-1",
  "group-add-100",
  "group-remove-1",
];
const LIMIT = 1.3;
/** OFFSET passes over rows; the page's own number says how many. */
const OFFSET_LIMIT = 3;
const SECONDS = 3;
const CURSOR_PAGE = "list-cursor";
const DEPTH = 0.9;
const PAGE_MAX = 200;

/** Walks to the last tenth of the list, and gives an operation that reads the page there, again and again. */
async function deepPage(world: World): Promise<Operation> {
  const read = async (cursor: string, count: number) => {
    const headers = { authorization: `Bearer ${world.token}` };
    const response = await fetch(`${world.base}/Users?cursor=${encodeURIComponent(cursor)}&count=${count}`, {
      headers,
    });
    return (await response.json()) as { nextCursor?: string };
  };
  let cursor = "";
  for (let passed = 0; passed < world.people.length * DEPTH; passed += PAGE_MAX) {
    cursor = (await read(cursor, PAGE_MAX)).nextCursor ?? cursor;
  }
  const path = `/Users?cursor=${encodeURIComponent(cursor)}&count=100`;
  const isRight = ({ status, body }: Answer) => status === 200 && body.includes('"itemsPerPage":100');
  const turn: Operation["turn"] = async ({ call }) => void (await call({ method: "GET", path, isRight }));
  return { name: CURSOR_PAGE, connections: 1, must: 0, aim: 0, turn };
}

async function measure(
  world: World,
  operations: readonly Operation[],
): Promise<Map<string, { ms: number; wrong: number }>> {
  const figures = new Map<string, { ms: number; wrong: number }>();
  for (const operation of operations) {
    const alone = { ...operation, connections: 1 };
    await closedLoop(world, alone, 1);
    const { p50, wrong } = await closedLoop(world, alone, SECONDS);
    figures.set(operation.name, { ms: p50, wrong });
  }
  return figures;
}

/** @param url of the throw-away PostgreSQL */
export async function growth(url: string, { scale = SMALLEST, only }: Arguments, say: Say): Promise<Finding> {
  const databaseUrl = await addDatabase(url, "ours");
  const server = await startRollcall({ databaseUrl });
  try {
    const wanted = (name: string) => only?.includes(name) ?? true;
    const operations = OPERATIONS.filter(({ name }) => MEASURED.includes(name) && wanted(name));
    let world = await populate(server, SMALLEST + OUTSIDE, say);
    const original = world.people[0];
    if (!original) throw new Error("There is nobody to copy.");
    const columns: Column[] = [];
    for (let size = SMALLEST; size <= scale; size *= 10) {
      if (size > SMALLEST) {
        const from = COPIES_FROM + (size === 10 * SMALLEST ? 0 : size / 10);
        const to = COPIES_FROM + size - 1;
        const more = await copyPeople(databaseUrl, original, { from, to, say });
        await copyMembers(databaseUrl, world.group, from, to);
        world = { ...world, people: [...world.people, ...more] };
      }
      say(`measuring at ${size}`);
      const all = only ? operations : [...operations, await deepPage(world)];
      columns.push({ size, figures: await measure(world, all) });
    }
    return findingOf(columns);
  } finally {
    await server.stop();
  }
}

interface Column {
  readonly size: number;
  readonly figures: Map<string, { ms: number; wrong: number }>;
}

function findingOf(columns: readonly Column[]): Finding {
  const names = [...(columns[0]?.figures.keys() ?? [])];
  const rows = names.map((name) => {
    const ms = columns.map(({ figures }) => figures.get(name)?.ms ?? 0);
    const wrong = columns.reduce((sum, { figures }) => sum + (figures.get(name)?.wrong ?? 0), 0);
    const limit = name === "list-100" ? OFFSET_LIMIT : LIMIT;
    const factor = (ms.at(-1) ?? 0) / (ms[0] || 1);
    return { name, ms, factor, limit, wrong, good: factor <= limit && wrong === 0 };
  });
  const title = (text: string) => text.padStart(12);
  const head = `${"operation".padEnd(16)}${columns.map(({ size }) => title(String(size))).join("")}  factor  limit`;
  const lines = rows.map(({ name, ms, factor, limit, wrong, good }) => {
    const times = ms.map((time) => title(`${time.toFixed(2)} ms`)).join("");
    const judged = `${good ? "met" : "missed"}${wrong ? ` (${wrong} wrong)` : ""}`;
    return `${name.padEnd(16)}${times}  ${factor.toFixed(2).padStart(6)}  ${limit.toFixed(1).padStart(5)}  ${judged}`;
  });
  const caption = "Median of one request alone, at so many people and, for groups, about as many members.";
  const figures = { sizes: columns.map(({ size }) => size), rows };
  return { text: [head, ...lines, "", caption].join("\n"), figures, good: rows.every(({ good }) => good) };
}
