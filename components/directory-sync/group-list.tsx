"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Boxes from "lucide-react/icons/boxes";
import SearchX from "lucide-react/icons/search-x";
import { Button } from "#components/ui/button.tsx";
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
import { directoryQuery, groupsQuery } from "#lib/client/directory-sync.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import { type DirectoryGroup, GROUP_SORTS } from "#lib/contract/directory-people.ts";
import { DirectoryPageHeader, useIdpName } from "./directory-page-header.tsx";
import { HOW_TO_PUSH_GROUPS } from "./group-push-guide.ts";
import { WaitingCount } from "./group-waiting.tsx";
import { groupFilters, groupParameters } from "./list-parameters.ts";

const KINDS = [
  { value: "all", label: "All" },
  { value: "waiting", label: "Waiting" },
  { value: "empty", label: "Empty" },
] as const;

/** The groups of a directory. */
export function GroupList({ directoryId }: { directoryId: string }) {
  const idp = useIdpName(directoryId);
  const [view, setView] = useUrlFilters(groupParameters);
  const filters = groupFilters(view);
  const list = useInfiniteQuery(groupsQuery(directoryId, filters));
  const groups = list.data?.pages.flatMap((page) => page.data);
  const isFiltered = filters.q !== undefined || filters.only !== undefined;
  return (
    <>
      <DirectoryPageHeader
        directoryId={directoryId}
        title="Groups"
        purpose={`The groups ${idp} has pushed, with their members. Managed by ${idp}: change them there.`}
      />
      <FilterBar>
        <Segmented
          label="Members"
          value={view.only ?? "all"}
          options={KINDS}
          onChange={(chosen) => setView({ only: chosen === "all" ? null : chosen })}
        />
        <InlineSelect
          label="Sort by"
          value={view.sort}
          onChange={(sort) => setView({ sort: GROUP_SORTS.find((one) => one === sort) })}
        >
          <option value="name">By name</option>
          <option value="members">Most members first</option>
          <option value="updated">Latest change first</option>
        </InlineSelect>
        <SearchField label="Search groups" value={view.q} onSearch={(q) => setView({ q: q || null })} />
      </FilterBar>
      {list.isPending && <SkeletonRows what="groups" rows={6} />}
      {list.error && !groups && <LoadFailed what="the groups" error={list.error} onRetry={() => void list.refetch()} />}
      {groups?.length === 0 && isFiltered && <NoGroupMatch onClear={() => setView(null)} />}
      {groups?.length === 0 && !isFiltered && <NoGroups directoryId={directoryId} />}
      {groups && groups.length > 0 && (
        <Panel>
          <GroupTable directoryId={directoryId} groups={groups} busy={list.isPlaceholderData} />
          <LoadMore
            what="groups"
            shown={groups.length}
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

function NoGroups({ directoryId }: { directoryId: string }) {
  const { data: directory } = useQuery(directoryQuery(directoryId));
  return (
    <Panel>
      <EmptyState icon={Boxes} title="No groups yet">
        {HOW_TO_PUSH_GROUPS[directory?.provider ?? "generic"]}
      </EmptyState>
    </Panel>
  );
}

const NoGroupMatch = ({ onClear }: { onClear: () => void }) => (
  <Panel>
    <EmptyState icon={SearchX} title="No group matches" action={<Button onClick={onClear}>Clear filters</Button>}>
      The search looks at the names of groups.
    </EmptyState>
  </Panel>
);

const COLUMNS = [
  { label: "Name" },
  { label: "Members", align: "end" },
  { label: "Updated" },
  { label: "Last seen" },
] as const;

type GroupTableProps = { directoryId: string; groups: DirectoryGroup[]; busy: boolean };

const GroupTable = ({ directoryId, groups, busy }: GroupTableProps) => (
  <Table caption="Groups" columns={COLUMNS} busy={busy}>
    {groups.map((group) => (
      <TableRow key={group.id}>
        <TableCell label="Name" primary className="w-full">
          <RowLink
            href={`/directory-sync/${directoryId}/groups/${group.id}`}
            prefetch={false}
            className="wrap-anywhere"
          >
            {group.displayName}
          </RowLink>
        </TableCell>
        <TableCell label="Members" align="end">
          <span className="inline-flex items-center justify-end gap-2 whitespace-nowrap">
            {group.waitingCount > 0 && <WaitingCount count={group.waitingCount} />}
            {group.memberCount.toLocaleString("en")}
          </span>
        </TableCell>
        <TableCell label="Updated">
          <RelativeTime at={group.updatedAt} />
        </TableCell>
        <TableCell label="Last seen">
          {group.lastSeenAt ? (
            <RelativeTime at={group.lastSeenAt} />
          ) : (
            <span className="text-muted">Not in the log</span>
          )}
        </TableCell>
      </TableRow>
    ))}
  </Table>
);
