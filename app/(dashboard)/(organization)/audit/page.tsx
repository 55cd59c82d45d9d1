import type { Metadata } from "next";
import { AuditLog } from "#components/organization/audit-log.tsx";
import { auditFilters, auditParameters } from "#components/organization/parameters.ts";
import { Prefetched } from "#components/prefetched.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { auditQuery } from "#lib/client/administration.ts";
import { readBlocked } from "#lib/client/permissions.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Audit log" reason={blocked} />;
  const filters = auditFilters(readParameters(auditParameters, await searchParams));
  return (
    <Prefetched
      load={(cache) =>
        cache.fetchInfiniteQuery({
          ...auditQuery(organization.id, filters),
          queryFn: () => read.audit(organization.id, filters),
        })
      }
    >
      <AuditLog organization={organization} />
    </Prefetched>
  );
}
