/** The token endpoint (RFC 6749 §3.2): client credentials in, a short-lived SCIM token out. */
import { DirectoryError } from "#lib/directory/error.ts";
import { ACCESS_TOKEN_S, type Grant, type GrantRefusal, grantAccessToken } from "#lib/directory/oauth-grant.ts";
import { addressOf } from "./admission.ts";
import { OAuthError } from "./oauth-error.ts";
import { type ClientCredentials, isPossible, loggableId, readTokenRequest } from "./oauth-request.ts";
import { services as openServices, type Services } from "./services.ts";

/** §5.1 asks for both. */
const HEADERS = { "cache-control": "no-store", pragma: "no-cache", "x-content-type-options": "nosniff" };
/** Of the 200 points a minute: a client may ask 20 times, an address that many clients share ten times as often. */
const COST = { client: 10, address: 1 } as const;

/** What is known of the request, for the log. */
interface Facts {
  requestId: string;
  from: string | null;
  client?: string | undefined;
}

export async function answerTokenRequest(request: Request): Promise<Response> {
  const facts: Facts = { requestId: "unknown", from: addressOf(request) };
  let services: Services | undefined;
  try {
    services = await openServices();
    facts.requestId = services.newId();
    const { accessToken, scopes } = await grantTo(services, request, facts);
    const body = {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: ACCESS_TOKEN_S,
      scope: scopes.join(" "),
    };
    return respond(200, body, facts);
  } catch (error) {
    const failure = toOAuthError(error, facts);
    report(services, failure, facts);
    return respond(failure.status, { error: failure.code, error_description: failure.message }, facts, failure.headers);
  }
}

/** @throws OAuthError */
async function grantTo(services: Services, request: Request, facts: Facts): Promise<Grant> {
  if (request.method !== "POST") throw OAuthError.methodNotAllowed();
  await throttle(services, `from:${facts.from}`, COST.address);
  const { grantType, scope, credentials } = await readTokenRequest(request);
  facts.client = loggableId(credentials?.id);
  if (facts.client) await throttle(services, `client:${facts.client} from:${facts.from}`, COST.client);
  if (grantType === undefined) throw OAuthError.invalidRequest("The parameter grant_type is missing.");
  if (grantType !== "client_credentials") {
    throw new OAuthError("unsupported_grant_type", "The only grant type offered is client_credentials.");
  }
  const { id, secret } = requirePossible(credentials);
  const granted = await grantAccessToken(services, { clientId: id, clientSecret: secret, scope });
  if ("error" in granted) throw refusalOf(granted);
  return granted;
}

function requirePossible(credentials: ClientCredentials | undefined): ClientCredentials {
  if (!credentials) throw OAuthError.invalidClient("no credentials");
  if (!isPossible(credentials)) throw OAuthError.invalidClient("malformed credentials");
  return credentials;
}

function refusalOf(refusal: GrantRefusal): OAuthError {
  if (refusal.error === "invalid_client") return OAuthError.invalidClient(refusal.reason);
  const allowed = refusal.allowed.join(" ");
  return new OAuthError("invalid_scope", `This client may ask for: ${allowed}.`, { reason: refusal.reason });
}

/** @throws OAuthError 429 */
async function throttle({ grantLimit }: Services, key: string, points: number): Promise<void> {
  try {
    await grantLimit.consume(key, points);
  } catch (limited) {
    const waitMs = (limited as { msBeforeNext?: number }).msBeforeNext ?? 1_000;
    throw OAuthError.throttled(Math.max(1, Math.ceil(waitMs / 1_000)));
  }
}

function toOAuthError(error: unknown, { requestId }: Facts): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof DirectoryError && error.code === "unavailable") {
    const description = "The directory is not reachable for the moment. Try again shortly.";
    return new OAuthError("temporarily_unavailable", description, {
      headers: { "retry-after": "5" },
      cause: error.cause,
    });
  }
  const description = `Something went wrong on our side. The operator finds it by request id ${requestId}.`;
  return new OAuthError("server_error", description, { cause: error });
}

function report(services: Services | undefined, { status, code, message, reason, cause }: OAuthError, facts: Facts) {
  if (!services) return console.error("The services could not be opened.", cause);
  if (status >= 500) return services.log.error({ ...facts, status, err: cause }, message);
  services.log.info({ ...facts, status, error: code, reason }, "access token refused");
}

function respond(status: number, body: object, { requestId }: Facts, headers: Readonly<Record<string, string>> = {}) {
  return Response.json(body, { status, headers: { ...HEADERS, "x-request-id": requestId, ...headers } });
}
