"use client";

import { useQuery } from "@tanstack/react-query";
import { JsonDocument } from "#components/ui/json-document.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { userQuery } from "#lib/client/directory-sync.ts";
import { isGone } from "#lib/client/gone.ts";
import { DirectoryPageHeader, useIdpName } from "./directory-page-header.tsx";
import { LogActivity } from "./log/log-activity.tsx";
import { PersonOrigins } from "./mapping/person-origins.tsx";
import { UserProfile } from "./user-profile.tsx";
import { PersonStatus } from "./user-state.tsx";

type UserDetailProps = { directoryId: string; userId: string };

/** One person: what they became here, their groups, what happened to them, and the document itself. */
export function UserDetail({ directoryId, userId }: UserDetailProps) {
  const idp = useIdpName(directoryId);
  const { data, error, isPending, refetch } = useQuery(userQuery(directoryId, userId));
  const user = isGone(error) ? undefined : data;
  return (
    <>
      <DirectoryPageHeader
        directoryId={directoryId}
        title={user ? (user.displayName ?? user.userName) : "User"}
        purpose={`Managed by ${idp}: change it there.`}
        list={{ label: "Users", href: `/directory-sync/${directoryId}/users` }}
        actions={user && <PersonStatus active={user.active} />}
      />
      {isPending && <SkeletonRows what="the user" />}
      {error && !user && <LoadFailed what="this user" error={error} onRetry={() => void refetch()} />}
      {user && (
        <div className="flex flex-col gap-5">
          <UserProfile user={user} />
          <PersonOrigins directoryId={directoryId} userId={userId} />
          <Section title="Groups">
            <GroupLinks directoryId={directoryId} groups={user.groups} idp={idp} />
          </Section>
          <Section title="Activity" description="The latest requests about this person.">
            <LogActivity directoryId={directoryId} entries={user.recent} />
          </Section>
          <Section title="SCIM document" description={`What ${idp} reads when it asks for this person.`}>
            <div className="p-4">
              <JsonDocument label="SCIM document as JSON" value={user.resource} />
            </div>
          </Section>
        </div>
      )}
    </>
  );
}

type GroupLinksProps = { directoryId: string; groups: { id: string; displayName: string }[]; idp: string };

const GroupLinks = ({ directoryId, groups, idp }: GroupLinksProps) =>
  groups.length === 0 ? (
    <p className="px-4 py-3 text-sm text-muted">In no group that {idp} has sent.</p>
  ) : (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 px-4 py-2.5 text-sm">
      {groups.map((group) => (
        <li key={group.id} className="min-w-0">
          <TextLink
            href={`/directory-sync/${directoryId}/groups/${group.id}`}
            prefetch={false}
            className="inline-flex min-h-8 items-center wrap-anywhere"
          >
            {group.displayName}
          </TextLink>
        </li>
      ))}
    </ul>
  );
