import type { Metadata } from "next";
import { DirectoryList } from "#components/directory-sync/directory-list.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { directoriesQuery } from "#lib/client/organization.ts";
import { readBlocked } from "#lib/client/permissions.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Directory sync" };

export default async function DirectorySyncPage() {
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Directory sync" reason={blocked} />;
  return (
    <Prefetched
      load={(cache) =>
        cache.fetchQuery({ ...directoriesQuery(organization.id), queryFn: () => read.directories(organization.id) })
      }
    >
      <DirectoryList organization={organization} />
    </Prefetched>
  );
}
