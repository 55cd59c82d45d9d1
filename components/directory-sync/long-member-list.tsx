"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { Table } from "#components/ui/table.tsx";
import type { GroupMember } from "#lib/contract/directory-people.ts";
import { MEMBER_COLUMNS, MemberRow } from "./member-row.tsx";

export type LongMemberListProps = {
  directoryId: string;
  /** Those that have been fetched so far. */
  members: readonly GroupMember[];
  /** All there are; undefined while a search has not come to its end. */
  total: number | undefined;
  hasMore: boolean;
  busy: boolean;
  onMore: () => unknown;
};

const ROW_PX = 49;
/** Rows beyond what is in view, so that the keyboard finds the next one. */
const BEYOND = 12;
/** How near the end the next page is asked for. */
const NEAR_END = 40;

/**
 * Thousands of members in a box that scrolls: only the rows in view are in the page, and the next ones are fetched on the
 * way down. The numbers of rows are told to assistive technology, which cannot count them.
 */
export function LongMemberList({ directoryId, members, total, hasMore, busy, onMore }: LongMemberListProps) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: members.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => members[index]?.id ?? index,
    overscan: BEYOND,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !busy && last >= members.length - NEAR_END) onMore();
  }, [hasMore, busy, last, members.length, onMore]);
  const above = rows[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (rows.at(-1)?.end ?? 0);
  return (
    <section
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
      tabIndex={0}
      aria-label="Members, scrolls"
      className="max-h-128 overflow-y-auto overscroll-contain"
    >
      <div style={{ paddingBlock: `${above}px ${below}px` }}>
        <Table
          caption="Members of this group"
          columns={MEMBER_COLUMNS}
          rowCount={total === undefined ? (hasMore ? -1 : members.length + 1) : total + 1}
        >
          {rows.map(({ index, key }) => {
            const member = members[index];
            return (
              member && (
                <MemberRow
                  key={key}
                  ref={virtual.measureElement}
                  data-index={index}
                  aria-rowindex={index + 2}
                  directoryId={directoryId}
                  member={member}
                />
              )
            );
          })}
        </Table>
      </div>
    </section>
  );
}
