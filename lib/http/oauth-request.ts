/** Reads a request to the token endpoint (RFC 6749 §4.4.2): a form, or the same as JSON. */
import { isWellFormed } from "#lib/auth/bearer-secret.ts";
import { readText } from "./body.ts";
import { OAuthError } from "./oauth-error.ts";

const BODY_LIMIT = 16_384;
const CLIENT_ID = /^client_[0-9a-f]{32}$/;

export interface TokenRequest {
  readonly grantType: string | undefined;
  readonly scope: string | undefined;
  /** As it was sent; absent when nobody was named. */
  readonly credentials: ClientCredentials | undefined;
}
export interface ClientCredentials {
  readonly id: string;
  readonly secret: string;
}

/** Whether these can be credentials of ours at all: a typo or a cut-off paste costs no query. */
export const isPossible = ({ id, secret }: ClientCredentials) => CLIENT_ID.test(id) && isWellFormed("ocs", secret);

/** The id as the log may show it: only what has the form of one, lest a secret in the wrong field be written down. */
export const loggableId = (id: string | undefined) => (id !== undefined && CLIENT_ID.test(id) ? id : undefined);

type Parameters = ReadonlyMap<string, string>;

/** @throws OAuthError invalid_request */
export async function readTokenRequest(request: Request): Promise<TokenRequest> {
  const parameters = await readParameters(request);
  return {
    grantType: parameters.get("grant_type"),
    scope: parameters.get("scope"),
    credentials: readCredentials(request.headers.get("authorization"), parameters),
  };
}

async function readParameters(request: Request): Promise<Parameters> {
  const type = (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  const isForm = type === "" || type === "application/x-www-form-urlencoded";
  if (!isForm && type !== "application/json") {
    throw OAuthError.invalidRequest("Send the parameters as application/x-www-form-urlencoded.");
  }
  const text = await readText(request, BODY_LIMIT).catch(() => {
    throw OAuthError.invalidRequest("The body is larger than 16 KiB, was cut off or is not UTF-8.");
  });
  return once(isForm ? [...new URLSearchParams(text)] : readJson(text));
}

function readJson(text: string): [string, string][] {
  const said = parse(text);
  if (typeof said !== "object" || said === null || Array.isArray(said)) {
    throw OAuthError.invalidRequest("The body is not a JSON object.");
  }
  return Object.entries(said).filter((entry): entry is [string, string] => typeof entry[1] === "string");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 6749 §3.2: without a value means absent, no parameter comes twice, unknown ones are ignored. */
function once(entries: readonly (readonly [string, string])[]): Parameters {
  const said = entries.filter(([, value]) => value !== "");
  const parameters = new Map(said);
  if (parameters.size < said.length) throw OAuthError.invalidRequest("A parameter was sent more than once.");
  return parameters;
}

/**
 * By HTTP Basic or in the body, not both (§2.3). Clients that name in the body what they said in the header are let be.
 * @throws OAuthError invalid_request
 */
function readCredentials(header: string | null, parameters: Parameters): ClientCredentials | undefined {
  const [scheme, encoded] = (header ?? "").trim().split(/\s+/);
  const id = parameters.get("client_id");
  const secret = parameters.get("client_secret");
  if (scheme?.toLowerCase() !== "basic") return id === undefined ? undefined : { id, secret: secret ?? "" };
  const basic = decodeBasic(encoded ?? "");
  const isOther = (id !== undefined && id !== basic.id) || (secret !== undefined && secret !== basic.secret);
  if (isOther) throw OAuthError.invalidRequest("Send the client credentials once: by HTTP Basic or in the body.");
  return basic;
}

/** §2.3.1: both parts are form-urlencoded before they are joined. What is not base64 gives credentials of nobody. */
function decodeBasic(encoded: string): ClientCredentials {
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 0) return { id: "", secret: "" };
  return { id: decodePart(text.slice(0, colon)), secret: decodePart(text.slice(colon + 1)) };
}

/** Many clients leave the encoding out; nothing in our ids and secrets needs it. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll("+", " "));
  } catch {
    return part;
  }
}
