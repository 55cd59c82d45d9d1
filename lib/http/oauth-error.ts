/** RFC 6749 §5.2; the last two are what a client may act on although the section knows only faults of its own. */
const statusOf = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_scope: 400,
  unsupported_grant_type: 400,
  temporarily_unavailable: 503,
  server_error: 500,
} as const;

type OAuthErrorCode = keyof typeof statusOf;

interface OAuthErrorOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly reason?: string;
  readonly cause?: unknown;
}

/** A refusal at the token endpoint. `message` becomes `error_description`, so it has no quotes and no backslashes. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: OAuthErrorCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** For the operator's log alone. */
  readonly reason: string;

  constructor(code: OAuthErrorCode, description: string, options: OAuthErrorOptions = {}) {
    super(description, { cause: options.cause });
    this.code = code;
    this.status = options.status ?? statusOf[code];
    this.headers = options.headers ?? {};
    this.reason = options.reason ?? description;
  }

  static invalidRequest(description: string): OAuthError {
    return new OAuthError("invalid_request", description);
  }

  /** Unknown, wrong, expired and revoked look alike outside. RFC 9110 §15.5.2: a 401 always says how to do it right. */
  static invalidClient(reason: string): OAuthError {
    const description =
      "These client credentials are not accepted. Check the client id and that its secret is current.";
    return new OAuthError("invalid_client", description, {
      reason,
      headers: { "www-authenticate": 'Basic realm="oauth", charset="UTF-8"' },
    });
  }

  static throttled(seconds: number): OAuthError {
    return new OAuthError("temporarily_unavailable", `Too many requests. Try again in ${seconds} s.`, {
      status: 429,
      headers: { "retry-after": String(seconds) },
    });
  }

  static methodNotAllowed(): OAuthError {
    return new OAuthError("invalid_request", "Access tokens are asked for with POST.", {
      status: 405,
      headers: { allow: "POST" },
    });
  }
}
