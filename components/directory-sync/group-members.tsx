"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import { buttonStyle } from "#components/ui/button-style.ts";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Section } from "#components/ui/panel.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Badge } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import { groupMemberFileHref, groupMembersQuery } from "#lib/client/directory-sync.ts";
import { text } from "#lib/client/url-parameters.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import type { GroupMember } from "#lib/contract/directory-people.ts";
import { PersonStatus } from "./user-state.tsx";

/** What the address holds of the search among the members. */
const memberParameters = { members: text };
const SEARCH_MAX = 200;

type GroupMembersProps = { directoryId: string; groupId: string; total: number };

/** The members of a group, page by page. */
export function GroupMembers({ directoryId, groupId, total }: GroupMembersProps) {
  const [view, setView] = useUrlFilters(memberParameters);
  const q = view.members.trim().slice(0, SEARCH_MAX);
  const list = useInfiniteQuery(groupMembersQuery(directoryId, groupId, q));
  const members = list.data?.pages.flatMap((page) => page.data);
  return (
    <Section
      title="Members"
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <SearchField
            label="Search members"
            value={view.members}
            onSearch={(members) => setView({ members: members || null })}
          />
          <a href={groupMemberFileHref(directoryId, groupId, q)} download className={buttonStyle()}>
            <Download aria-hidden /> <span className="sr-only">Export members as </span>CSV
          </a>
        </div>
      }
    >
      {list.isPending && <SkeletonRows what="the members" rows={4} />}
      {list.error && !members && (
        <LoadFailed what="the members" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {members?.length === 0 && (
        <p role="status" className="px-4 py-3 text-sm text-muted">
          {q === "" ? "Nobody is in this group." : `No member is called “${q}”.`}
        </p>
      )}
      {members && members.length > 0 && (
        <>
          <MemberTable directoryId={directoryId} members={members} />
          <LoadMore
            what="members"
            shown={members.length}
            {...(q === "" && { total: Math.max(total, members.length) })}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
    </Section>
  );
}

const COLUMNS = [{ label: "Name" }, { label: "E-mail" }, { label: "State" }] as const;

const MemberTable = ({ directoryId, members }: { directoryId: string; members: GroupMember[] }) => (
  <Table caption="Members of this group" columns={COLUMNS}>
    {members.map((member) => (
      <TableRow key={member.id}>
        <TableCell label="Name" primary>
          <span className="flex flex-wrap items-center gap-2">
            <RowLink
              href={`/directory-sync/${directoryId}/${member.type === "Group" ? "groups" : "users"}/${member.id}`}
              prefetch={false}
              className="wrap-anywhere"
            >
              {member.name}
            </RowLink>
            {member.type === "Group" && <Badge>Group</Badge>}
          </span>
        </TableCell>
        <TableCell label="E-mail">
          {member.email ? (
            <span className="wrap-anywhere">{member.email}</span>
          ) : (
            <span className="text-muted">None</span>
          )}
        </TableCell>
        <TableCell label="State">
          <PersonStatus active={member.active} />
        </TableCell>
      </TableRow>
    ))}
  </Table>
);
