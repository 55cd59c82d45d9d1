import type { OrganizationSummary, Permission, Role } from "#lib/contract/organization.ts";
import type { Actor, AdminContext, Organization } from "./admin-context.ts";
import { DirectoryError, notFound } from "./error.ts";

const PERMISSIONS: Record<Role, readonly Permission[]> = {
  "org:owner": ["org:sys_provisioning:read", "org:sys_provisioning:manage"],
  "org:admin": ["org:sys_provisioning:read", "org:sys_provisioning:manage"],
  "org:member": [],
};

export const permissionsOf = (role: Role): Permission[] => [...(PERMISSIONS[role] ?? [])];

export const summaryOf = ({ id, name, role }: Organization & { role: Role }): OrganizationSummary => ({
  id,
  name,
  role,
  permissions: permissionsOf(role),
});

/** The role a management key acts with, in the organizations it is for; its scopes narrow it down (permissionsOfActor). */
async function roleOf(ctx: AdminContext, organizationId: string): Promise<Role | undefined> {
  const { actor } = ctx;
  if (actor.kind === "link") return undefined;
  if (actor.kind === "account") return ctx.stores.organizations.roleOf(organizationId, actor.id);
  return actor.organizationId === null || actor.organizationId === organizationId ? "org:owner" : undefined;
}

/**
 * The organization, if the actor belongs to it at all. Looked up on every request: a role taken away counts at once.
 * @throws DirectoryError not_found for strangers, exactly as for an organization that does not exist.
 */
export async function requireMembership(ctx: AdminContext, organizationId: string): Promise<OrganizationSummary> {
  const role = await roleOf(ctx, organizationId);
  const organization = role && (await ctx.stores.organizations.find(organizationId));
  if (!role || !organization) throw notFound("organization");
  const summary = await withOwnRole(ctx, summaryOf({ ...organization, role }));
  return { ...summary, permissions: permissionsOfActor(ctx.actor, summary.permissions) };
}

/** A role of the organization's own may do what the organization says. */
export async function withOwnRole(ctx: AdminContext, summary: OrganizationSummary): Promise<OrganizationSummary> {
  if (Object.hasOwn(PERMISSIONS, summary.role)) return summary;
  const own = (await ctx.stores.roles.definitions(summary.id)).find(({ slug }) => slug === summary.role);
  return { ...summary, permissions: [...(own?.permissions ?? [])] };
}

/** A key without any scope to manage may change nothing, whichever door it comes through; doors know the areas. */
function permissionsOfActor(actor: Actor, ofRole: Permission[]): Permission[] {
  if (actor.kind !== "key") return ofRole;
  const mayManage = actor.scopes.some((scope) => scope === "*" || scope.endsWith(":manage"));
  return ofRole.filter((permission) => mayManage || permission === "org:sys_provisioning:read");
}

const NEEDED: Record<Permission, string> = {
  "org:sys_provisioning:read": "see Directory sync",
  "org:sys_provisioning:manage": "change Directory sync",
};

/** @throws DirectoryError not_found for strangers, forbidden for members without the permission. */
export async function requirePermission(
  ctx: AdminContext,
  organizationId: string,
  permission: Permission,
): Promise<OrganizationSummary> {
  const organization = await requireMembership(ctx, organizationId);
  if (!organization.permissions.includes(permission)) {
    throw new DirectoryError(
      "forbidden",
      `Your role in ${organization.name} may not ${NEEDED[permission]}. Ask an owner or admin for ${permission}.`,
    );
  }
  return organization;
}

/**
 * Nobody gives more than they hold: whoever may manage an organization can do all that a key can, and more.
 * @throws DirectoryError forbidden where a key with only some scopes gives such a role
 */
export function requireMayGive(
  { actor }: Pick<AdminContext, "actor">,
  { name, permissions }: { readonly name: string; readonly permissions: readonly Permission[] },
): void {
  if (actor.kind !== "key" || actor.scopes.includes("*") || !permissions.includes("org:sys_provisioning:manage"))
    return;
  throw new DirectoryError(
    "forbidden",
    `The role ${name} may do more than this key: only a key with every scope (*) gives it. Give another role, or use such a key.`,
  );
}

export const actorLabel = (actor: Actor) => `${actor.kind}:${actor.id}`;
