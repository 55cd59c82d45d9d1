import type { JsonObject } from "#lib/scim/resource.ts";
import type { WireRequest } from "#lib/simulate/wire.ts";

/** What came back. Status 0: the connection broke or the answer took too long. */
export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
  /** Absent where the text is not one JSON object. */
  readonly body: JsonObject | undefined;
  readonly ms: number;
  /** How often the server asked to come again before this. */
  readonly throttled: number;
}

/** Nothing listens at the address: there is no use in going on. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

export interface ScimClientOptions {
  readonly base: string;
  readonly token: string;
  readonly headers: () => Record<string, string>;
  /** Waiting for the end of a throttle; tests replace it. */
  readonly wait?: (ms: number) => Promise<void>;
}

/** OK-42: Okta gives an answer a minute, and a throttled request ten tries. */
const ANSWER_LIMIT_MS = 60_000;
const TRIES = 10;
const LONGEST_GUESSED_WAIT_S = 30;

const NOBODY_THERE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Appends to the base's path and keeps its query, as Entra does with a flag in the tenant URL (GEN-09). */
export function requestUrl(base: string, request: Pick<WireRequest, "path" | "query">): string {
  const [address = "", kept = ""] = base.split("?", 2);
  const query = [kept, request.query ?? ""].filter((part) => part !== "").join("&");
  return `${address.replace(/\/+$/, "")}${request.path}${query === "" ? "" : `?${query}`}`;
}

/**
 * Sends requests as the provider; repeats what is throttled or down for seconds and reports everything else as it came. With `cutOffMs` the
 * connection is given up after that time, once, answer or not.
 */
export function scimClient(options: ScimClientOptions): (request: WireRequest, cutOffMs?: number) => Promise<Answer> {
  const wait = options.wait ?? sleep;
  return async (request, cutOffMs) => {
    for (let throttled = 0; ; throttled += 1) {
      const started = performance.now();
      const answer = await once(options, request, cutOffMs);
      const ms = performance.now() - started;
      const isFinal = cutOffMs !== undefined || !isPassing(answer) || throttled + 1 >= TRIES;
      if (isFinal) return { ...answer, ms, throttled };
      await wait(retryDelay(answer.retryAfter, throttled));
    }
  };
}

/** A throttle, or a server that says it is back in a moment; a paused directory names a longer time. */
function isPassing({ status, retryAfter }: RawAnswer): boolean {
  return status === 429 || (status === 503 && /^\d$/.test(retryAfter ?? ""));
}

/** Okta understands whole seconds only. Without them it doubles from five minutes; here from one second. */
function retryDelay(retryAfter: string | null, throttled: number): number {
  const seconds = /^\d+$/.test(retryAfter ?? "") ? Number(retryAfter) : undefined;
  return 1000 * (seconds ?? Math.min(2 ** throttled, LONGEST_GUESSED_WAIT_S));
}

type RawAnswer = Omit<Answer, "ms" | "throttled"> & { retryAfter: string | null };

async function once(options: ScimClientOptions, request: WireRequest, limitMs = ANSWER_LIMIT_MS): Promise<RawAnswer> {
  try {
    const response = await fetch(requestUrl(options.base, request), {
      method: request.method,
      headers: { ...options.headers(), Authorization: `Bearer ${options.token}` },
      body: request.body === undefined ? undefined : JSON.stringify(request.body),
      // A provider does not follow a redirect to another address with the token in hand.
      redirect: "manual",
      signal: AbortSignal.timeout(Math.ceil(limitMs)),
    });
    const text = await response.text();
    return {
      status: response.status,
      mediaType: (response.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "",
      text,
      body: parseObject(text),
      retryAfter: response.headers.get("retry-after"),
    };
  } catch (failure) {
    if (NOBODY_THERE.has(causeCode(failure))) {
      throw new Unreachable(`Nothing answers at ${originOf(options.base)}.`);
    }
    return { status: 0, mediaType: "", text: brokenOff(failure), body: undefined, retryAfter: null };
  }
}

function brokenOff(failure: unknown): string {
  if (failure instanceof Error && failure.name === "TimeoutError") return "no answer within a minute";
  return `the request got no answer (${causeCode(failure)})`;
}

/** `fetch` hides the system's error code in `cause`, one level deeper where several addresses were tried. */
function causeCode(failure: unknown): string {
  const cause = failure instanceof Error ? failure.cause : undefined;
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = inner instanceof Error && "code" in inner ? inner.code : undefined;
  if (typeof code === "string" && code !== "") return code;
  return inner instanceof Error ? inner.message : "for an unknown reason";
}

function originOf(base: string): string {
  return URL.canParse(base) ? new URL(base).origin : base;
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}
