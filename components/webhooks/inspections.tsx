"use client";

import { useQuery } from "@tanstack/react-query";
import Telescope from "lucide-react/icons/telescope";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { JsonDocument } from "#components/ui/json-document.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { inspectionsQuery } from "#lib/client/webhooks.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";

type InspectionsProps = { organization: OrganizationSummary; endpointId: string };

/** What the inspector was sent, as a receiver would see it. */
export function Inspections({ organization, endpointId }: InspectionsProps) {
  const { data, error, refetch } = useQuery(inspectionsQuery(organization.id, endpointId));
  return (
    <Section title="Received" description="The newest 50, as a receiver sees them.">
      {error && !data && <LoadFailed what="what was received" error={error} onRetry={() => void refetch()} />}
      {data?.data.length === 0 && (
        <EmptyState icon={Telescope} title="Nothing received yet">
          Send a test event, or change somebody in a directory.
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {data?.data.map((seen) => (
          <li key={seen.id} className="px-4 py-2.5 text-sm">
            <details>
              <summary className="min-h-6 cursor-pointer">
                <code className="font-mono text-xs wrap-anywhere">{seen.type}</code>{" "}
                <span className="text-muted">
                  <RelativeTime at={seen.at} /> · signature {seen.verified ? "verified" : "not verified"}
                </span>
              </summary>
              <dl className="grid grid-cols-1 gap-x-3 py-2 font-mono text-xs sm:grid-cols-[auto_1fr]">
                {Object.entries(seen.headers).map(([name, value]) => (
                  <div key={name} className="contents">
                    <dt className="text-muted">{name}</dt>
                    <dd className="wrap-anywhere">{value}</dd>
                  </div>
                ))}
              </dl>
              <Body label={`Body of ${seen.eventId}`} text={seen.body} />
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Body({ label, text }: { label: string; text: string }) {
  try {
    return <JsonDocument label={label} value={JSON.parse(text)} />;
  } catch {
    return <p className="text-muted">The body is not JSON.</p>;
  }
}
