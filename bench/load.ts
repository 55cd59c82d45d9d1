/** One load generator for every server: a closed loop for throughput, a paced open loop for latency. */
import { Agent, request } from "node:http";
import type { Call, Operation, World } from "./operations.ts";

/** One answer: its status and the text of its body. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What a run of one operation reached. Milliseconds are of whole turns. */
export interface Load {
  /** Turns per second: connections divided by the mean time of a turn. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly turns: number;
  /** Answers with another status or content than expected. */
  readonly wrong: number;
  readonly firstWrong: string | undefined;
}

function exchange(world: World, { method, path, body }: Call, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string | number> = { authorization: `Bearer ${world.token}` };
    if (text !== undefined) {
      headers["content-type"] = "application/scim+json";
      headers["content-length"] = Buffer.byteLength(text);
    }
    const sent = request(world.base + path, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(text);
  });
}

/** Makes calls and judges the answers. */
class Caller {
  wrong = 0;
  firstWrong: string | undefined;
  readonly world: World;
  readonly agent: Agent;
  constructor(world: World, agent: Agent) {
    this.world = world;
    this.agent = agent;
  }

  async call(call: Call): Promise<Answer> {
    const answer = await exchange(this.world, call, this.agent);
    if (!call.isRight(answer)) {
      this.wrong += 1;
      this.firstWrong ??= `${call.method} ${call.path} → ${answer.status} ${answer.body.slice(0, 200)}`;
    }
    return answer;
  }
}

/** What surrounds the calls of a turn that are only preparation. */
type Aside = (work: () => Promise<Answer>) => Promise<Answer>;

const runTurn = (caller: Caller, operation: Operation, aside: Aside) =>
  operation.turn({
    world: caller.world,
    turn: caller.world.nextTurn(),
    call: (call) => caller.call(call),
    prepare: (call) => aside(() => caller.call(call)),
  });

/** @returns the milliseconds of one turn without what was only preparation */
async function timeTurn(caller: Caller, operation: Operation): Promise<number> {
  let spentAside = 0;
  const began = performance.now();
  await runTurn(caller, operation, async (work) => {
    const from = performance.now();
    const answer = await work();
    spentAside += performance.now() - from;
    return answer;
  });
  return performance.now() - began - spentAside;
}

/** One turn alone, for counting instead of timing. */
export async function singleTurn(world: World, operation: Operation, aside: Aside): Promise<void> {
  const agent = new Agent({ keepAlive: false });
  await runTurn(new Caller(world, agent), operation, aside).finally(() => agent.destroy());
}

const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

function loadOf(times: number[], connections: number, { wrong, firstWrong }: Caller): Load {
  const mean = times.reduce((sum, time) => sum + time, 0) / Math.max(1, times.length);
  times.sort((left, right) => left - right);
  const perSecond = mean > 0 ? (connections * 1_000) / mean : 0;
  return {
    perSecond,
    p50: at(times, 0.5),
    p95: at(times, 0.95),
    p99: at(times, 0.99),
    turns: times.length,
    wrong,
    firstWrong,
  };
}

/** Turn after turn on each of the operation's connections, for `seconds`. */
export async function closedLoop(world: World, operation: Operation, seconds: number): Promise<Load> {
  const { connections } = operation;
  const caller = new Caller(world, new Agent({ keepAlive: true, maxSockets: connections }));
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) times.push(await timeTurn(caller, operation));
    }),
  );
  caller.agent.destroy();
  return loadOf(times, connections, caller);
}

/** `rate` turns a second whether or not the server keeps up; latency counts from when a turn was due. */
export async function openLoop(
  world: World,
  operation: Operation,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<Load> {
  const caller = new Caller(world, new Agent({ keepAlive: true, maxSockets: 256 }));
  const times: number[] = [];
  const turns: Promise<unknown>[] = [];
  const began = performance.now();
  const total = Math.max(1, Math.floor(rate * seconds));
  for (let index = 0; index < total; index++) {
    const due = began + (index * 1_000) / rate;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    const late = Math.max(0, performance.now() - due);
    turns.push(timeTurn(caller, operation).then((time) => times.push(time + late)));
  }
  await Promise.all(turns);
  caller.agent.destroy();
  return { ...loadOf(times, 1, caller), perSecond: (times.length * 1_000) / (performance.now() - began) };
}
