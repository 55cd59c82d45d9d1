import { DirectoryOverview } from "#components/directory-sync/overview/directory-overview.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { healthQuery } from "#lib/client/overview.ts";
import { openPage } from "#lib/http/page.ts";

/** The layout above has read the directory already. */
export default async function DirectoryPage({ params }: { params: Promise<{ directoryId: string }> }) {
  const { directoryId } = await params;
  const { read } = await openPage();
  return (
    <Prefetched
      load={(cache) => cache.prefetchQuery({ ...healthQuery(directoryId), queryFn: () => read.health(directoryId) })}
    >
      <DirectoryOverview directoryId={directoryId} />
    </Prefetched>
  );
}
