import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { OrganizationRoles } from "#components/settings/roles.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { readBlocked } from "#lib/client/permissions.ts";
import { organizationRolesQuery } from "#lib/client/roles.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Roles and attributes" };

export default async function OrganizationRolesPage() {
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Roles and attributes" reason={blocked} />;
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
}
