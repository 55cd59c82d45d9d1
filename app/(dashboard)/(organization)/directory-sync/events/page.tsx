import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { Events } from "#components/webhooks/events.tsx";
import { eventFilters, eventParameters } from "#components/webhooks/parameters.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { eventsQuery } from "#lib/client/webhooks.ts";
import { organizationPage } from "../../organization-page.tsx";

export const metadata: Metadata = { title: "Events" };

export default async function EventsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const filters = eventFilters(readParameters(eventParameters, await searchParams));
  return organizationPage("Events", ({ organization, read }) => {
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
  });
}
