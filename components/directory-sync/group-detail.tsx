"use client";

import { useQuery } from "@tanstack/react-query";
import { JsonDocument } from "#components/ui/json-document.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { groupQuery } from "#lib/client/directory-sync.ts";
import { isGone } from "#lib/client/gone.ts";
import { DirectoryPageHeader, useIdpName } from "./directory-page-header.tsx";
import { GroupHistory } from "./group-history.tsx";
import { GroupMembers } from "./group-members.tsx";
import { WaitingMembers } from "./group-waiting.tsx";
import { LogActivity } from "./log/log-activity.tsx";
import { GroupRoles } from "./roles/group-roles.tsx";

type GroupDetailProps = { directoryId: string; groupId: string };

/** One group: who is in it, who is still expected, what happened to it, and the document itself. */
export function GroupDetail({ directoryId, groupId }: GroupDetailProps) {
  const idp = useIdpName(directoryId);
  const { data, error, isPending, refetch } = useQuery(groupQuery(directoryId, groupId));
  const group = isGone(error) ? undefined : data;
  return (
    <>
      <DirectoryPageHeader
        directoryId={directoryId}
        title={group?.displayName ?? "Group"}
        purpose={`Managed by ${idp}: change it there.`}
        list={{ label: "Groups", href: `/directory-sync/${directoryId}/groups` }}
      />
      {isPending && <SkeletonRows what="the group" />}
      {error && !group && <LoadFailed what="this group" error={error} onRetry={() => void refetch()} />}
      {group && (
        <div className="flex flex-col gap-5">
          <GroupMembers directoryId={directoryId} groupId={groupId} total={group.memberCount} />
          <GroupRoles directoryId={directoryId} group={group} idp={idp} />
          {group.waitingCount > 0 && <WaitingMembers idp={idp} total={group.waitingCount} waiting={group.waiting} />}
          <GroupHistory directoryId={directoryId} groupId={groupId} />
          <Section title="Activity" description="The latest requests about this group.">
            <LogActivity directoryId={directoryId} entries={group.recent} />
          </Section>
          <Section
            title="SCIM document"
            description={`What ${idp} reads when it asks for this group, without its members.`}
          >
            <div className="p-4">
              <JsonDocument label="SCIM document as JSON" value={group.resource} />
            </div>
          </Section>
        </div>
      )}
    </>
  );
}
