/** The frame of every JSON door that is not SCIM: the dashboard's `/api`, the API's `/v1` and the shapes of others. */
import { z } from "zod";
import type { ActOrigin, AdminContext } from "#lib/directory/admin-context.ts";
import { DirectoryError, type DirectoryErrorCode } from "#lib/directory/error.ts";
import { ScimError } from "#lib/scim/error.ts";
import { addressOf } from "./admission.ts";
import { readText, requireJson } from "./body.ts";
import { services as openServices, type Services } from "./services.ts";
import { placeOf, storable } from "./storable-input.ts";

/** Identifies who calls. @throws DirectoryError unauthenticated, forbidden */
export type Authenticate<Ctx = AdminContext> = (
  request: Request,
  services: Services,
  origin: ActOrigin,
) => Promise<Ctx>;

export interface JsonCall<Input, Query, Ctx = AdminContext> {
  readonly ctx: Ctx;
  readonly params: Readonly<Record<string, string>>;
  readonly input: Input;
  readonly query: Query;
}

export interface JsonDoorOptions<Input, Query> {
  readonly input?: z.core.$ZodType<Input>;
  readonly query?: z.core.$ZodType<Query>;
  /** An absent or empty body counts as `{}`. */
  readonly emptyInput?: boolean;
  /** 200 unless said otherwise; 204 sends no body. */
  readonly status?: 200 | 201 | 204;
}

export type JsonDoor = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

/** An answer before it is sent; `text` is what goes over the wire, byte for byte. */
export interface JsonAnswer {
  readonly status: number;
  /** Absent: no body. */
  readonly text?: string | undefined;
  /** A file instead of JSON. */
  readonly file?: Response | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What a frame may do around the work of a door, such as limits and answers given before. */
export interface JsonAsked<Options, Ctx = AdminContext> {
  readonly request: Request;
  readonly services: Services;
  readonly ctx: Ctx;
  readonly options: Options;
  /** The body as sent; read once. @throws ScimError 413 */
  readonly body: () => Promise<string>;
  /** Filled by the frame: headers of the answer, also of a failure. */
  readonly headers: Record<string, string>;
}

export interface JsonFrame<Options, Ctx = AdminContext> {
  readonly authenticate: Authenticate<Ctx>;
  /** Through which door an act comes, for the audit log. */
  readonly surface: ActOrigin["surface"];
  /** Where an API of others has another status for a failure. */
  readonly statusOf?: ((failure: DirectoryError) => number) | undefined;
  /** The body of a failure. */
  readonly failure: (failure: DirectoryError, requestId: string) => unknown;
  readonly around?: (asked: JsonAsked<Options, Ctx>, work: () => Promise<JsonAnswer>) => Promise<JsonAnswer>;
}

/** How failures look in the dashboard (`requestId`) and in the API (`request_id`). */
export const failureWith =
  (requestIdName: "requestId" | "request_id") =>
  ({ code, message, fields, detail }: DirectoryError, requestId: string) => ({
    error: { code, message, [requestIdName]: requestId, ...(fields && { fields }), ...(detail && { detail }) },
  });

const BODY_LIMIT = 1_048_576;
const HEADERS = { "cache-control": "no-store", vary: "Authorization, Cookie", "x-content-type-options": "nosniff" };

/** Makes the doors of one API: who calls, what is checked, and how failures look, is the frame's choice. */
export function jsonRoutes<Options extends object, Ctx = AdminContext>(frame: JsonFrame<Options, Ctx>) {
  return function jsonRoute<Input = undefined, Query = undefined>(
    options: JsonDoorOptions<Input, Query> & Options,
    handler: (call: JsonCall<Input, Query, Ctx>) => Promise<unknown>,
  ): JsonDoor {
    return async (request, { params }) => {
      let services: Services | undefined;
      let requestId = "unknown";
      const headers: Record<string, string> = { ...HEADERS };
      try {
        services = await openServices();
        requestId = services.newId();
        headers["x-request-id"] = requestId;
        const origin = { surface: frame.surface, ip: addressOf(request), requestId };
        const ctx = await frame.authenticate(request, services, origin);
        const body = once(() => readText(request, BODY_LIMIT));
        const work = async (): Promise<JsonAnswer> => {
          const named = await placeOf(params);
          const input = options.input ? check(options.input, await readJson(request, body, options)) : undefined;
          const query = options.query ? check(options.query, readQuery(request)) : undefined;
          const call = { ctx, params: named, input, query };
          const answer = await handler(call as JsonCall<Input, Query, Ctx>);
          if (answer instanceof Response) return { status: answer.status, file: answer };
          const status = options.status ?? 200;
          return status === 204 ? { status } : { status, text: JSON.stringify(answer) };
        };
        const answer = frame.around
          ? await frame.around({ request, services, ctx, options, body, headers }, work)
          : await work();
        return respond(answer, headers);
      } catch (error) {
        const failure = toDirectoryError(error, requestId);
        if (failure.status >= 500) logFailure(services, { requestId, request, failure });
        const status = frame.statusOf?.(failure) ?? failure.status;
        const said = { status, text: JSON.stringify(frame.failure(failure, requestId)) };
        return respond(said, { ...headers, "x-request-id": requestId, ...headersOf(failure) });
      }
    };
  };
}

function respond({ status, text, file, headers }: JsonAnswer, ofFrame: Record<string, string>): Response {
  if (file) {
    for (const [name, value] of Object.entries(ofFrame)) file.headers.set(name, value);
    return file;
  }
  if (text === undefined) return new Response(null, { status, headers: { ...ofFrame, ...headers } });
  return new Response(text, { status, headers: { "content-type": "application/json", ...ofFrame, ...headers } });
}

function headersOf({ status, retryAfterSeconds }: DirectoryError): Record<string, string> {
  if (status === 401) return { "www-authenticate": 'Bearer realm="management"' };
  const seconds = retryAfterSeconds ?? (status === 503 ? 5 : undefined);
  return seconds === undefined ? {} : { "retry-after": String(seconds) };
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let begun: Promise<Result> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
}

function logFailure(
  services: Services | undefined,
  { requestId, request, failure }: { requestId: string; request: Request; failure: DirectoryError },
) {
  const facts = { requestId, method: request.method, path: new URL(request.url).pathname, err: failure.cause };
  if (services) services.log.error(facts, failure.message);
  else console.error(failure.message, failure.cause);
}

/** A door for whom no credential names: `handler` decides whether to believe the request. Answers 204 or the failure. */
export function publicRoute(
  requestIdName: "requestId" | "request_id",
  handler: (call: { request: Request; params: Readonly<Record<string, string>>; services: Services }) => Promise<void>,
): JsonDoor {
  return async (request, { params }) => {
    let services: Services | undefined;
    let requestId = "unknown";
    try {
      services = await openServices();
      requestId = services.newId();
      await handler({ request, params: await placeOf(params), services });
      return new Response(null, { status: 204, headers: { ...HEADERS, "x-request-id": requestId } });
    } catch (error) {
      const failure = toDirectoryError(error, requestId);
      if (failure.status >= 500) logFailure(services, { requestId, request, failure });
      const said = { status: failure.status, text: JSON.stringify(failureWith(requestIdName)(failure, requestId)) };
      return respond(said, { ...HEADERS, "x-request-id": requestId, ...headersOf(failure) });
    }
  };
}

/** Unknown failures never show their message: it may hold anything. */
function toDirectoryError(error: unknown, requestId: string): DirectoryError {
  if (error instanceof DirectoryError) return error;
  if (error instanceof ScimError && error.status < 500) return ofScim(error);
  return new DirectoryError(
    "internal",
    `Something went wrong on our side. The operator finds it by request id ${requestId}.`,
    {
      cause: error,
    },
  );
}

const CODE_OF_STATUS: Readonly<Record<number, DirectoryErrorCode>> = {
  413: "payload_too_large",
  415: "unsupported_media_type",
  429: "throttled",
};

/** What reading a body and slowing down strangers share with SCIM fails in SCIM's terms. */
function ofScim({ status, message, headers }: ScimError): DirectoryError {
  const seconds = headers["retry-after"];
  return new DirectoryError(CODE_OF_STATUS[status] ?? "invalid_request", message, {
    ...(seconds !== undefined && { retryAfterSeconds: Number(seconds) }),
  });
}

async function readJson(
  request: Request,
  body: () => Promise<string>,
  { emptyInput }: { emptyInput?: boolean },
): Promise<unknown> {
  if (emptyInput && (await body()).trim() === "") return {};
  requireJson(request);
  try {
    return storable(JSON.parse(await body()), "body");
  } catch (error) {
    if (error instanceof ScimError || error instanceof DirectoryError) throw error;
    throw new DirectoryError("invalid_request", "The request body is not valid JSON.");
  }
}

/** A parameter that comes several times is a list; so is one whose name ends in `[]`, as some clients write lists. */
function readQuery(request: Request): Record<string, string | string[]> {
  const query = new Map<string, string | string[]>();
  for (const [name, value] of new URL(request.url).searchParams) {
    if (value === "") continue;
    const [, bare] = /^(.+)\[\d*\]$/.exec(name) ?? [];
    const key = bare ?? name;
    const before = query.get(key);
    if (before === undefined) query.set(key, bare === undefined ? value : [value]);
    else query.set(key, [before, value].flat());
  }
  return storable(Object.fromEntries(query), "query");
}

/** @throws DirectoryError invalid, with what is wrong with each field */
function check<Output>(schema: z.core.$ZodType<Output>, value: unknown): Output {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map(({ path, message }) => [path.join(".") || "body", message]),
  );
  const [[name, message] = ["", ""]] = Object.entries(fields);
  throw new DirectoryError("invalid", name === "body" ? message : `${name}: ${message}`, { fields });
}
