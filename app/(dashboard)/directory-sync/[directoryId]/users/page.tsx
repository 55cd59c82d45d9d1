import type { Metadata } from "next";
import { userFilters, userParameters } from "#components/directory-sync/list-parameters.ts";
import { UserList } from "#components/directory-sync/user-list.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { usersQuery } from "#lib/client/directory-sync.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Users" };

type UsersPageProps = { params: Promise<{ directoryId: string }>; searchParams: Promise<SearchParams> };

export default async function UsersPage({ params, searchParams }: UsersPageProps) {
  const { directoryId } = await params;
  const filters = userFilters(readParameters(userParameters, await searchParams));
  const { read } = await openPage();
  return (
    <Prefetched
      load={(cache) =>
        cache.fetchInfiniteQuery({
          ...usersQuery(directoryId, filters),
          queryFn: () => read.users(directoryId, filters),
        })
      }
    >
      <UserList directoryId={directoryId} />
    </Prefetched>
  );
}
