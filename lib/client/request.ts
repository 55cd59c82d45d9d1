/** The one fetch of the dashboard: JSON in, a parsed answer out, and every failure a `RequestFailed`. */
import type * as z from "zod/mini";
import { ApiError } from "#lib/contract/common.ts";
import { isUnattended } from "./attention.ts";
import { stepUp } from "./step-up.ts";

/** What a screen needs to explain a failure. `status` is 0 when no answer came at all. */
export class RequestFailed extends Error {
  override readonly name = "RequestFailed";
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly fields: Record<string, string>;
  /** What else belongs to this `code`, such as the problems of a mapping; the caller knows its shape. */
  readonly detail: unknown;

  constructor(failure: {
    code: string;
    message: string;
    status: number;
    requestId?: string;
    fields?: Record<string, string>;
    detail?: unknown;
  }) {
    super(failure.message);
    this.code = failure.code;
    this.status = failure.status;
    this.requestId = failure.requestId;
    this.fields = failure.fields ?? {};
    this.detail = failure.detail;
  }
}

type RequestOptions = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
  /** Shown instead of the session, which is then neither sent nor asked for. */
  credentials?: { authorization: string };
};

/** Asks one of our handlers under `/api` and returns its answer as `answer` describes it. */
export async function requestJson<Answer extends z.ZodMiniType>(
  path: string,
  answer: Answer,
  options: RequestOptions = {},
): Promise<z.output<Answer>> {
  const response = await send(path, options);
  const parsed = answer.safeParse(await readJson(response));
  if (!parsed.success) {
    throw new RequestFailed({
      code: "unexpected_answer",
      message: "The server answered in a form this page does not know. Reload the page to get its newest version.",
      status: response.status,
      requestId: response.headers.get("x-request-id") ?? undefined,
    });
  }
  return parsed.data;
}

/** The same for a request whose answer has no body. */
export async function requestNothing(path: string, options: RequestOptions): Promise<void> {
  await send(path, options);
}

/** `/path?a=1` from the parts of a query that are set. */
export function withQuery(path: string, query: Record<string, string | undefined>): string {
  const set = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`;
}

/** Sends it, and once more after the password was confirmed, if that is what the server asks for first. */
async function send(path: string, options: RequestOptions): Promise<Response> {
  const response = await sendOnce(path, options);
  if (response.status === 401 && !options.credentials) return goToSignIn();
  if (response.ok) return response;
  const failure = await failureOf(response);
  if (failure.code !== "step_up_required" || !(await stepUp())) throw failure;
  const again = await sendOnce(path, options);
  if (again.status === 401) return goToSignIn();
  if (!again.ok) throw await failureOf(again);
  return again;
}

async function sendOnce(
  path: string,
  { method = "GET", body, signal, credentials }: RequestOptions,
): Promise<Response> {
  const response = await fetch(path, {
    method,
    signal,
    ...(credentials && { credentials: "omit" as const }),
    headers: {
      Accept: "application/json",
      ...credentials,
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...(isUnattended() && { "X-Rollcall-Unattended": "1" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new RequestFailed({
      code: "unreachable",
      message: "The server cannot be reached. Check your connection, then try again.",
      status: 0,
    });
  });
  return response;
}

async function failureOf(response: Response): Promise<RequestFailed> {
  const parsed = ApiError.safeParse(await readJson(response));
  if (parsed.success) return new RequestFailed({ ...parsed.data.error, status: response.status });
  return new RequestFailed({
    code: "unexpected_answer",
    message: `The server answered ${response.status} without saying why.`,
    status: response.status,
    requestId: response.headers.get("x-request-id") ?? undefined,
  });
}

const readJson = (response: Response): Promise<unknown> => response.json().catch(() => undefined);

/** The session has ended: sign in, then come back here. Never settles, so that no error flashes while the page leaves. */
function goToSignIn(): Promise<never> {
  const here = window.location.pathname + window.location.search;
  window.location.assign(withQuery("/sign-in", { callbackUrl: here }));
  return new Promise(() => {});
}
