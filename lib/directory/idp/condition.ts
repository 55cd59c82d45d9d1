import { scimError } from "#lib/scim/error.ts";
import type { IdpContext } from "../context.ts";

/** The versions named in If-Match, `*` for any, `undefined` without the header (lib/scim/etag.ts). */
export type Condition = number[] | "*" | undefined;

/** RFC 7644 §3.14. @throws ScimError versionMismatch */
export function requireVersion(condition: Condition, version: number): void {
  if (Array.isArray(condition) && !condition.includes(version)) throw scimError.versionMismatch();
}

const ATTEMPTS_MAX = 20;

/**
 * Runs `attempt` until it answers. `undefined` means another write came between reading and writing, or the mapping was
 * saved anew: the change is made again on what is there now, so that no parallel PATCH is lost. An attempt compares
 * If-Match with what it reads, so a version that has moved on is the caller's 412.
 */
export async function retryWhenOvertaken<Result>(
  ctx: Pick<IdpContext, "mapping">,
  attempt: () => Promise<Result | undefined>,
): Promise<Result> {
  for (let attempts = 0; attempts < ATTEMPTS_MAX; attempts++) {
    const result = await attempt();
    if (result !== undefined) return result;
    await ctx.mapping.refresh();
  }
  throw scimError.unavailable();
}
