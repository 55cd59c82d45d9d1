import type { Finding } from "#lib/contract/search.ts";
import type { AdminContext } from "./admin-context.ts";
import { requirePermission } from "./permissions.ts";

/** What a search asks of the storage. Every method looks into all directories of the organization. */
export interface SearchStore {
  /** By part of a name, user name or e-mail address, or by a whole id; at most a handful of each kind. */
  people(organizationId: string, text: string): Promise<Finding[]>;
  /** Log entries by their id or by the request id that the IdP saw, newest first. */
  logEntries(organizationId: string, id: string): Promise<Finding[]>;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** As our API writes them: `directory_user_<uuid>`. */
const PREFIX = /^directory_(user|group)_/;

/** People, groups and log entries of an organization, best first. @throws DirectoryError not_found, forbidden */
export async function searchOrganization(ctx: AdminContext, organizationId: string, text: string): Promise<Finding[]> {
  await requirePermission(ctx, organizationId, "org:sys_provisioning:read");
  const wanted = text.trim().replace(PREFIX, "");
  if (!UUID.test(wanted)) return ctx.stores.search.people(organizationId, wanted);
  const [people, entries] = await Promise.all([
    ctx.stores.search.people(organizationId, wanted),
    ctx.stores.search.logEntries(organizationId, wanted.toLowerCase()),
  ]);
  return [...people, ...entries];
}
