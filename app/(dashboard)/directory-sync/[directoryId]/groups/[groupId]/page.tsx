import type { Metadata } from "next";
import { cache } from "react";
import { GroupDetail } from "#components/directory-sync/group-detail.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { groupMembersQuery, groupQuery } from "#lib/client/directory-sync.ts";
import { openPage } from "#lib/http/page.ts";

/** Once per request, for the title and the page. */
const readGroup = cache(async (directoryId: string, groupId: string) =>
  (await openPage()).read.group(directoryId, groupId),
);

type GroupPageProps = { params: Promise<{ directoryId: string; groupId: string }> };

export async function generateMetadata({ params }: GroupPageProps): Promise<Metadata> {
  const { directoryId, groupId } = await params;
  return { title: (await readGroup(directoryId, groupId)).displayName };
}

export default async function GroupPage({ params }: GroupPageProps) {
  const { directoryId, groupId } = await params;
  const { read } = await openPage();
  return (
    <Prefetched
      load={(queries) =>
        Promise.all([
          queries.fetchQuery({ ...groupQuery(directoryId, groupId), queryFn: () => readGroup(directoryId, groupId) }),
          queries.fetchInfiniteQuery({
            ...groupMembersQuery(directoryId, groupId),
            queryFn: () => read.groupMembers(directoryId, groupId),
          }),
        ])
      }
    >
      <GroupDetail directoryId={directoryId} groupId={groupId} />
    </Prefetched>
  );
}
