import type { Metadata } from "next";
import { DirectoryRoles } from "#components/directory-sync/roles/directory-roles.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { mappingQuery } from "#lib/client/mapping.ts";
import { directoryRolesQuery } from "#lib/client/roles.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Roles" };

export default async function RolesPage({ params }: { params: Promise<{ directoryId: string }> }) {
  const { directoryId } = await params;
  const { read } = await openPage();
  return (
    <Prefetched
      load={(cache) =>
        Promise.all([
          cache.fetchQuery({ ...mappingQuery(directoryId), queryFn: () => read.mapping(directoryId) }),
          cache.fetchQuery({ ...directoryRolesQuery(directoryId), queryFn: () => read.directoryRoles(directoryId) }),
        ])
      }
    >
      <DirectoryRoles directoryId={directoryId} />
    </Prefetched>
  );
}
