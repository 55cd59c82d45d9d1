/** The frame of every SCIM door: who calls, may they, what is said back. Works alike inside Next and in server.ts. */
import type { IdpContext, RequestFacts } from "#lib/directory/context.ts";
import { DirectoryError } from "#lib/directory/error.ts";
import type { Condition } from "#lib/directory/idp/condition.ts";
import { logEntry, type Outcome } from "#lib/directory/idp/log-entry.ts";
import { speaker } from "#lib/directory/idp/words.ts";
import { ScimError, scimError, toErrorBody } from "#lib/scim/error.ts";
import { parseIfMatch } from "#lib/scim/etag.ts";
import { parseJson } from "#lib/scim/json.ts";
import type { JsonObject } from "#lib/scim/resource.ts";
import { findToken, refuse } from "./bearer.ts";
import { readText, requireJson } from "./body.ts";
import { services as openServices, type Services } from "./services.ts";

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
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type ScimHandlers = Partial<Record<Method, (call: ScimCall) => Promise<ScimAnswer>>>;
type Parameters = Readonly<Record<string, string | string[] | undefined>>;
/** A Next.js route handler that reads nothing of Next, so that server.ts may call it too. */
export type ScimDoor = (
  request: Request,
  /** Next gives routes without a dynamic segment no parameters at all. */
  context: { params: Promise<Parameters | undefined> },
) => Promise<Response>;

const BODY_LIMIT = 1_048_576;
/** A group with 100,000 members, each with display and $ref, is 17 MB. */
export const GROUP_BODY_LIMIT = 20_971_520;
const PAUSED_RETRY_S = 60;

const ALWAYS = {
  "cache-control": "no-store",
  vary: "Authorization",
  "x-content-type-options": "nosniff",
} as const;

function respond(status: number, body: unknown, headers: Readonly<Record<string, string>>): Response {
  if (body === undefined) return new Response(null, { status, headers: { ...ALWAYS, ...headers } });
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/scim+json", ...ALWAYS, ...headers },
  });
}

/** Every failure is a SCIM Error; what nobody foresaw is a 500 with an id, never a 404 or an empty list. */
function toScimError(error: unknown, requestId: string): ScimError {
  if (error instanceof ScimError) return error;
  if (error instanceof DirectoryError && error.code === "unavailable") return scimError.unavailable(error.cause);
  return scimError.internal(requestId, error);
}

/** The sender as the log shows it; behind a proxy the first address is the proxy's word, not proof. */
function addressOf(request: Request): string | null {
  const forwarded = request.headers.get("x-forwarded-for")?.split(",")[0]?.trim();
  // An IPv4 sender on a dual-stack socket reads better without the mapping in front.
  return forwarded ? forwarded.replace(/^::ffff:/i, "").slice(0, 64) : null;
}

/**
 * Makes the five methods of a door; those it does not name answer 405 with `Allow`, because Next's own 405 is no SCIM error.
 * @param bodyLimit bytes
 */
export function scimRoute(handlers: ScimHandlers, bodyLimit: number = BODY_LIMIT) {
  const allow = Object.keys(handlers);
  const door: ScimDoor = async (request, { params }) =>
    answer(request, handlers, allow, bodyLimit, (await params) ?? {});
  return { GET: door, POST: door, PUT: door, PATCH: door, DELETE: door, HEAD: door, OPTIONS: door };
}

async function answer(
  request: Request,
  handlers: ScimHandlers,
  allow: string[],
  bodyLimit: number,
  params: Parameters,
) {
  const receivedAt = new Date();
  const url = new URL(request.url);
  let services: Services | undefined;
  let ctx: IdpContext | undefined;
  let requestId = "unknown";
  try {
    services = await openServices();
    requestId = services.newId();
    ctx = await admit(services, request, url, { requestId, receivedAt });
    const method = request.method === "HEAD" ? "GET" : request.method;
    const handler = handlers[method as Method];
    if (!handler) throw scimError.methodNotAllowed(request.method, allow);
    const said = await handler(callOf(ctx, request, url, bodyLimit, params));
    if (said.outcome) services.activity.add(logEntry(ctx, said.outcome));
    return respond(said.status, said.body, { "x-request-id": requestId, ...said.headers });
  } catch (error) {
    return answerFailure(toScimError(error, requestId), { services, ctx, requestId, request, url });
  }
}

function callOf(ctx: IdpContext, request: Request, url: URL, bodyLimit: number, params: Parameters): ScimCall {
  return {
    ctx,
    id: typeof params.id === "string" ? decodeSegment(params.id) : "",
    url,
    condition: parseIfMatch(request.headers.get("if-match")),
    ifNoneMatch: parseIfMatch(request.headers.get("if-none-match")),
    async body() {
      requireJson(request);
      const body = parseJson(await readText(request, bodyLimit));
      ctx.request.body = body;
      return body;
    },
  };
}

/** Bearer → directory → context; the directory comes from the token and nothing else in the request. */
async function admit(
  services: Services,
  request: Request,
  url: URL,
  { requestId, receivedAt }: { requestId: string; receivedAt: Date },
): Promise<IdpContext> {
  const token = await findToken(services, request.headers.get("authorization"));
  const userAgent = request.headers.get("user-agent");
  if ("reason" in token) {
    services.log.info({ requestId, reason: token.reason, path: url.pathname }, "SCIM token refused");
    throw refuse(token);
  }
  const facts: RequestFacts = {
    id: requestId,
    method: request.method,
    path: url.pathname,
    query: url.search === "" ? null : decodeQuery(url.search.slice(1)),
    receivedAt,
    userAgent,
    ip: addressOf(request),
    tokenId: token.id,
    tokenPrefix: token.prefix,
    deviations: new Set(),
  };
  const ctx: IdpContext = {
    directory: token.directory,
    request: facts,
    baseUrl: services.env.BASE_URL,
    now: services.now,
    newId: services.newId,
    users: services.users,
    groups: services.groups,
  };
  const refusal = await refusalOf(services, ctx, token.revoked);
  if (refusal) throw logged(services, ctx, refusal);
  const { ip } = facts;
  services.activity.touch({ directoryId: ctx.directory.id, tokenId: token.id, at: receivedAt, ip, userAgent });
  return ctx;
}

/** Why a caller whose token we know is turned away at the door. */
async function refusalOf(services: Services, ctx: IdpContext, revoked: boolean): Promise<ScimError | undefined> {
  if (revoked) return refuse({ reason: "unknown" });
  if (ctx.directory.paused) {
    return new ScimError(503, "This directory is paused by its administrators. Nothing was changed; try again later.", {
      headers: { "retry-after": String(PAUSED_RETRY_S) },
    });
  }
  const { scimLimit } = services;
  if (!scimLimit) return undefined;
  try {
    await scimLimit.consume(ctx.request.tokenId);
    return undefined;
  } catch (limited) {
    const waitMs = (limited as { msBeforeNext?: number }).msBeforeNext ?? 1_000;
    return scimError.rateLimited(Math.max(1, Math.ceil(waitMs / 1_000)));
  }
}

/** Broken percent-encoding names nothing. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

function decodeQuery(query: string): string {
  try {
    return decodeURIComponent(query.replaceAll("+", " "));
  } catch {
    return query;
  }
}

function refusalSentence(ctx: IdpContext, error: ScimError): string {
  const { method, path } = ctx.request;
  const who = speaker(ctx.directory.provider);
  if (error.status === 401) return `${who} called with a token that has been revoked (${ctx.request.tokenPrefix}…).`;
  return `${who} was answered ${error.status} to ${method} ${path.slice(0, 120)}: ${error.message}`;
}

/** Puts a refusal into the log of the directory it concerns; after the rollback, so that it stays. */
function logged(services: Services, ctx: IdpContext, error: ScimError): ScimError {
  services.activity.add(
    logEntry(ctx, {
      outcome: error.status >= 500 ? "failed" : "refused",
      sentence: refusalSentence(ctx, error),
      status: error.status,
      scimType: error.scimType,
      response: toErrorBody(error),
    }),
  );
  return error;
}

interface Failed {
  services: Services | undefined;
  /** Absent when the request was refused before its context stood; `admit` has logged it then. */
  ctx: IdpContext | undefined;
  requestId: string;
  request: Request;
  url: URL;
}

function answerFailure(error: ScimError, { services, ctx, requestId, request, url }: Failed): Response {
  if (services && ctx) logged(services, ctx, error);
  if (error.status >= 500) {
    const facts = { requestId, method: request.method, path: url.pathname, status: error.status, err: error.cause };
    if (services) services.log.error(facts, error.message);
    else console.error("The services could not be opened.", error.cause);
  }
  return respond(error.status, toErrorBody(error), { "x-request-id": requestId, ...error.headers });
}
