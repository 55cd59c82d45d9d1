import type { Metadata } from "next";
import { ProvisioningLog } from "#components/directory-sync/log/log.tsx";
import { logFilters, logParameters } from "#components/directory-sync/log/log-parameters.ts";
import { Prefetched } from "#components/prefetched.tsx";
import { logEntryQuery, logQuery } from "#lib/client/directory-sync.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Provisioning log" };

type LogPageProps = { params: Promise<{ directoryId: string }>; searchParams: Promise<SearchParams> };

export default async function LogPage({ params, searchParams }: LogPageProps) {
  const { directoryId } = await params;
  const parameters = readParameters(logParameters, await searchParams);
  const { entry } = parameters;
  const filters = logFilters(parameters);
  const { read } = await openPage();
  return (
    <Prefetched
      load={(cache) =>
        Promise.all([
          cache.fetchInfiniteQuery({
            ...logQuery(directoryId, filters),
            queryFn: () => read.log(directoryId, filters),
          }),
          // An entry that is no longer kept is the drawer's to explain; the log itself is still there.
          entry &&
            cache.prefetchQuery({
              ...logEntryQuery(directoryId, entry),
              queryFn: () => read.logEntry(directoryId, entry),
            }),
        ])
      }
    >
      <ProvisioningLog directoryId={directoryId} />
    </Prefetched>
  );
}
