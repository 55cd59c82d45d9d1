/** The keywords a 400 or 409 may carry: RFC 7644 §3.12, Table 9, and for cursors and page sizes RFC 9865 §2.1. */
export type ScimType =
  | "invalidFilter"
  | "tooMany"
  | "uniqueness"
  | "mutability"
  | "invalidSyntax"
  | "invalidPath"
  | "noTarget"
  | "invalidValue"
  | "invalidVers"
  | "sensitive"
  | "invalidCursor"
  | "expiredCursor"
  | "invalidCount";

export const ERROR_URN = "urn:ietf:params:scim:api:messages:2.0:Error";

/** A failure the IdP is told about. `message` becomes `detail`: it says what to fix and holds no internals. */
export class ScimError extends Error {
  override readonly name = "ScimError";

  /** By name: Node's copy of this module throws what Next's copy of it catches (docs/decisions/0004). */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "ScimError";
  }

  readonly status: number;
  readonly scimType: ScimType | undefined;
  /** Further response headers, such as `Allow` or `Retry-After`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    options: { scimType?: ScimType; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.status = status;
    this.scimType = options.scimType;
    this.headers = options.headers ?? {};
  }
}

const bad = (scimType: ScimType) => (detail: string) => new ScimError(400, detail, { scimType });

/**
 * RFC 7644 §3.12, Tables 8 and 9. Callers name the failure; the status is decided here and nowhere else.
 * Every constructor takes the `detail` the IdP's admin will read.
 */
export const scimError = {
  invalidFilter: bad("invalidFilter"),
  invalidPath: bad("invalidPath"),
  invalidSyntax: bad("invalidSyntax"),
  invalidValue: bad("invalidValue"),
  mutability: bad("mutability"),
  noTarget: bad("noTarget"),
  tooMany: bad("tooMany"),
  invalidCursor: bad("invalidCursor"),
  expiredCursor: bad("expiredCursor"),
  invalidCount: bad("invalidCount"),
  uniqueness: (detail: string) => new ScimError(409, detail, { scimType: "uniqueness" }),
  /** RFC 7644 §3.7.1: references between bulk operations that go round in a circle. */
  conflict: (detail: string) => new ScimError(409, detail),
  /** §4: what nobody may ask of this address, whoever asks. */
  forbidden: (detail: string) => new ScimError(403, detail),
  notFound: (detail: string) => new ScimError(404, detail),
  /** §3.14: the ETag in If-Match is not the resource's current version. */
  versionMismatch: () =>
    new ScimError(
      412,
      "The resource has changed since the version in If-Match. Read it again, then repeat the request.",
    ),
  /** RFC 6750 §3.1; `error` is absent when no credential came at all. */
  unauthorized: (detail: string, error?: "invalid_token") =>
    new ScimError(401, detail, {
      headers: { "www-authenticate": error ? `Bearer realm="scim", error="${error}"` : 'Bearer realm="scim"' },
    }),
  methodNotAllowed: (method: string, allow: readonly string[]) =>
    new ScimError(405, `${method} is not offered here. Offered: ${allow.join(", ")}.`, {
      headers: { allow: allow.join(", ") },
    }),
  payloadTooLarge: (limitBytes: number) =>
    new ScimError(
      413,
      `The request body is larger than ${limitBytes} bytes. Send fewer members or operations at a time.`,
    ),
  /** RFC 7644 §3.7.4: more operations than ServiceProviderConfig advertises. */
  tooManyOperations: (maxOperations: number) =>
    new ScimError(
      413,
      `One bulk request may hold ${maxOperations} operations (maxOperations). Send them in several requests.`,
    ),
  unsupportedMediaType: (contentType: string) =>
    new ScimError(
      415,
      `Content-Type "${contentType}" is not accepted. Send application/scim+json or application/json.`,
    ),
  rateLimited: (retryAfterSeconds: number) =>
    new ScimError(429, `Too many requests with this token. Try again in ${retryAfterSeconds} s.`, {
      headers: { "retry-after": String(retryAfterSeconds) },
    }),
  notImplemented: (detail: string) => new ScimError(501, detail),
  /** The database did not answer: an IdP repeats the request, where an empty list would make it create everybody anew. */
  unavailable: (cause?: unknown) =>
    new ScimError(503, "The directory is not reachable for the moment. Repeat the request shortly.", {
      headers: { "retry-after": "5" },
      cause,
    }),
  internal: (requestId: string, cause?: unknown) =>
    new ScimError(500, `Something went wrong on our side. Give this request id to the operator: ${requestId}.`, {
      cause,
    }),
} as const;

/** The JSON body of a failure. `status` is a string in the body, unlike in the HTTP status line (RFC 7644 §3.12). */
export function toErrorBody({ status, scimType, message }: ScimError) {
  return { schemas: [ERROR_URN], status: String(status), ...(scimType && { scimType }), detail: message };
}
