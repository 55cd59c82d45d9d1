import type { Permission } from "#lib/contract/organization.ts";
import type { AdminContext, DirectoryRecord } from "../admin-context.ts";
import { requireCountedDirectory } from "../directories.ts";
import { notFound } from "../error.ts";

/** A directory that is being set up, and the name of the organization it belongs to. */
export interface SetupAccess {
  readonly record: DirectoryRecord;
  readonly organizationName: string;
}

/**
 * As `requireDirectory`, and open to the holder of a setup link for its one directory. Only the verbs of setup ask this.
 * @throws DirectoryError not_found, forbidden
 */
export async function requireSetup(
  ctx: AdminContext,
  directoryId: string,
  permission: Permission,
): Promise<SetupAccess> {
  const { actor, stores } = ctx;
  if (actor.kind !== "link") {
    const { record, organization } = await requireCountedDirectory(ctx, directoryId, permission);
    return { record, organizationName: organization.name };
  }
  const record = actor.directoryId === directoryId ? await stores.directories.find(directoryId) : undefined;
  const organization = record && (await stores.organizations.find(record.organizationId));
  if (!record || !organization) throw notFound("directory");
  return { record, organizationName: organization.name };
}
