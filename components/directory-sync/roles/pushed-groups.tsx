"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { TextLink } from "#components/ui/text-link.tsx";
import { groupsQuery } from "#lib/client/directory-sync.ts";

const SHOWN = 6;

/** Beside rules that wait for a group: what was pushed instead, which is often the same group by another name. */
export function PushedGroups({ directoryId, idp }: { directoryId: string; idp: string }) {
  const { data } = useInfiniteQuery(groupsQuery(directoryId));
  const [first] = data?.pages ?? [];
  if (!first) return null;
  const names = first.data.slice(0, SHOWN).map(({ displayName }) => displayName);
  const more = first.totalCount - names.length;
  return (
    <p className="border-b border-line bg-warn-soft px-4 py-2.5 text-sm text-pretty">
      {names.length === 0 ? (
        <>
          {idp} has pushed no group at all so far. Assigning a group to the app sends its people, not the group:{" "}
          <TextLink href={`/directory-sync/${directoryId}/groups`} prefetch={false}>
            how to push groups
          </TextLink>
          .
        </>
      ) : (
        <>
          A rule waits for a group that {idp} has not pushed. Pushed so far: <strong>{names.join(", ")}</strong>
          {more > 0 && ` and ${more.toLocaleString("en")} more`}. If the group is among them by another name, edit the
          rule and choose it; otherwise push the group in {idp}.
        </>
      )}
    </p>
  );
}
