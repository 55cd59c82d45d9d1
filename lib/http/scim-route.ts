/** The frame of every SCIM door: who calls, may they, what is said back. Works alike inside Next and in server.ts. */
import { saidToIdp } from "#lib/causes/advice.ts";
import { causeOfAnswer } from "#lib/causes/recognise.ts";
import type { Scope } from "#lib/contract/scopes.ts";
import type { IdpContext, LogEntryWrite } from "#lib/directory/context.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import type { Condition } from "#lib/directory/idp/condition.ts";
import { logEntry, type Outcome } from "#lib/directory/idp/log-entry.ts";
import { requireScope } from "#lib/directory/idp/scope.ts";
import { speaker } from "#lib/directory/idp/words.ts";
import { ScimError, scimError, toErrorBody } from "#lib/scim/error.ts";
import { parseIfMatch } from "#lib/scim/etag.ts";
import { parseJson } from "#lib/scim/json.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { JsonText } from "#lib/scim/show-text.ts";
import { admit, identify } from "./admission.ts";
import { readText, requireJson } from "./body.ts";
import { type ScimReply, type ScimRequest, toResponse } from "./scim-request.ts";
import { services as openServices, type Services } from "./services.ts";
import { beginSpan, endScimSpan, routeOf, tracing } from "./tracing.ts";

/** What a door is given. */
export interface ScimCall {
  readonly ctx: IdpContext;
  /** The last segment of the path, decoded; empty for collections. */
  readonly id: string;
  readonly url: URL;
  readonly condition: Condition;
  /** Versions of If-None-Match. */
  readonly ifNoneMatch: Condition;
  /** Reads and parses the JSON body. @throws ScimError invalidSyntax, 413, 415 */
  body(): Promise<JsonObject>;
}

/** What a door says: `outcome` is present when nothing was written and the frame has to log it. */
export interface ScimAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly outcome?: Outcome | undefined;
  /** Further entries for the log: what was refused within the request. */
  readonly entries?: readonly LogEntryWrite[];
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type ScimHandlers = Partial<Record<Method, (call: ScimCall) => Promise<ScimAnswer>>>;
type Parameters = Readonly<Record<string, string | string[] | undefined>>;
/** A Next.js route handler that reads nothing of Next, and the same without Fetch's objects, for server.ts. */
export interface ScimDoor {
  (
    request: Request,
    /** Next gives routes without a dynamic segment no parameters at all. */
    context: { params: Promise<Parameters | undefined> },
  ): Promise<Response>;
  reply(request: ScimRequest, place: Place): Promise<ScimReply>;
}

/** What the address says: the parsed address itself, the last segment, and the directory that is named in it. */
export interface Place {
  readonly url: URL;
  readonly id: string | undefined;
  readonly connection: string | undefined;
}

const BODY_LIMIT = 1_048_576;
/** A group with 100,000 members, each with display and $ref, is 17 MB. */
export const GROUP_BODY_LIMIT = 20_971_520;

const ALWAYS = {
  "cache-control": "no-store",
  vary: "Authorization",
  "x-content-type-options": "nosniff",
} as const;

function reply(status: number, body: unknown, headers: Readonly<Record<string, string>>): ScimReply {
  if (body === undefined) return { status, headers: { ...ALWAYS, ...headers }, body: undefined };
  const type = { "content-type": "application/scim+json" };
  return {
    status,
    headers: { ...type, ...ALWAYS, ...headers },
    body: body instanceof JsonText ? body.text : JSON.stringify(body),
  };
}

/** Every failure is a SCIM Error; what nobody foresaw is a 500 with an id, never a 404 or an empty list. */
function toScimError(error: unknown, requestId: string): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof DirectoryError && error.code === "unavailable") return scimError.unavailable(error.cause);
  if (error instanceof DirectoryError && error.code === "invalid") return scimError.invalidValue(error.message);
  return scimError.internal(requestId, error);
}

/** What a door is beside its handlers. */
export interface ScimDoorOptions {
  /** Bytes. */
  readonly bodyLimit?: number;
  /** What the token must be good for: `<method>:users` or `<method>:groups`. Discovery needs nothing. */
  readonly resource?: "users" | "groups";
  /** As `resource`, where the method does not say it: a search is a POST that reads. */
  readonly scope?: Scope;
}

/** Makes the methods of a door; those it does not name answer 405 with `Allow`, because Next's own 405 is no SCIM error. */
export function scimRoute(handlers: ScimHandlers, options: ScimDoorOptions = {}) {
  const replyTo: ScimDoor["reply"] = (request, place) =>
    (tracing.rollcallTracing ? tracedAnswer : answer)(request, { handlers, options, place });
  const handle = async (request: Request, { params }: { params: Promise<Parameters | undefined> }) => {
    const { id } = (await params) ?? {};
    const place = { url: new URL(request.url), id: typeof id === "string" ? id : undefined, connection: undefined };
    return toResponse(await replyTo(request, place));
  };
  const door: ScimDoor = Object.assign(handle, { reply: replyTo });
  return { GET: door, POST: door, PUT: door, PATCH: door, DELETE: door, HEAD: door, OPTIONS: door };
}

interface Door {
  readonly handlers: ScimHandlers;
  readonly options: ScimDoorOptions;
  readonly place: Place;
}

/** `answer` within a span, where requests are traced. */
async function tracedAnswer(request: ScimRequest, door: Door): Promise<ScimReply> {
  const route = routeOf(door.place.url.pathname);
  const attributes = { "http.request.method": request.method, "http.route": route };
  const span = beginSpan(`${request.method} ${route}`, "server", attributes);
  const seen: Seen = {};
  const sent = await answer(request, door, seen);
  if (span) {
    const directory = seen.ctx?.directory;
    const ids = {
      ...(directory && {
        "rollcall.directory.id": directory.id,
        "rollcall.organization.id": directory.organizationId,
      }),
      "rollcall.request.id": sent.headers["x-request-id"] ?? "unknown",
    };
    endScimSpan(span, { status: sent.status, attributes: ids });
  }
  return sent;
}

/** What is known of a request when it is over. */
interface Seen {
  ctx?: IdpContext;
}

async function answer(request: ScimRequest, door: Door, seen?: Seen): Promise<ScimReply> {
  const receivedAt = new Date();
  const { url, connection } = door.place;
  let services: Services | undefined;
  let ctx: IdpContext | undefined;
  let headers: Record<string, string> = { "x-request-id": "unknown" };
  try {
    services = await openServices();
    const requestId = services.newId();
    headers = { "x-request-id": requestId };
    const caller = await identify(services, request, url, { requestId, receivedAt, connection });
    ctx = caller.ctx;
    if (seen) seen.ctx = ctx;
    Object.assign(headers, await admit(services, ctx, caller.token, connection));
    const said = await handlerOf(door, ctx)(callOf(ctx, request, door));
    if (said.outcome) services.activity.add(logEntry(ctx, said.outcome));
    for (const entry of said.entries ?? []) services.activity.add(entry);
    return reply(said.status, said.body, { ...headers, ...said.headers });
  } catch (error) {
    const failure = toScimError(error, headers["x-request-id"] ?? "unknown");
    const body = services && ctx ? refused(services, ctx, failure) : toErrorBody(failure);
    if (isOurs(failure)) reportFailure(services, request, url, failure, headers);
    return reply(failure.status, body, { ...headers, ...failure.headers });
  }
}

/** @throws ScimError 405, 403 */
function handlerOf({ handlers, options }: Door, ctx: IdpContext) {
  const { method } = ctx.request;
  const name = method === "HEAD" ? "GET" : method;
  const handler = Object.hasOwn(handlers, name) ? handlers[name as Method] : undefined;
  if (!handler) throw scimError.methodNotAllowed(method, Object.keys(handlers));
  if (options.scope) requireScope(ctx, options.scope);
  if (options.resource) requireScope(ctx, `${name.toLowerCase() as Lowercase<Method>}:${options.resource}`);
  return handler;
}

function callOf(ctx: IdpContext, request: ScimRequest, { place: { url, id }, options }: Door): ScimCall {
  return {
    ctx,
    id: id === undefined ? "" : decodeSegment(id),
    url,
    condition: parseIfMatch(request.headers.get("if-match")),
    ifNoneMatch: parseIfMatch(request.headers.get("if-none-match")),
    async body() {
      requireJson(request);
      const body = parseJson(await readText(request, options.bodyLimit ?? BODY_LIMIT));
      ctx.request.body = body;
      return body;
    },
  };
}

/** Broken percent-encoding names nothing. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

/**
 * Puts a refusal into the log of the directory it concerns; after the rollback, so that it stays.
 * @returns the body of the answer: what is wrong, and where in this IdP it is mended, so that its own log says so too
 */
function refused(services: Services, ctx: IdpContext, error: ScimError) {
  const { method, path, refusal } = ctx.request;
  const { status, scimType, message } = error;
  const cause = ctx.request.cause ?? causeOfAnswer({ status, scimType, method, path, detail: message });
  const body = toErrorBody(error);
  body.detail += saidToIdp(cause, ctx.directory.provider);
  const answered = `was answered ${error.status} to ${method} ${path.slice(0, 120)}: ${error.message}`;
  services.activity.add(
    logEntry(ctx, {
      outcome: error.status >= 500 ? "failed" : "refused",
      sentence: refusal ?? `${speaker(ctx.directory.provider)} ${answered}`,
      status,
      scimType,
      cause,
      response: body,
    }),
  );
  return body;
}

/** What the operator has to hear of: not a 501, nor the 503 of a directory that its admins paused. */
const isOurs = ({ status, cause }: ScimError) => status === 500 || (status > 500 && cause !== undefined);

function reportFailure(
  services: Services | undefined,
  request: ScimRequest,
  url: URL,
  { status, message, cause }: ScimError,
  headers: Record<string, string>,
): void {
  const facts = { requestId: headers["x-request-id"], method: request.method, path: url.pathname, status, err: cause };
  if (services) services.log.error(facts, message);
  else console.error("The services could not be opened.", cause);
}
