import type { Metadata } from "next";
import { OrganizationSettingsPage } from "#components/organization/settings.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { domainsQuery, settingsQuery } from "#lib/client/administration.ts";
import { organizationPage } from "../organization-page.tsx";

export const metadata: Metadata = { title: "Settings" };

export default function SettingsPage() {
  return organizationPage("Settings", ({ organization, read }) => {
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
  });
}
