import type { SavedMapping } from "#lib/contract/mapping.ts";
import type {
  CreateRole,
  CustomAttributes,
  OrganizationRole,
  RolesState,
  SaveRoles,
  UpdateRole,
} from "#lib/contract/roles.ts";
import { BUILT_IN_ROLES, type RoleRules } from "#lib/mapping/configuration.ts";
import { foldCase } from "#lib/scim/fold-case.ts";
import type { AdminContext } from "../admin-context.ts";
import { audit, changeOf } from "../audit.ts";
import { DirectoryError, notFound } from "../error.ts";
import { requirePermission } from "../permissions.ts";
import { asJson, requireConfiguration, saveConfiguration } from "./mapping.ts";

const read = "org:sys_provisioning:read";
const manage = "org:sys_provisioning:manage";

/** The rules in force and what each means today. */
export async function getRoles(ctx: AdminContext, directoryId: string): Promise<RolesState> {
  const { record, inForce, configuration } = await requireConfiguration(ctx, directoryId, read);
  const { roles, rows } = asJson(configuration);
  const wanted = roles.rules.flatMap((rule) => (rule.kind === "group" ? [rule.group] : []));
  const [saved, organizationRoles, groups, held] = await Promise.all([
    ctx.stores.mapping.version(directoryId, inForce.version),
    ctx.stores.roles.list(record.organizationId),
    wanted.length > 0 ? ctx.stores.mapping.groupsOf(directoryId, wanted) : [],
    ctx.stores.mapping.held(record.organizationId, directoryId),
  ]);
  return {
    ...roles,
    version: inForce.version,
    savedAt: saved?.createdAt.toISOString() ?? null,
    savedBy: saved?.authorName ?? null,
    rulesNow: roles.rules.map((rule) => {
      if (rule.kind !== "group") return { waiting: false, people: null, groupName: null };
      const { id, name } = rule.group;
      const group =
        groups.find((each) => each.id === id) ?? groups.find((each) => foldCase(each.name) === foldCase(name));
      return { waiting: group === undefined, people: group?.people ?? 0, groupName: group?.name ?? null };
    }),
    mappingRows: rows.flatMap(({ target, source, transform }, index) =>
      target === "organization_role" ? [{ index, source, transform }] : [],
    ),
    roles: organizationRoles,
    held,
  };
}

/** @throws DirectoryError invalid with every problem, conflict with what the other changed */
export const saveRoles = (
  ctx: AdminContext,
  directoryId: string,
  { policy, rules, defaultRole, ...saving }: SaveRoles,
): Promise<SavedMapping> => saveConfiguration(ctx, directoryId, { roles: { policy, rules, defaultRole } }, saving);

/** Highest first. */
export async function listRoles(ctx: AdminContext, organizationId: string): Promise<{ data: OrganizationRole[] }> {
  await requirePermission(ctx, organizationId, read);
  return { data: await ctx.stores.roles.list(organizationId) };
}

const auditedFacts = ({ name, rank, permissions }: Pick<OrganizationRole, "name" | "rank" | "permissions">) => ({
  name,
  rank,
  permissions,
});

const isBuiltIn = (slug: string) => BUILT_IN_ROLES.some((role) => role.slug === slug);

async function requireRole(ctx: AdminContext, organizationId: string, slug: string): Promise<OrganizationRole> {
  const role = (await ctx.stores.roles.list(organizationId)).find((each) => each.slug === slug);
  if (!role) throw notFound("role");
  return role;
}

/** @throws DirectoryError not_found */
export async function getRole(ctx: AdminContext, organizationId: string, slug: string): Promise<OrganizationRole> {
  await requirePermission(ctx, organizationId, read);
  return requireRole(ctx, organizationId, slug);
}

/** @throws DirectoryError conflict when the slug is taken */
export async function createRole(
  ctx: AdminContext,
  organizationId: string,
  input: CreateRole,
): Promise<OrganizationRole> {
  await requirePermission(ctx, organizationId, manage);
  const target = { id: input.slug, name: input.name };
  const entry = audit(ctx, organizationId, "role.created", target, {}, { after: auditedFacts(input) });
  const isMade = !isBuiltIn(input.slug) && (await ctx.stores.roles.insert(organizationId, input, ctx.now(), entry));
  if (!isMade)
    throw new DirectoryError("conflict", `There is a role "${input.slug}" already.`, {
      fields: { slug: "Choose another one." },
    });
  return requireRole(ctx, organizationId, input.slug);
}

/** @throws DirectoryError not_found, invalid for a built-in role */
export async function updateRole(
  ctx: AdminContext,
  organizationId: string,
  slug: string,
  change: UpdateRole,
): Promise<OrganizationRole> {
  await requirePermission(ctx, organizationId, manage);
  const role = await requireRole(ctx, organizationId, slug);
  if (role.builtIn) throw new DirectoryError("invalid", `${role.name} is built in and stays as it is.`);
  const { name = role.name, rank = role.rank, permissions = role.permissions } = change;
  await ctx.stores.roles.update(
    organizationId,
    { slug, name, rank, permissions },
    audit(ctx, organizationId, "role.updated", { id: slug, name }, {}, changeOf(role, { name, rank, permissions })),
  );
  return requireRole(ctx, organizationId, slug);
}

/**
 * Whoever holds the role gets the replacement, and so do the rules that give it: each directory gets a new version.
 * @throws DirectoryError not_found, invalid
 */
export async function deleteRole(
  ctx: AdminContext,
  organizationId: string,
  slug: string,
  replacement: string,
): Promise<void> {
  await requirePermission(ctx, organizationId, manage);
  const role = await requireRole(ctx, organizationId, slug);
  if (role.builtIn) throw new DirectoryError("invalid", `${role.name} is built in and cannot be deleted.`);
  const successor = await requireRole(ctx, organizationId, replacement);
  if (replacement === slug || replacement === "org:owner") {
    throw new DirectoryError("invalid", "Choose another role that may be given by rules.", {
      fields: { replacement: "Not this one." },
    });
  }
  for (const directoryId of await ctx.stores.roles.directoriesNaming(organizationId, slug)) {
    const { inForce, configuration } = await requireConfiguration(ctx, directoryId, manage);
    const roles = withoutRole(configuration.roles, slug, replacement);
    const note = `The role ${role.name} was deleted; ${successor.name} stands for it.`;
    await saveConfiguration(ctx, directoryId, { roles }, { basedOn: inForce.version, note, apply: "now" });
  }
  const before = auditedFacts(role);
  const entry = audit(ctx, organizationId, "role.deleted", { id: slug, name: role.name }, { replacement }, { before });
  await ctx.stores.roles.remove(organizationId, slug, replacement, ctx.now(), entry);
}

const withoutRole = (roles: RoleRules, slug: string, replacement: string): RoleRules => ({
  ...roles,
  rules: roles.rules.map((rule) =>
    rule.kind !== "liquid" && rule.role === slug ? { ...rule, role: replacement } : rule,
  ),
  defaultRole: roles.defaultRole === slug ? replacement : roles.defaultRole,
});

export async function getAttributes(ctx: AdminContext, organizationId: string): Promise<CustomAttributes> {
  await requirePermission(ctx, organizationId, read);
  return { data: await ctx.stores.roles.attributes(organizationId) };
}

/** Replaces the list. @throws DirectoryError invalid when a key comes twice or a mapping in force fills one that goes */
export async function setAttributes(
  ctx: AdminContext,
  organizationId: string,
  { data }: CustomAttributes,
): Promise<CustomAttributes> {
  const organization = await requirePermission(ctx, organizationId, manage);
  const keys = data.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined)
    throw new DirectoryError("invalid", `The key "${twice}" comes twice.`, { fields: { data: "Each key once." } });
  for (const { id, name } of await ctx.stores.directories.ofOrganization(organizationId)) {
    const inForce = await ctx.stores.mapping.inForce(id);
    const missing = inForce?.compiled.configuration.rows.find(
      ({ target }) =>
        target.startsWith("custom_attributes.") && !keys.includes(target.slice("custom_attributes.".length)),
    );
    if (missing)
      throw new DirectoryError("conflict", `The mapping of ${name} fills ${missing.target}: take that row out first.`);
  }
  const target = { id: organizationId, name: organization.name };
  const difference = changeOf({ attributes: await ctx.stores.roles.attributes(organizationId) }, { attributes: data });
  const entry = audit(ctx, organizationId, "attributes.declared", target, {}, difference);
  await ctx.stores.roles.setAttributes(organizationId, data, entry);
  return { data };
}
