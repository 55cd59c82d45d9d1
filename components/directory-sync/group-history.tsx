"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { membershipHistoryQuery } from "#lib/client/directory-sync.ts";
import type { MembershipChange } from "#lib/contract/directory-people.ts";
import { logHref } from "./log/log-parameters.ts";

/** Who joined or left a group when, each with the request that did it. */
export function GroupHistory({ directoryId, groupId }: { directoryId: string; groupId: string }) {
  const list = useInfiniteQuery(membershipHistoryQuery(directoryId, groupId));
  const changes = list.data?.pages.flatMap((page) => page.data);
  return (
    <Section
      title="History"
      description="Who joined or left, by which request, as far back as the log is kept. Whoever was waited for joins with their own arrival, and has no line here."
    >
      {list.isPending && <SkeletonRows what="the history" rows={3} />}
      {list.error && !changes && (
        <LoadFailed what="the history" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {changes?.length === 0 && <p className="px-4 py-3 text-sm text-muted">No change of members in the log.</p>}
      {changes && changes.length > 0 && (
        <>
          <ol aria-label="Changes of members" className="divide-y divide-line text-sm">
            {changes.map((change) => (
              <li key={change.entryId} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5">
                <div className="min-w-0 flex-1 basis-56">
                  <Moved change={change} />
                </div>
                <TextLink
                  href={logHref(directoryId, { entry: change.entryId })}
                  prefetch={false}
                  className="whitespace-nowrap"
                  aria-label={`Request: ${change.sentence}`}
                >
                  Request
                </TextLink>
                <RelativeTime at={change.at} className="w-28 rounded-sm text-end whitespace-nowrap text-muted" />
              </li>
            ))}
          </ol>
          {(list.hasNextPage || changes.length > 20) && (
            <LoadMore
              what="changes"
              shown={changes.length}
              hasMore={list.hasNextPage}
              busy={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          )}
        </>
      )}
    </Section>
  );
}

const NAMES_SHOWN = 6;

function named(names: readonly string[]): string {
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${names.slice(0, NAMES_SHOWN).join(", ")} and ${more} more` : names.join(", ");
}

const Moved = ({ change: { joined, left, waiting } }: { change: MembershipChange }) =>
  [
    { names: joined, word: "Joined" },
    { names: left, word: "Left" },
    { names: waiting, word: "Waited for" },
  ]
    .filter(({ names }) => names.length > 0)
    .map(({ names, word }) => (
      <p key={word} className="wrap-anywhere">
        <span className="text-muted">{word}: </span>
        {named(names)}
      </p>
    ));
