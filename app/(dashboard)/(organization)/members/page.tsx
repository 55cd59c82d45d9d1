import type { Metadata } from "next";
import { memberFilters, memberParameters } from "#components/directory-sync/list-parameters.ts";
import { MemberList } from "#components/directory-sync/member-list.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { membersQuery } from "#lib/client/organization.ts";
import { readBlocked } from "#lib/client/permissions.ts";
import { readParameters, type SearchParams } from "#lib/client/url-parameters.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Members" };

export default async function MembersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { organization, read } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Members" reason={blocked} />;
  const filters = memberFilters(readParameters(memberParameters, await searchParams));
  return (
    <Prefetched
      load={(cache) =>
        cache.fetchInfiniteQuery({
          ...membersQuery(organization.id, filters),
          queryFn: () => read.members(organization.id, filters),
        })
      }
    >
      <MemberList organization={organization} />
    </Prefetched>
  );
}
