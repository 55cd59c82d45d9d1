import type { Metadata } from "next";
import { DirectoryList } from "#components/directory-sync/directory-list.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { directoriesQuery } from "#lib/client/organization.ts";
import { organizationPage } from "../organization-page.tsx";

export const metadata: Metadata = { title: "Directory sync" };

export default function DirectorySyncPage() {
  return organizationPage("Directory sync", ({ organization, read }) => {
    return (
      <Prefetched
        load={(cache) =>
          cache.fetchQuery({ ...directoriesQuery(organization.id), queryFn: () => read.directories(organization.id) })
        }
      >
        <DirectoryList organization={organization} />
      </Prefetched>
    );
  });
}
