import type { AdminContext } from "./admin-context.ts";
import { DirectoryError } from "./error.ts";
import { listOrganizations } from "./organizations.ts";

/**
 * The organization a call is about where its address does not say: the one named, else the key's own, else the only
 * one there is. @throws DirectoryError invalid where that leaves it open
 */
export async function organizationNamed(ctx: AdminContext, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const { data, totalCount } = await listOrganizations(ctx, { limit: 1 });
  const [only] = data;
  if (only && totalCount === 1) return only.id;
  const words = "This key is for several organizations: say which one.";
  throw new DirectoryError("invalid", words, { fields: { organization_id: words } });
}
