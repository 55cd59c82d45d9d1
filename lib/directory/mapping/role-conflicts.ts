/** Whom several rules fit: what the policy decides for them is worth a look. */
import type { RoleConflict, RoleConflicts } from "#lib/contract/role-conflicts.ts";
import { giveRoles } from "#lib/mapping/roles.ts";
import type { AdminContext } from "../admin-context.ts";
import { groupsThatCount } from "../membership.ts";
import { requireConfiguration } from "./mapping.ts";

const SHOWN = 100;
const PAGE = 500;
/** People looked at in one request: a larger directory is told that there may be more. */
const LOOKED_MAX = 20_000;

/** By the rules in force. @throws DirectoryError not_found, forbidden */
export async function listRoleConflicts(ctx: AdminContext, directoryId: string): Promise<RoleConflicts> {
  const { inForce } = await requireConfiguration(ctx, directoryId, "org:sys_provisioning:read");
  const found: RoleConflict[] = [];
  let looked = 0;
  let after: string | null = null;
  if (inForce.compiled.rules.length < 2) return { data: [], looked, hasMore: false };
  while (looked < LOOKED_MAX && found.length < SHOWN) {
    const people = await ctx.stores.mapping.people(directoryId, { after, limit: PAGE });
    for (const { id, userName, stored, sentGroups, pushed, member } of people) {
      const person = { resource: stored, groups: groupsThatCount(sentGroups, pushed) };
      const matched = giveRoles(inForce.compiled, person, true).traces.filter((rule) => rule.matched);
      if (new Set(matched.map(({ role }) => role)).size < 2) continue;
      const rules = matched.map(({ index, role, why, chosen }) => ({ index, role: role ?? "", why, chosen }));
      found.push({ userId: id, name: member?.name ?? userName, userName, rules });
    }
    looked += people.length;
    after = people.at(-1)?.id ?? null;
    if (people.length < PAGE) return { data: found.slice(0, SHOWN), looked, hasMore: found.length > SHOWN };
  }
  return { data: found.slice(0, SHOWN), looked, hasMore: true };
}
