"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { JsonDocument } from "#components/ui/json-document.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { eventExampleQuery } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";

export type CatalogueEntry = { type: string; says: string; schema: unknown };

/** Every event there is: what it means, its schema, and an example from the organization's own last one. */
export const Catalogue = ({
  organization,
  entries,
}: {
  organization: OrganizationSummary;
  entries: CatalogueEntry[];
}) => (
  <>
    <PageHeader
      title="Event catalogue"
      purpose="Two families tell of the same changes, so that code written for WorkOS or authn.sh works. Choose the one you know."
      trail={[{ label: "Events", href: "/directory-sync/events" }]}
    />
    <Panel>
      <ul className="divide-y divide-line">
        {entries.map((entry) => (
          <Entry key={entry.type} organization={organization} entry={entry} />
        ))}
      </ul>
    </Panel>
  </>
);

function Entry({ organization, entry }: { organization: OrganizationSummary; entry: CatalogueEntry }) {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <li>
      <details className="px-4 py-2.5" onToggle={(event) => event.currentTarget.open && setWasOpened(true)}>
        <summary className="min-h-8 cursor-pointer content-center">
          <code className="font-mono text-sm wrap-anywhere">{entry.type}</code>{" "}
          <span className="text-sm text-muted">{entry.says}</span>
        </summary>
        {wasOpened && (
          <div className="flex min-w-0 flex-col gap-4 py-3">
            <Example organization={organization} type={entry.type} />
            <div>
              <h3 className="text-sm font-semibold">Schema of data</h3>
              <JsonDocument label={`Schema of ${entry.type}`} value={entry.schema} />
            </div>
          </div>
        )}
      </details>
    </li>
  );
}

function Example({ organization, type }: { organization: OrganizationSummary; type: string }) {
  const { data, error, refetch } = useQuery(eventExampleQuery(organization.id, type));
  if (error && !data) return <LoadFailed what="the example" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40" />;
  return (
    <div>
      <h3 className="text-sm font-semibold">{data.isOwn ? "Your last one" : "Example, made up"}</h3>
      <JsonDocument label={`Example of ${type}`} value={JSON.parse(data.body)} />
    </div>
  );
}
