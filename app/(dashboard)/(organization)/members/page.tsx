import type { Metadata } from "next";
import { MemberList } from "#components/organization/member-list.tsx";
import { memberFilters, memberParameters } from "#components/organization/parameters.ts";
import { Prefetched } from "#components/prefetched.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { decisionsQuery, invitationsQuery } from "#lib/client/administration.ts";
import { membersQuery } from "#lib/client/organization.ts";
import { readBlocked } from "#lib/client/permissions.ts";
import { organizationRolesQuery } from "#lib/client/roles.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Members" reason={blocked} />;
  const filters = memberFilters(readParameters(memberParameters, await searchParams));
  const { id } = organization;
  return (
    <Prefetched
      load={(cache) =>
        Promise.all([
          cache.fetchInfiniteQuery({ ...membersQuery(id, filters), queryFn: () => read.members(id, filters) }),
          cache.fetchQuery({ ...organizationRolesQuery(id), queryFn: () => read.organizationRoles(id) }),
          cache.fetchQuery({ ...invitationsQuery(id), queryFn: () => read.invitations(id) }),
          cache.fetchQuery({ ...decisionsQuery(id), queryFn: () => read.decisions(id) }),
        ])
      }
    >
      <MemberList organization={organization} />
    </Prefetched>
  );
}
