import type { Metadata } from "next";
import { cache } from "react";
import { UserDetail } from "#components/directory-sync/user-detail.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { userQuery } from "#lib/client/directory-sync.ts";
import { openPage } from "#lib/http/page.ts";

/** Once per request, for the title and the page. */
const readUser = cache(async (directoryId: string, userId: string) =>
  (await openPage()).read.user(directoryId, userId),
);

type UserPageProps = { params: Promise<{ directoryId: string; userId: string }> };

export async function generateMetadata({ params }: UserPageProps): Promise<Metadata> {
  const { directoryId, userId } = await params;
  const { displayName, userName } = await readUser(directoryId, userId);
  return { title: displayName ?? userName };
}

export default async function UserPage({ params }: UserPageProps) {
  const { directoryId, userId } = await params;
  return (
    <Prefetched
      load={(queries) =>
        queries.fetchQuery({ ...userQuery(directoryId, userId), queryFn: () => readUser(directoryId, userId) })
      }
    >
      <UserDetail directoryId={directoryId} userId={userId} />
    </Prefetched>
  );
}
