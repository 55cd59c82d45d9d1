/** Counts what really crosses the wire to the database: a proxy in front of PostgreSQL that reads the protocol's frames. */
import { connect, createServer, type Socket } from "node:net";

/** Frontend messages that end a round trip: Sync of a prepared statement, and a simple Query. */
const SYNC = "S".charCodeAt(0);
const QUERY = "Q".charCodeAt(0);
const HEADER = 5;

export interface CountingProxy {
  /** The database's address, by way of the proxy. */
  readonly url: string;
  /** Round trips since the last call. */
  take(): number;
  close(): void;
}

/**
 * Reads the frames of one connection: the first message has no type byte, every later one has one and a length.
 * @returns how to feed it what the client sent
 */
function frameReader(onRoundTrip: () => void): (chunk: Buffer) => void {
  let buffered: Buffer = Buffer.alloc(0);
  let isStarting = true;
  return (chunk) => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    for (;;) {
      const header = isStarting ? HEADER - 1 : HEADER;
      if (buffered.length < header) return;
      const length = buffered.readUInt32BE(header - 4) + (isStarting ? 0 : 1);
      if (buffered.length < length) return;
      if (!isStarting && (buffered[0] === SYNC || buffered[0] === QUERY)) onRoundTrip();
      isStarting = false;
      buffered = buffered.subarray(length);
    }
  };
}

/** @param url of a PostgreSQL without TLS, on this machine */
export async function countRoundTrips(url: string): Promise<CountingProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.on(
      "data",
      frameReader(() => count++),
    );
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const own = new URL(url);
  own.port = String(typeof address === "object" && address ? address.port : 0);
  return {
    url: own.href,
    take() {
      const taken = count;
      count = 0;
      return taken;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
