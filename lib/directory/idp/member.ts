import { compileConfiguration } from "#lib/mapping/compile.ts";
import { BUILT_IN_ROLES, defaultConfiguration } from "#lib/mapping/configuration.ts";
import { evaluate } from "#lib/mapping/evaluate.ts";
import type { StoredResource } from "#lib/scim/resource.ts";
import { User } from "#lib/scim/schema/resource-types.ts";
import type { IdpContext, MemberWrite } from "../context.ts";

/** What an absent `active` means: RFC 7643 leaves it to us, and every IdP that omits it means a person who may come in. */
export const isActive = (stored: StoredResource) => stored.active !== false;

const DEFAULT = compileConfiguration(defaultConfiguration("userName"), {
  type: User,
  roles: BUILT_IN_ROLES,
  attributes: [],
});

/** The organization's member that a provisioned person is, by the directory's mapping. */
export function memberOf(ctx: IdpContext, stored: StoredResource): MemberWrite {
  const { profile, name, email } = evaluate(DEFAULT, { resource: stored, groups: [] });
  return {
    id: `member_${ctx.newId().replaceAll("-", "")}`,
    active: isActive(stored),
    name,
    email,
    profile,
  };
}
