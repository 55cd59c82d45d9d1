"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import SearchX from "lucide-react/icons/search-x";
import UsersRound from "lucide-react/icons/users-round";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FilterBar } from "#components/ui/filter-bar.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { membersQuery } from "#lib/client/organization.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import type { Member } from "#lib/contract/member.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { memberFilters, memberParameters } from "./list-parameters.ts";
import { MemberRole } from "./member-role.tsx";
import { PersonStatus } from "./user-state.tsx";

const STATES = [
  { value: "active", label: "Active" },
  { value: "inactive", label: "Inactive" },
  { value: "all", label: "All" },
] as const;

/** Who belongs to the organization, and through what. */
export function MemberList({ organization }: { organization: OrganizationSummary }) {
  const [view, setView] = useUrlFilters(memberParameters);
  const filters = memberFilters(view);
  const list = useInfiniteQuery(membersQuery(organization.id, filters));
  const members = list.data?.pages.flatMap((page) => page.data);
  const isFiltered = filters.q !== undefined || view.state === "inactive";
  return (
    <>
      <PageHeader
        title="Members"
        purpose={`Who belongs to ${organization.name}: people a directory brought, and people with an account of their own.`}
      />
      <FilterBar>
        <Segmented
          label="State"
          value={view.state}
          options={STATES}
          onChange={(chosen) => setView({ state: chosen })}
        />
        <SearchField label="Search members" value={view.q} onSearch={(q) => setView({ q: q || null })} />
      </FilterBar>
      {list.isPending && <SkeletonRows what="members" rows={8} />}
      {list.error && !members && (
        <LoadFailed what="the members" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {members?.length === 0 && isFiltered && (
        <NoMemberMatch searched={filters.q !== undefined} onClear={() => setView(null)} />
      )}
      {members?.length === 0 && !isFiltered && <NoMembers />}
      {members && members.length > 0 && (
        <Panel>
          <MemberTable members={members} busy={list.isPlaceholderData} />
          <LoadMore
            what="members"
            shown={members.length}
            total={list.data?.pages.at(-1)?.totalCount}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </Panel>
      )}
    </>
  );
}

const NoMembers = () => (
  <Panel>
    <EmptyState
      icon={UsersRound}
      title="No members yet"
      action={<ButtonLink href="/directory-sync">Go to directory sync</ButtonLink>}
    >
      People become members when a directory's IdP sends them.
    </EmptyState>
  </Panel>
);

const NoMemberMatch = ({ searched, onClear }: { searched: boolean; onClear: () => void }) => (
  <Panel>
    <EmptyState
      icon={SearchX}
      title={searched ? "No member matches" : "No inactive members"}
      action={<Button onClick={onClear}>{searched ? "Clear filters" : "Show active members"}</Button>}
    >
      {searched
        ? "The search looks at names and e-mail addresses."
        : "Whoever an IdP deactivates stays on this list, and comes back as the same member."}
    </EmptyState>
  </Panel>
);

const COLUMNS = [
  { label: "Name" },
  { label: "E-mail" },
  { label: "Role" },
  { label: "Source" },
  { label: "State" },
  { label: "Since" },
] as const;

const MemberTable = ({ members, busy }: { members: Member[]; busy: boolean }) => (
  <Table caption="Members" columns={COLUMNS} busy={busy}>
    {members.map((member) => (
      <TableRow key={member.id}>
        <TableCell label="Name" primary>
          <span className="font-medium wrap-anywhere">{member.name}</span>
        </TableCell>
        <TableCell label="E-mail">
          {member.email ? (
            <span className="wrap-anywhere">{member.email}</span>
          ) : (
            <span className="text-muted">None</span>
          )}
        </TableCell>
        <TableCell label="Role">
          <MemberRole role={member.role} source={member.roleSource} />
        </TableCell>
        <TableCell label="Source">
          <MemberSource member={member} />
        </TableCell>
        <TableCell label="State">
          <PersonStatus active={member.active} />
        </TableCell>
        <TableCell label="Since">
          <RelativeTime at={member.deactivatedAt ?? member.createdAt} />
        </TableCell>
      </TableRow>
    ))}
  </Table>
);

function MemberSource({ member: { source, directory } }: { member: Member }) {
  if (source === "account") return "Account";
  if (!directory) return "Directory";
  return (
    <span className="wrap-anywhere">
      Directory
      <TextLink href={`/directory-sync/${directory.id}/users/${directory.userId}`} prefetch={false} className="block">
        {directory.name}
      </TextLink>
    </span>
  );
}
