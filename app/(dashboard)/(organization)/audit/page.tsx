import type { Metadata } from "next";
import { AuditLog } from "#components/organization/audit-log.tsx";
import { auditFilters, auditParameters } from "#components/organization/parameters.ts";
import { Prefetched } from "#components/prefetched.tsx";
import { auditQuery } from "#lib/client/administration.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { organizationPage } from "../organization-page.tsx";

export const metadata: Metadata = { title: "Audit log" };

export default function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return organizationPage("Audit log", async ({ organization, read }) => {
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
  });
}
