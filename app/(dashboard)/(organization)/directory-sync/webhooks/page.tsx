import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { Webhooks } from "#components/webhooks/webhooks.tsx";
import { webhooksQuery } from "#lib/client/webhooks.ts";
import { organizationPage } from "../../organization-page.tsx";

export const metadata: Metadata = { title: "Webhooks" };

export default function WebhooksPage() {
  return organizationPage("Webhooks", ({ organization, read }) => {
    const { id } = organization;
    return (
      <Prefetched load={(cache) => cache.fetchQuery({ ...webhooksQuery(id), queryFn: () => read.webhooks(id) })}>
        <Webhooks organization={organization} />
      </Prefetched>
    );
  });
}
