import { DEFAULT_MAPPING } from "#lib/mapping/default-mapping.ts";
import { mapProfile, profileName } from "#lib/mapping/profile.ts";
import { readPath } from "#lib/scim/read-path.ts";
import type { JsonObject, StoredResource } from "#lib/scim/resource.ts";
import type { IdpContext, MemberWrite } from "../context.ts";

/** What an absent `active` means: RFC 7643 leaves it to us, and every IdP that omits it means a person who may come in. */
export const isActive = (stored: StoredResource) => stored.active !== false;

/** The organization's member that a provisioned person is, by the directory's mapping. */
export function memberOf(ctx: IdpContext, stored: StoredResource): MemberWrite {
  const profile = mapProfile(DEFAULT_MAPPING, (path) => readPath(ctx.types.User, stored, path));
  return {
    id: `member_${ctx.newId().replaceAll("-", "")}`,
    active: isActive(stored),
    name: profileName(profile),
    email: typeof profile.email_address === "string" ? profile.email_address : null,
    profile: { ...profile } as JsonObject,
  };
}
