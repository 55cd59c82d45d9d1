import { matches } from "#lib/scim/filter/predicate.ts";
import type { MembershipChange } from "#lib/scim/patch/members.ts";
import type { IdpContext, MembershipWrite } from "../context.ts";

/**
 * A PATCH of members as the storage takes it. `members[value eq "…"]` is plain already; any other filter, such as
 * `members[display eq "…"]`, is the one case in which the members have to be read to know whom it means.
 */
export async function resolveMembership(
  ctx: IdpContext,
  groupId: string,
  change: MembershipChange,
): Promise<MembershipWrite> {
  const { replaceAll, add, remove, removeMatching } = change;
  if (removeMatching.length === 0) return { replaceAll, add, remove };
  const group = await ctx.groups.find(ctx.directory.id, groupId, { members: true });
  const chosen = (group?.members ?? [])
    .filter((member) => removeMatching.some((filter) => matches(filter, { ...member })))
    .map(({ value }) => value);
  const added = new Set(add.map(({ value }) => value));
  return { replaceAll, add, remove: [...remove, ...chosen.filter((value) => !added.has(value))] };
}
