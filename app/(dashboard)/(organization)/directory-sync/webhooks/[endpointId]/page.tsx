import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { Endpoint } from "#components/webhooks/endpoint.tsx";
import { readBlocked } from "#lib/client/permissions.ts";
import { webhookQuery } from "#lib/client/webhooks.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Webhook endpoint" };

export default async function EndpointPage({ params }: { params: Promise<{ endpointId: string }> }) {
  const { endpointId } = await params;
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Webhook endpoint" reason={blocked} />;
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
}
