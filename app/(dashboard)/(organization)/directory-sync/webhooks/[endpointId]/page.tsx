import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { Endpoint } from "#components/webhooks/endpoint.tsx";
import { webhookQuery } from "#lib/client/webhooks.ts";
import { organizationPage } from "../../../organization-page.tsx";

export const metadata: Metadata = { title: "Webhook endpoint" };

export default async function EndpointPage({ params }: { params: Promise<{ endpointId: string }> }) {
  const { endpointId } = await params;
  return organizationPage("Webhook endpoint", ({ organization, read }) => {
    const { id } = organization;
    return (
      <Prefetched
        load={(cache) =>
          cache.fetchQuery({ ...webhookQuery(id, endpointId), queryFn: () => read.webhook(id, endpointId) })
        }
      >
        <Endpoint organization={organization} endpointId={endpointId} />
      </Prefetched>
    );
  });
}
