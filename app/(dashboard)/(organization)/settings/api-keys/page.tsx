import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { ApiKeys } from "#components/settings/api-keys.tsx";
import { apiKeysQuery } from "#lib/client/organization.ts";
import { organizationPage } from "../../organization-page.tsx";

export const metadata: Metadata = { title: "API keys" };

export default function ApiKeysPage() {
  return organizationPage("API keys", ({ organization, read }) => {
    return (
      <Prefetched
        load={(cache) =>
          cache.fetchQuery({ ...apiKeysQuery(organization.id), queryFn: () => read.apiKeys(organization.id) })
        }
      >
        <ApiKeys organization={organization} />
      </Prefetched>
    );
  });
}
