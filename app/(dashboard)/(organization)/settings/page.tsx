import type { Metadata } from "next";
import { OrganizationSettingsPage } from "#components/organization/settings.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { domainsQuery, settingsQuery } from "#lib/client/administration.ts";
import { readBlocked } from "#lib/client/permissions.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Settings" reason={blocked} />;
  const { id } = organization;
  return (
    <Prefetched
      load={(cache) =>
        Promise.all([
          cache.fetchQuery({ ...settingsQuery(id), queryFn: () => read.settings(id) }),
          cache.fetchQuery({ ...domainsQuery(id), queryFn: () => read.domains(id) }),
        ])
      }
    >
      <OrganizationSettingsPage organization={organization} />
    </Prefetched>
  );
}
