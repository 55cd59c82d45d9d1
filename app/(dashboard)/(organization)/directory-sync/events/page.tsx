import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { Events } from "#components/webhooks/events.tsx";
import { eventFilters, eventParameters } from "#components/webhooks/parameters.ts";
import { readBlocked } from "#lib/client/permissions.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { eventsQuery } from "#lib/client/webhooks.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Events" };

export default async function EventsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = eventFilters(readParameters(eventParameters, await searchParams));
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Events" reason={blocked} />;
  const { id } = organization;
  return (
    <Prefetched
      load={(cache) =>
        cache.fetchInfiniteQuery({ ...eventsQuery(id, filters), queryFn: () => read.events(id, filters) })
      }
    >
      <Events organization={organization} />
    </Prefetched>
  );
}
