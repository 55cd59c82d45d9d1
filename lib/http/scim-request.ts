/**
 * What the SCIM doors read of a request and what they answer. A `Request` of the Fetch standard is one already; server.ts
 * hands in Node's own, because making the standard's objects costs more than the rest of a read (docs/decisions/0004).
 */
import type { IncomingMessage, ServerResponse } from "node:http";

interface BodyReader {
  read(): Promise<{ done: true } | { done: false; value: Uint8Array }>;
  cancel(): Promise<void>;
}

/** The part of a Fetch `Request` that SCIM needs. */
export interface ScimRequest {
  readonly method: string;
  /** Absolute; only path and query are of use, the host is whatever the sender wrote. */
  readonly url: string;
  readonly headers: { get(name: string): string | null; keys(): Iterable<string> };
  readonly body: { getReader(): BodyReader } | null;
}

/** An answer that is ready to be sent. `body` is text in UTF-8; undefined for none. */
export interface ScimReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The reply as Next wants it. */
export const toResponse = ({ status, headers, body }: ScimReply): Response =>
  new Response(body ?? null, { status, headers });

/**
 * Node's own request as a SCIM door reads it. Headers that came twice are joined, as Fetch does. A sender that waits to be
 * asked for the body (`Expect: 100-continue`) is asked when it is read: with a bad token, never.
 */
export function fromIncoming(incoming: IncomingMessage, response?: ServerResponse): ScimRequest {
  const { method = "GET", url = "/" } = incoming;
  const headers = headersOf(incoming);
  return {
    method,
    url: `http://localhost${url}`,
    headers: {
      get: (name) => headers.get(name) ?? null,
      keys: () => headers.keys(),
    },
    body: hasBody(incoming) ? { getReader: () => readerOf(incoming, response) } : null,
  };
}

function headersOf({ rawHeaders }: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? "";
    const value = rawHeaders[at + 1] ?? "";
    const former = headers.get(name);
    headers.set(name, former === undefined ? value : `${former}, ${value}`);
  }
  return headers;
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";

/** Letting go of the reader leaves the connection open, so that the sender still gets the answer. */
function readerOf(incoming: IncomingMessage, response: ServerResponse | undefined): BodyReader {
  if (incoming.headers.expect !== undefined) response?.writeContinue();
  const chunks = incoming.iterator({ destroyOnReturn: false });
  return {
    async read() {
      const { done, value } = await chunks.next();
      return done ? { done } : { done: false, value };
    },
    cancel: async () => void (await chunks.return?.()),
  };
}

/** Bytes and milliseconds that the rest of a body may still take once the answer to it is known. */
const REST_MAX_BYTES = 64 * 1_048_576;
const REST_MAX_MS = 500;

/** A sender that goes on sending what nobody reads is cut off, after it had time to read the answer. */
function endUpload(incoming: IncomingMessage): void {
  if (incoming.complete || incoming.destroyed) return;
  let bytes = 0;
  const cut = () => incoming.socket.destroySoon();
  const timer = setTimeout(cut, REST_MAX_MS).unref();
  incoming.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > REST_MAX_BYTES) cut();
  });
  incoming.once("close", () => clearTimeout(timer)).resume();
}

/** Sends the reply. */
export function sendReply(incoming: IncomingMessage, response: ServerResponse, { status, headers, body }: ScimReply) {
  if (response.destroyed) return;
  if (body === undefined) response.writeHead(status, headers).end();
  // As text, which Node writes together with the head: a Buffer costs twice as much for a page of a list.
  else response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
  endUpload(incoming);
}
