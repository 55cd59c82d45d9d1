"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import SearchX from "lucide-react/icons/search-x";
import UserRound from "lucide-react/icons/user-round";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FilterBar } from "#components/ui/filter-bar.tsx";
import { InlineSelect } from "#components/ui/inline-select.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import { userFileHref, usersQuery } from "#lib/client/directory-sync.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import { type DirectoryUser, USER_SORTS } from "#lib/contract/directory-people.ts";
import { DirectoryPageHeader, useIdpName } from "./directory-page-header.tsx";
import { userFilters, userParameters } from "./list-parameters.ts";
import { PersonStatus } from "./user-state.tsx";

const STATES = [
  { value: "all", label: "All" },
  { value: "active", label: "Active" },
  { value: "inactive", label: "Inactive" },
] as const;

/** The people of a directory, as the IdP describes them. */
export function UserList({ directoryId }: { directoryId: string }) {
  const idp = useIdpName(directoryId);
  const [view, setView] = useUrlFilters(userParameters);
  const filters = userFilters(view);
  const list = useInfiniteQuery(usersQuery(directoryId, filters));
  const users = list.data?.pages.flatMap((page) => page.data);
  const isFiltered = filters.q !== undefined || filters.state !== undefined;
  return (
    <>
      <DirectoryPageHeader
        directoryId={directoryId}
        title="Users"
        purpose={`The people ${idp} has sent, as it describes them. Managed by ${idp}: change them there.`}
      />
      <FilterBar>
        <Segmented
          label="State"
          value={view.state ?? "all"}
          options={STATES}
          onChange={(chosen) => setView({ state: chosen === "all" ? null : chosen })}
        />
        <div className="flex flex-wrap items-center gap-2">
          <InlineSelect
            label="Sort by"
            value={view.sort}
            onChange={(sort) => setView({ sort: USER_SORTS.find((one) => one === sort) })}
          >
            <option value="userName">By user name</option>
            <option value="name">By name</option>
            <option value="updated">Latest change first</option>
          </InlineSelect>
          <a href={userFileHref(directoryId, filters)} download className={buttonStyle()}>
            <Download aria-hidden /> <span className="sr-only">Export as </span>CSV
          </a>
        </div>
        <SearchField label="Search users" value={view.q} onSearch={(q) => setView({ q: q || null })} />
      </FilterBar>
      {list.isPending && <SkeletonRows what="users" rows={8} />}
      {list.error && !users && <LoadFailed what="the users" error={list.error} onRetry={() => void list.refetch()} />}
      {users?.length === 0 && isFiltered && <NoUserMatch onClear={() => setView(null)} />}
      {users?.length === 0 && !isFiltered && <NoUsers directoryId={directoryId} idp={idp} />}
      {users && users.length > 0 && (
        <Panel>
          <UserTable directoryId={directoryId} users={users} busy={list.isPlaceholderData} />
          <LoadMore
            what="users"
            shown={users.length}
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

const NoUsers = ({ directoryId, idp }: { directoryId: string; idp: string }) => (
  <Panel>
    <EmptyState
      icon={UserRound}
      title="No users yet"
      action={<ButtonLink href={`/directory-sync/${directoryId}`}>See how to connect</ButtonLink>}
    >
      Assign someone to the app in {idp}. They appear here by themselves, a few seconds after {idp} has sent them.
    </EmptyState>
  </Panel>
);

const NoUserMatch = ({ onClear }: { onClear: () => void }) => (
  <Panel>
    <EmptyState icon={SearchX} title="No user matches" action={<Button onClick={onClear}>Clear filters</Button>}>
      The search looks at names, user names and e-mail addresses.
    </EmptyState>
  </Panel>
);

const COLUMNS = [
  { label: "Name" },
  { label: "User name" },
  { label: "E-mail" },
  { label: "Groups", align: "end" },
  { label: "State" },
  { label: "Updated" },
] as const;

type UserTableProps = { directoryId: string; users: DirectoryUser[]; busy: boolean };

const UserTable = ({ directoryId, users, busy }: UserTableProps) => (
  <Table caption="Users" columns={COLUMNS} busy={busy}>
    {users.map((user) => (
      <TableRow key={user.id}>
        <TableCell label="Name" primary>
          <RowLink href={`/directory-sync/${directoryId}/users/${user.id}`} prefetch={false} className="wrap-anywhere">
            {user.displayName ?? user.userName}
          </RowLink>
        </TableCell>
        <TableCell label="User name">
          <span className="wrap-anywhere">{user.userName}</span>
        </TableCell>
        <TableCell label="E-mail">
          {user.email ? <span className="wrap-anywhere">{user.email}</span> : <span className="text-muted">None</span>}
        </TableCell>
        <TableCell label="Groups" align="end">
          {user.groupCount.toLocaleString("en")}
        </TableCell>
        <TableCell label="State">
          <PersonStatus active={user.active} />
        </TableCell>
        <TableCell label="Updated">
          <RelativeTime at={user.updatedAt} />
        </TableCell>
      </TableRow>
    ))}
  </Table>
);
