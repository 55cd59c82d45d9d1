import type { Metadata } from "next";
import { GroupList } from "#components/directory-sync/group-list.tsx";
import { groupFilters, groupParameters } from "#components/directory-sync/list-parameters.ts";
import { Prefetched } from "#components/prefetched.tsx";
import { groupsQuery } from "#lib/client/directory-sync.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Groups" };

type GroupsPageProps = { params: Promise<{ directoryId: string }>; searchParams: Promise<SearchParams> };

export default async function GroupsPage({ params, searchParams }: GroupsPageProps) {
  const { directoryId } = await params;
  const filters = groupFilters(readParameters(groupParameters, await searchParams));
  const { read } = await openPage();
  return (
    <Prefetched
      load={(cache) =>
        cache.fetchInfiniteQuery({
          ...groupsQuery(directoryId, filters),
          queryFn: () => read.groups(directoryId, filters),
        })
      }
    >
      <GroupList directoryId={directoryId} />
    </Prefetched>
  );
}
