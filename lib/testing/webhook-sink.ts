import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: { id: string; type: string; sequence: number; data: Record<string, unknown> };
  readonly at: number;
}

type Answer = (response: ServerResponse, received: Received, times: number) => void;

/** A receiver of webhooks that remembers everything. It answers 204 unless a path is told otherwise. */
export async function openSink() {
  const received: Received[] = [];
  const answers = new Map<string, Answer>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const path = request.url ?? "/";
      const entry = { path, headers: request.headers, body, event: JSON.parse(body), at: Date.now() };
      received.push(entry);
      const times = received.filter((other) => other.path === path).length;
      const answer = answers.get(path);
      if (answer) answer(response, entry, times);
      else response.writeHead(204).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    received,
    url: (path = "/") => `http://127.0.0.1:${port}${path}`,
    at: (path: string) => received.filter((entry) => entry.path === path),
    answer: (path: string, how: Answer) => answers.set(path, how),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export type Sink = Awaited<ReturnType<typeof openSink>>;
