import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { ApiKeys } from "#components/settings/api-keys.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { apiKeysQuery } from "#lib/client/organization.ts";
import { readBlocked } from "#lib/client/permissions.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "API keys" };

export default async function ApiKeysPage() {
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="API keys" reason={blocked} />;
  return (
    <Prefetched
      load={(cache) =>
        cache.fetchQuery({ ...apiKeysQuery(organization.id), queryFn: () => read.apiKeys(organization.id) })
      }
    >
      <ApiKeys organization={organization} />
    </Prefetched>
  );
}
