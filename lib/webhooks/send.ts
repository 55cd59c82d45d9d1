import { type LookupAddress, lookup as lookUp } from "node:dns";
import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import type { AttemptReason, Timing } from "#lib/contract/webhooks.ts";
import { isPublicAddress } from "./address.ts";

/** From the first look-up to the last byte of the answer. */
export const TIMEOUT_MS = 15_000;
/** What is read of an answer; a longer one is a failure. */
export const ANSWER_MAX_BYTES = 65_536;
const KEPT_BYTES = 4_096;
const KEPT_HEADERS = [
  "content-type",
  "content-length",
  "content-encoding",
  "retry-after",
  "server",
  "location",
  "date",
];

export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one attempt ended. Any answer but 2xx is a failure. */
export interface Outcome {
  readonly reason: AttemptReason;
  readonly status: number | null;
  /** More about it, such as the system's error code. */
  readonly detail: string | null;
  readonly durationMs: number;
  readonly timing: Timing;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
}

export type Send = (message: Outgoing) => Promise<Outcome>;

/** A name's addresses; for tests that need a name to mean something else. */
export type Lookup = (hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

const systemLookup: Lookup = (hostname, done) => lookUp(hostname, { all: true, verbatim: true }, done);

class NotAllowed extends Error {}
class TooLarge extends Error {}

/**
 * Sends one delivery. The name is looked up once, by us, and the connection goes to what that gave: if any address is
 * private, nothing is connected, so neither a name nor a change of mind of its owner leads inside. Redirects are not
 * followed, answers not unpacked.
 */
export function sender({ allowPrivate, resolve = systemLookup }: { allowPrivate: boolean; resolve?: Lookup }): Send {
  const isAllowed = (address: string) => allowPrivate || isPublicAddress(address);

  const lookup: LookupFunction = (hostname, options, done) =>
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new Error("The name has no address."), "", 4);
      if (!addresses.every(({ address }) => isAllowed(address))) return done(new NotAllowed(first.address), "", 4);
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });

  return ({ url, headers, body }) =>
    new Promise((finish) => {
      const clock = stopwatch();
      const target = new URL(url);
      const host = target.hostname.replace(/^\[|\]$/g, "");
      const settle = (reason: AttemptReason, answer: Partial<Outcome> = {}) =>
        finish({
          reason,
          status: null,
          detail: null,
          responseHeaders: {},
          responseBody: "",
          ...answer,
          durationMs: clock.total(),
          timing: clock.timing(),
        });
      // An address in the URL itself is not looked up.
      if (isIP(host) !== 0 && !isAllowed(host)) return settle("address_not_allowed", { detail: host });
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const request = (target.protocol === "http:" ? requestHttp : requestHttps)(target, {
        method: "POST",
        agent: false,
        lookup,
        signal,
        headers: { ...headers, "accept-encoding": "identity", "content-length": Buffer.byteLength(body) },
      });
      let answer: Partial<Outcome> = {};
      const fail = (error: Error) => {
        if (signal.aborted) return settle("timeout", answer);
        settle(reasonOf(error), { ...answer, detail: detailOf(error) });
      };
      request.on("error", fail);
      request.on("socket", (socket) => watchSocket(socket, { clock, isAllowed, request }));
      request.on("response", (response) => {
        clock.mark("wait");
        answer = { status: response.statusCode ?? 0, responseHeaders: keptHeaders(response) };
        readAnswer(response).then((responseBody) => {
          clock.mark("read");
          answer = { ...answer, responseBody };
          settle(reasonOfStatus(response.statusCode ?? 0), answer);
        }, fail);
      });
      // Node tells of a 101 by this event alone; the connection is nobody's business any more.
      request.on("upgrade", (response, socket) => {
        socket.destroy();
        const status = response.statusCode ?? 0;
        settle(reasonOfStatus(status), { status, responseHeaders: keptHeaders(response) });
      });
      // Whatever else may end a connection without a word: an attempt has to end. An answer being read ends by itself.
      request.on("close", () => answer.status === undefined && settle("reset"));
      request.end(body);
    });
}

function watchSocket(
  socket: Socket,
  { clock, isAllowed, request }: { clock: Stopwatch; isAllowed: (address: string) => boolean; request: ClientRequest },
): void {
  socket.on("lookup", () => clock.mark("dns"));
  socket.on("connect", () => {
    clock.mark("connect");
    // The last word: whatever happened before, nothing is said to an address that is not allowed.
    const address = socket.remoteAddress ?? "";
    if (!isAllowed(address)) request.destroy(new NotAllowed(address));
  });
  socket.on("secureConnect", () => clock.mark("tls"));
}

/** Cuts the connection as soon as there is more than may be. */
async function readAnswer(response: IncomingMessage): Promise<string> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (bytes < KEPT_BYTES) kept.push(chunk.subarray(0, KEPT_BYTES - bytes));
    bytes += chunk.length;
    if (bytes > ANSWER_MAX_BYTES) throw new TooLarge();
  }
  const encoding = response.headers["content-encoding"];
  if (encoding && encoding !== "identity") return `(${bytes} bytes, ${encoding.slice(0, 40)})`;
  return Buffer.concat(kept).toString("utf8").replaceAll("\u0000", "");
}

const keptHeaders = ({ headers }: IncomingMessage) =>
  Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => (headers[name] ? [[name, String(headers[name]).slice(0, 300)]] : [])),
  );

function reasonOfStatus(status: number): AttemptReason {
  if (status >= 200 && status < 300) return "ok";
  if (status >= 300 && status < 400) return "redirect";
  if (status === 410) return "gone";
  return status === 429 ? "throttled" : "status";
}

const codeOf = (error: Error) => (error as { code?: unknown }).code;

function reasonOf(error: Error): AttemptReason {
  if (error instanceof NotAllowed) return "address_not_allowed";
  if (error instanceof TooLarge) return "too_large";
  const code = String(codeOf(error) ?? "");
  if (/^(ENOTFOUND|EAI_|ENODATA|ESERVFAIL)/.test(code)) return "dns";
  if (code === "ECONNREFUSED") return "refused";
  if (/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code)) return "timeout";
  if (/^HPE_/.test(code)) return "invalid_response";
  if (/CERT|^ERR_TLS|^ERR_SSL|SIGNATURE|^EPROTO|UNABLE_TO/.test(code)) return "tls";
  return "reset";
}

function detailOf(error: Error): string | null {
  const code = codeOf(error);
  if (error instanceof NotAllowed) return error.message;
  return typeof code === "string" ? code.slice(0, 100) : null;
}

type Stopwatch = ReturnType<typeof stopwatch>;

/** Each mark ends the part that began with the one before. */
function stopwatch() {
  const began = performance.now();
  let last = began;
  const parts: Timing = {};
  return {
    mark(part: keyof Timing) {
      const now = performance.now();
      parts[part] = Math.round(now - last);
      last = now;
    },
    timing: () => parts,
    total: () => Math.round(performance.now() - began),
  };
}
