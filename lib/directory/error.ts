/** What can go wrong outside the SCIM protocol, and what each is in HTTP. One table, so that code and status cannot disagree. */
const statusOf = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  /** The sign-in is too long ago for this: prove the password (POST /api/session/confirm), then ask again. */
  step_up_required: 403,
  not_found: 404,
  conflict: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  throttled: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type DirectoryErrorCode = keyof typeof statusOf;

/** A failure the caller is told about: `code` is stable, `message` is for people and says what to do next. */
export class DirectoryError extends Error {
  override readonly name = "DirectoryError";

  /** By name: Node's copy of this module throws what Next's copy of it catches (docs/decisions/0004). */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "DirectoryError";
  }

  readonly code: DirectoryErrorCode;
  /** Input name to what is wrong with it. */
  readonly fields: Readonly<Record<string, string>> | undefined;
  /** When the caller may try again. */
  readonly retryAfterSeconds: number | undefined;
  /** What a screen needs beside the words; its shape follows from what was asked. */
  readonly detail: object | undefined;

  constructor(
    code: DirectoryErrorCode,
    message: string,
    options: { cause?: unknown; fields?: Record<string, string>; retryAfterSeconds?: number; detail?: object } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.detail = options.detail;
  }

  get status(): number {
    return statusOf[this.code];
  }
}

/** A stranger's resource and a missing one look alike, so that ids cannot be probed. */
export const notFound = (what: string) => new DirectoryError("not_found", `There is no such ${what}.`);
