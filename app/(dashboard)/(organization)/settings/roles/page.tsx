import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { OrganizationRoles } from "#components/settings/roles.tsx";
import { organizationRolesQuery } from "#lib/client/roles.ts";
import { organizationPage } from "../../organization-page.tsx";

export const metadata: Metadata = { title: "Roles and attributes" };

export default function OrganizationRolesPage() {
  return organizationPage("Roles and attributes", ({ organization, read }) => {
    return (
      <Prefetched
        load={(cache) =>
          cache.fetchQuery({
            ...organizationRolesQuery(organization.id),
            queryFn: () => read.organizationRoles(organization.id),
          })
        }
      >
        <OrganizationRoles organization={organization} />
      </Prefetched>
    );
  });
}
