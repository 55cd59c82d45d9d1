import type { Metadata } from "next";
import { MemberList } from "#components/organization/member-list.tsx";
import { memberFilters, memberParameters } from "#components/organization/parameters.ts";
import { Prefetched } from "#components/prefetched.tsx";
import { decisionsQuery, invitationsQuery } from "#lib/client/administration.ts";
import { membersQuery } from "#lib/client/organization.ts";
import { organizationRolesQuery } from "#lib/client/roles.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { organizationPage } from "../organization-page.tsx";

export const metadata: Metadata = { title: "Members" };

export default function MembersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return organizationPage("Members", async ({ organization, read }) => {
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
  });
}
