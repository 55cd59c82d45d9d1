import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { Webhooks } from "#components/webhooks/webhooks.tsx";
import { readBlocked } from "#lib/client/permissions.ts";
import { webhooksQuery } from "#lib/client/webhooks.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Webhooks" reason={blocked} />;
  const { id } = organization;
  return (
    <Prefetched load={(cache) => cache.fetchQuery({ ...webhooksQuery(id), queryFn: () => read.webhooks(id) })}>
      <Webhooks organization={organization} />
    </Prefetched>
  );
}
