import { Agent, request } from "node:http";

/** One answer: its status and the text of its body. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What a closed loop of so many connections reached. */
export interface Load {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly wrong: number;
}

const get = (url: string, agent: Agent, headers: Record<string, string>) =>
  new Promise<Answer>((resolve, reject) => {
    const sent = request(url, { agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end();
  });

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;

/** Asks `urls` in turn on `connections` connections for `seconds`; every answer is checked. */
export async function closedLoop(
  urls: readonly string[],
  options: {
    connections: number;
    seconds: number;
    headers: Record<string, string>;
    isRight: (answer: Answer) => boolean;
  },
): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections });
  const times: number[] = [];
  let wrong = 0;
  let turn = 0;
  const began = performance.now();
  const end = began + options.seconds * 1_000;
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      while (performance.now() < end) {
        const sent = performance.now();
        const answer = await get(urls[turn++ % urls.length] ?? "", agent, options.headers);
        times.push(performance.now() - sent);
        if (!options.isRight(answer)) wrong += 1;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1_000;
  agent.destroy();
  times.sort((left, right) => left - right);
  return { perSecond: times.length / seconds, medianMs: at(times, 0.5), p99Ms: at(times, 0.99), wrong };
}
