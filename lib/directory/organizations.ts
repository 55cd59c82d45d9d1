import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { AdminContext, Organization, OrganizationPage } from "./admin-context.ts";
import { audit } from "./audit.ts";
import { DirectoryError } from "./error.ts";
import { requireMembership, summaryOf, withOwnRole } from "./permissions.ts";
import { prefixedId } from "./prefixed-id.ts";

/** An account becomes the owner of what it creates; a management key creates one without people. */
export async function createOrganization(ctx: AdminContext, input: { name: string }): Promise<Organization> {
  if (ctx.actor.kind === "link" || (ctx.actor.kind === "key" && ctx.actor.organizationId !== null)) {
    throw new DirectoryError(
      "forbidden",
      "This key is for one organization. Use a key of the instance to create more.",
    );
  }
  const organization = { id: prefixedId("org", ctx.newId()), name: input.name, createdAt: ctx.now() };
  const owner = ctx.actor.kind === "account" ? ctx.actor.id : null;
  await ctx.stores.organizations.insert(
    organization,
    owner,
    prefixedId("member", ctx.newId()),
    audit(ctx, organization.id, "organization.created", organization, {}, { after: { name: input.name } }),
  );
  return organization;
}

/** The organizations a management key may act on, by id. @param page `limit` 1–200; then behind an id, or by offset */
export async function listOrganizations(
  ctx: AdminContext,
  page: OrganizationPage,
): Promise<{ data: Organization[]; totalCount: number; hasMore: boolean }> {
  if (ctx.actor.kind === "link") return { data: [], totalCount: 0, hasMore: false };
  if (ctx.actor.kind === "key" && ctx.actor.organizationId === null) return ctx.stores.organizations.list(page);
  const mine =
    ctx.actor.kind === "account"
      ? await ctx.stores.organizations.ofAccount(ctx.actor.id)
      : [await getOrganization(ctx, ctx.actor.organizationId ?? "")];
  const behind = mine.filter(({ id }) => page.after === undefined || id > page.after);
  const data = behind.slice(page.offset ?? 0, (page.offset ?? 0) + page.limit);
  return { data, totalCount: mine.length, hasMore: behind.length > (page.offset ?? 0) + page.limit };
}

/** @throws DirectoryError not_found */
export async function getOrganization(ctx: AdminContext, id: string): Promise<Organization> {
  await requireMembership(ctx, id);
  const organization = await ctx.stores.organizations.find(id);
  if (!organization) throw new DirectoryError("not_found", "There is no such organization.");
  return organization;
}

/** The organizations the signed-in account belongs to, with what it may do in each. */
export async function myOrganizations(ctx: AdminContext): Promise<OrganizationSummary[]> {
  if (ctx.actor.kind !== "account") return [];
  const mine = await ctx.stores.organizations.ofAccount(ctx.actor.id);
  return Promise.all(mine.map((each) => withOwnRole(ctx, summaryOf(each))));
}
