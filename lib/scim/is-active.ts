import type { JsonObject } from "./resource.ts";

/**
 * What an absent `active` means: RFC 7643 leaves it to us, and every IdP that omits it means a person who may come in.
 * Stored as null, it was taken away from somebody who might not: nobody comes back because nothing is said.
 */
export function isActive({ active }: JsonObject): boolean {
  return active !== false && active !== null;
}
