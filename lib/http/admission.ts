/** Who may come in through a SCIM door, as what, and how often. */
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { TokenRecord } from "#lib/db/credential-store.ts";
import type { IdpContext, MappingHolder, RequestFacts } from "#lib/directory/context.ts";
import { isTestToken } from "#lib/directory/idp/test-run.ts";
import { speaker } from "#lib/directory/idp/words.ts";
import { ScimError, scimError } from "#lib/scim/error.ts";
import { withExtensions } from "#lib/scim/schema/extensions.ts";
import { Group, User } from "#lib/scim/schema/resource-types.ts";
import { pathShape, shownPrefix } from "#lib/setup/stranger.ts";
import { bearerOf, findToken, refuse } from "./bearer.ts";
import type { ScimRequest } from "./scim-request.ts";
import type { Services } from "./services.ts";

const PAUSED_RETRY_S = 60;
/** A pause of a known length says how long it still takes, up to an hour: IdPs give up on what takes longer. */
const PAUSED_RETRY_MAX_S = 3_600;

const isPaused = ({ paused, pausedUntil }: IdpContext["directory"], now: Date) =>
  paused && (pausedUntil === null || pausedUntil > now);

function pausedRetry({ pausedUntil }: IdpContext["directory"], now: Date): number {
  if (!pausedUntil) return PAUSED_RETRY_S;
  const left = Math.ceil((pausedUntil.getTime() - now.getTime()) / 1_000);
  return Math.min(PAUSED_RETRY_MAX_S, Math.max(1, left));
}
/** Refused tokens that one network address may send, and in how many seconds. Good tokens are counted apart. */
const STRANGER_LIMIT = { points: 200, duration: 10 };
const strangers = new WeakMap<Services, RateLimiterMemory>();

/** What is known of the request before anybody is asked who sent it. */
export interface Arrival {
  readonly requestId: string;
  readonly receivedAt: Date;
  /** The directory that the address names, by id or label. */
  readonly connection: string | undefined;
}

/** Bearer → directory → context. The directory comes from the token and nothing else. @throws ScimError 401 for strangers */
export async function identify(services: Services, request: ScimRequest, url: URL, arrival: Arrival) {
  const token = await findToken(services, request.headers.get("authorization"));
  if ("reason" in token) {
    const facts = { requestId: arrival.requestId, reason: token.reason, path: url.pathname };
    services.log.info(facts, "SCIM token refused");
    noteStranger(services, { request, url, arrival, reason: token.reason });
    await slowDownStranger(services, request);
    throw refuse(token);
  }
  return { token, ctx: contextOf(services, request, url, token, arrival) };
}

/**
 * Turns away whose token is dead or misdirected, who calls too often, and everybody while the directory is paused.
 * @returns headers that tell the caller its rate @throws ScimError 401, 429, 503
 */
export async function admit(
  services: Services,
  ctx: IdpContext,
  token: TokenRecord,
  connection: string | undefined,
): Promise<Record<string, string>> {
  if (isElsewhere(token, connection)) noteElsewhere(services, ctx, connection);
  refuseDeadToken(ctx, token, connection, services.now());
  const headers = await spend(services, ctx);
  if (isPaused(ctx.directory, services.now())) {
    ctx.request.cause = "directory-paused";
    const detail = "This directory is paused by its administrators. Nothing was changed; try again later.";
    throw new ScimError(503, detail, {
      headers: { ...headers, "retry-after": String(pausedRetry(ctx.directory, services.now())) },
    });
  }
  const { ip, userAgent, receivedAt } = ctx.request;
  // A test run is not the IdP: the directory still waits for that.
  if (!isTestToken(token.id)) {
    services.activity.touch({ directoryId: ctx.directory.id, tokenId: token.id, at: receivedAt, ip, userAgent });
  }
  return headers;
}

interface Stranger {
  readonly request: ScimRequest;
  readonly url: URL;
  readonly arrival: Arrival;
  readonly reason: "missing" | "malformed" | "unknown";
}

/** Who sets a directory up is told of calls that no directory's log can hold. Never the token itself. */
function noteStranger(services: Services, { request, url, arrival, reason }: Stranger): void {
  services.strangers.note({
    at: arrival.receivedAt,
    reason,
    prefix: shownPrefix(bearerOf(request.headers.get("authorization"))),
    method: request.method,
    path: pathShape(url.pathname),
    connection: arrival.connection?.slice(0, 100) || null,
    userAgent: request.headers.get("user-agent"),
    ip: addressOf(request),
  });
}

/** The directory that was named hears of it too; whose token it was stays unsaid. */
function noteElsewhere(services: Services, ctx: IdpContext, connection: string | undefined): void {
  const { receivedAt, method, path, userAgent, ip } = ctx.request;
  const noted = { at: receivedAt, method, path: pathShape(path), userAgent, ip };
  services.strangers.note({
    ...noted,
    reason: "elsewhere",
    prefix: null,
    connection: connection?.slice(0, 100) || null,
  });
}

/** Whoever tries one token after the other is told to wait. @throws ScimError 429 */
export async function slowDownStranger(services: Services, request: ScimRequest): Promise<void> {
  const address = addressOf(request);
  if (!address) return;
  const limiter = strangers.get(services) ?? new RateLimiterMemory(STRANGER_LIMIT);
  strangers.set(services, limiter);
  await limiter.consume(address).catch((limited: { msBeforeNext?: number }) => {
    throw scimError.rateLimited(Math.max(1, Math.ceil((limited.msBeforeNext ?? 1_000) / 1_000)));
  });
}

function contextOf(
  services: Services,
  request: ScimRequest,
  url: URL,
  token: TokenRecord,
  { requestId, receivedAt }: Arrival,
): IdpContext {
  const facts: RequestFacts = {
    id: requestId,
    method: request.method,
    path: url.pathname,
    query: url.search === "" ? null : decodeQuery(url.search.slice(1)),
    receivedAt,
    userAgent: request.headers.get("user-agent"),
    headerNames: new Set(request.headers.keys()),
    ip: addressOf(request),
    tokenId: token.id,
    tokenPrefix: token.prefix,
    deviations: new Set(),
  };
  return {
    directory: token.directory,
    scopes: token.scopes,
    request: facts,
    types: {
      User: withExtensions(User, token.directory.schemas),
      Group: withExtensions(Group, token.directory.schemas),
    },
    sealed: services.sealed,
    baseUrl: services.env.BASE_URL,
    now: services.now,
    newId: services.newId,
    mapping: mappingHolder(services, token.directory),
    users: services.users,
    groups: services.groups,
  };
}

const isElsewhere = ({ directory }: TokenRecord, connection: string | undefined) =>
  connection !== undefined && connection !== directory.id && connection !== directory.label;

/** A configuration that was saved meanwhile is read anew, and so is the token of the next request. */
function mappingHolder(services: Services, { id, mapping }: TokenRecord["directory"]): MappingHolder {
  let current = mapping;
  return {
    get current() {
      return current;
    },
    async refresh() {
      const newer = await services.mapping.inForce(id);
      if (!newer || newer.version === current.version) return;
      current = newer;
      services.knownTokens.clear();
    },
  };
}

/** Outside, revoked, expired and misdirected look like unknown; the directory's own log tells them apart. */
function refuseDeadToken(ctx: IdpContext, token: TokenRecord, connection: string | undefined, now: Date): void {
  const isExpired = token.expiresAt !== null && token.expiresAt <= now;
  const cause = token.revoked
    ? "token-revoked"
    : isExpired
      ? "token-expired"
      : isElsewhere(token, connection)
        ? "token-wrong-directory"
        : undefined;
  if (!cause) return;
  const why = {
    "token-revoked": "has been revoked",
    "token-expired": `expired at ${token.expiresAt?.toISOString()}`,
    "token-wrong-directory": "belongs to this directory, at the address of another one",
  }[cause];
  ctx.request.cause = cause;
  ctx.request.refusal = `${speaker(ctx.directory.provider)} called with a token (${token.prefix}…) that ${why}. It was refused.`;
  throw refuse({ reason: "unknown" });
}

/** Takes one operation from the token's budget. @returns the RateLimit headers @throws ScimError 429 */
async function spend(services: Services, ctx: IdpContext): Promise<Record<string, string>> {
  const limit = services.scimLimits.of(ctx.directory.rateLimit);
  if (!limit) return {};
  const { policy } = limit;
  try {
    const { remainingPoints, msBeforeNext } = await limit.consume(ctx.request.tokenId);
    return { "ratelimit-policy": policy, ratelimit: state(remainingPoints, msBeforeNext) };
  } catch (limited) {
    const waitMs = (limited as { msBeforeNext?: number }).msBeforeNext ?? 1_000;
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
    const { message, headers } = scimError.rateLimited(seconds);
    const all = { ...headers, "ratelimit-policy": policy, ratelimit: state(0, waitMs) };
    throw new ScimError(429, message, { headers: all });
  }
}

const state = (remaining: number, resetMs: number) =>
  `"default";r=${remaining};t=${Math.max(1, Math.ceil(resetMs / 1_000))}`;

function decodeQuery(query: string): string {
  try {
    return decodeURIComponent(query.replaceAll("+", " "));
  } catch {
    return query;
  }
}

/** The sender as the log shows it; behind a proxy the first address is the proxy's word, not proof. */
export function addressOf(request: ScimRequest): string | null {
  const forwarded = request.headers.get("x-forwarded-for")?.split(",")[0]?.trim();
  // An IPv4 sender on a dual-stack socket reads better without the mapping in front.
  return forwarded ? forwarded.replace(/^::ffff:/i, "").slice(0, 64) : null;
}
