"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import dynamic from "next/dynamic";
import { buttonStyle } from "#components/ui/button-style.ts";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Section } from "#components/ui/panel.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table } from "#components/ui/table.tsx";
import { groupMemberFileHref, groupMembersQuery } from "#lib/client/directory-sync.ts";
import { text } from "#lib/client/url-parameters.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import type { LongMemberListProps } from "./long-member-list.tsx";
import { MEMBER_COLUMNS, MemberRow } from "./member-row.tsx";

/** What the address holds of the search among the members. */
const memberParameters = { members: text };
const SEARCH_MAX = 200;

type GroupMembersProps = { directoryId: string; groupId: string; total: number };

/** So many are simply listed; more are scrolled through, and only those in view are in the page. */
const LISTED_MAX = 100;
const LongMemberList = dynamic(() => import("./long-member-list.tsx").then((file) => file.LongMemberList), {
  ssr: false,
  loading: () => <SkeletonRows what="the members" rows={8} />,
});
const MembersShown = (list: LongMemberListProps) =>
  (list.total ?? list.members.length) > LISTED_MAX || list.hasMore ? (
    <LongMemberList {...list} />
  ) : (
    <Table caption="Members of this group" columns={MEMBER_COLUMNS}>
      {list.members.map((member) => (
        <MemberRow key={member.id} directoryId={list.directoryId} member={member} />
      ))}
    </Table>
  );

/** The members of a group: searched, exported, and as many as there are. */
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
          <MembersShown
            directoryId={directoryId}
            members={members}
            total={q === "" ? Math.max(total, members.length) : undefined}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={list.fetchNextPage}
          />
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
