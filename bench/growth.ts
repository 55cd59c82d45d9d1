/**
 * Whether a request costs more as the directory grows: one request alone, at 1,000 people and members and at many. The sizes
 * are there side by side, each with a server and a database of its own, and are measured in turns: the speed of a machine
 * changes within the minutes that filling takes.
 */
import type { Arguments } from "./arguments.ts";
import { median } from "./compare.ts";
import { copyMembers, copyPeople } from "./fill.ts";
import { type Answer, closedLoop } from "./load.ts";
import { CURSOR_PAGE, OPERATIONS, type Operation, type World } from "./operations.ts";
import { populate } from "./populate.ts";
import type { Finding, Say } from "./run.ts";
import { addDatabase, type RollcallServer, startRollcall } from "./servers.ts";

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
const ROUNDS = 5;
const WARM_UP_S = 0.4;
const SECONDS = 1;
const DEPTH = 0.9;
const PAGE_MAX = 200;

/**
 * Walks to about the last tenth of the group's people, never behind them: who is outside has no groups to be shown. Gives an
 * operation that reads the page there, again and again.
 */
async function deepPage(world: World): Promise<Operation> {
  const read = async (cursor: string, count: number) => {
    const headers = { authorization: `Bearer ${world.token}` };
    const response = await fetch(`${world.base}/Users?cursor=${encodeURIComponent(cursor)}&count=${count}`, {
      headers,
    });
    return (await response.json()) as { nextCursor?: string };
  };
  let cursor = "";
  for (let passed = 0; passed + PAGE_MAX <= world.people.length * DEPTH; passed += PAGE_MAX) {
    cursor = (await read(cursor, PAGE_MAX)).nextCursor ?? cursor;
  }
  const path = `/Users?cursor=${encodeURIComponent(cursor)}&count=100`;
  const isRight = ({ status, body }: Answer) => status === 200 && body.includes('"itemsPerPage":100');
  const turn: Operation["turn"] = async ({ call }) => void (await call({ method: "GET", path, isRight }));
  return { name: CURSOR_PAGE, connections: 1, must: 0, aim: 0, turn };
}

/** A server whose directory holds `size` people, and a group of about as many. */
interface Filled {
  readonly size: number;
  readonly server: RollcallServer;
  readonly world: World;
}

async function fill(databaseUrl: string, server: RollcallServer, size: number, say: Say): Promise<Filled> {
  const populated = await populate(server, SMALLEST + OUTSIDE, say);
  // Whoever is in the group costs more to show, and at every larger size nearly everybody is.
  const outsiders = new Set(populated.outsiders);
  const world = { ...populated, people: populated.people.filter((person) => !outsiders.has(person)) };
  if (size === SMALLEST) return { size, server, world };
  const [original] = world.people;
  if (!original) throw new Error("There is nobody to copy.");
  const to = COPIES_FROM + size - SMALLEST - 1;
  const more = await copyPeople(databaseUrl, original, { from: COPIES_FROM, to, say });
  await copyMembers(databaseUrl, world.group, COPIES_FROM, to);
  return { size, server, world: { ...world, people: [...world.people, ...more] } };
}

interface Column {
  readonly size: number;
  readonly figures: Map<string, { ms: number; wrong: number }>;
}

/** One operation at every size, in turns. @returns for each size the median of the rounds' own medians */
async function inTurns(all: readonly Filled[], operationAt: (filled: Filled) => Operation) {
  const seen = all.map(() => ({ ms: [] as number[], wrong: 0 }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, filled] of all.entries()) {
      const alone = { ...operationAt(filled), connections: 1 };
      await closedLoop(filled.world, alone, WARM_UP_S);
      const { p50, wrong } = await closedLoop(filled.world, alone, SECONDS);
      seen[index]?.ms.push(p50);
      if (seen[index]) seen[index].wrong += wrong;
    }
  }
  return seen.map(({ ms, wrong }) => ({ ms: median(ms), wrong }));
}

/** @param url of the throw-away PostgreSQL */
export async function growth(url: string, { scale = SMALLEST, only }: Arguments, say: Say): Promise<Finding> {
  const servers: RollcallServer[] = [];
  try {
    const all: Filled[] = [];
    for (let size = SMALLEST; size <= scale; size *= 10) {
      const databaseUrl = await addDatabase(url, `of_${size}`);
      const server = await startRollcall({ databaseUrl });
      servers.push(server);
      all.push(await fill(databaseUrl, server, size, say));
    }
    const columns: Column[] = all.map(({ size }) => ({ size, figures: new Map() }));
    const note = (name: string, figures: readonly { ms: number; wrong: number }[]) => {
      for (const [index, figure] of figures.entries()) columns[index]?.figures.set(name, figure);
    };
    for (const operation of OPERATIONS.filter(
      ({ name }) => MEASURED.includes(name) && (only?.includes(name) ?? true),
    )) {
      say(`measuring ${operation.name}`);
      note(operation.name, await inTurns(all, () => operation));
    }
    if (!only || only.includes(CURSOR_PAGE)) {
      say("walking to the last tenth");
      const pages = new Map<Filled, Operation>();
      for (const filled of all) pages.set(filled, await deepPage(filled.world));
      note(CURSOR_PAGE, await inTurns(all, (filled) => pages.get(filled) as Operation));
    }
    return findingOf(columns);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
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
