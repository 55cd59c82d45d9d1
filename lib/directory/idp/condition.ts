import { scimError } from "#lib/scim/error.ts";

/** The versions named in If-Match, `*` for any, `undefined` without the header (lib/scim/etag.ts). */
export type Condition = number[] | "*" | undefined;

/** RFC 7644 §3.14. @throws ScimError versionMismatch */
export function requireVersion(condition: Condition, version: number): void {
  if (Array.isArray(condition) && !condition.includes(version)) throw scimError.versionMismatch();
}

const ATTEMPTS_MAX = 20;

/**
 * Runs `attempt` until it answers. `undefined` means another write came between reading and writing: with If-Match that
 * is the caller's 412, without it the change is made anew on what is there now, so that no parallel PATCH is lost.
 */
export async function retryUnlessConditional<Result>(
  condition: Condition,
  attempt: () => Promise<Result | undefined>,
): Promise<Result> {
  for (let attempts = 0; attempts < ATTEMPTS_MAX; attempts++) {
    const result = await attempt();
    if (result !== undefined) return result;
    if (Array.isArray(condition)) throw scimError.versionMismatch();
  }
  throw scimError.unavailable();
}
