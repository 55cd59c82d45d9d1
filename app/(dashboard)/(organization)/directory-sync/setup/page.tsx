import type { Metadata } from "next";
import { NewDirectory } from "#components/setup/new-directory.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { readBlocked } from "#lib/client/permissions.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Set up directory sync" };

/** The first step of a directory that is not there yet. */
export default async function NewDirectoryPage() {
  const { organization } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Set up directory sync" reason={blocked} />;
  return <NewDirectory organization={organization} />;
}
