"use client";

import Siren from "lucide-react/icons/siren";
import Unplug from "lucide-react/icons/unplug";
import UserRoundSearch from "lucide-react/icons/user-round-search";
import { usePathname } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useRelativeTime } from "#components/ui/relative-time.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useSettleAlarm } from "#lib/client/administration.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { DirectoryAlarm, Notices, TroubledEndpoint } from "#lib/contract/decision.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";

/** Each notice, the gravest first. Fetched when there is one: most pages have none. */
export function NoticeList({ organization, notices }: { organization: OrganizationSummary; notices: Notices }) {
  const pathname = usePathname();
  return (
    <div className="flex flex-col gap-2 pb-4 empty:hidden">
      {notices.alarms.map((alarm) => (
        <Alarm key={alarm.id} organization={organization} alarm={alarm} />
      ))}
      {notices.endpoints.map((endpoint) => (
        <Endpoint key={endpoint.id} endpoint={endpoint} />
      ))}
      {notices.pendingLinks > 0 && pathname !== "/members" && (
        <Notice
          icon={UserRoundSearch}
          tone="info"
          title={`${notices.pendingLinks === 1 ? "1 person needs" : `${notices.pendingLinks} people need`} a decision`}
        >
          A directory sends somebody with the address of an account.{" "}
          <TextLink href="/members">Decide under Members</TextLink>
        </Notice>
      )}
    </div>
  );
}

function Endpoint({ endpoint: { id, host, state, reason, since } }: { endpoint: TroubledEndpoint }) {
  const when = useRelativeTime(since);
  const path = `/directory-sync/webhooks/${id}`;
  if (usePathname() === path) return null;
  const isOff = state === "disabled";
  return (
    <Notice
      icon={Unplug}
      tone={isOff ? "bad" : "warn"}
      title={isOff ? `The webhook endpoint ${host} was disabled` : `No event reaches the webhook endpoint ${host}`}
    >
      {isOff
        ? `${reason === "gone" ? "It answered 410, which means that it wants no more" : "It took no event for five days"}, ${when}. Changes are kept, but ${host} does not learn of them. `
        : `The first attempt failed ${when}. Events wait and are tried again; after five days the endpoint is disabled. `}
      <TextLink href={path}>{isOff ? "Mend and enable it" : "See what it answered"}</TextLink>
    </Notice>
  );
}

function Alarm({ organization, alarm }: { organization: OrganizationSummary; alarm: DirectoryAlarm }) {
  const settle = useSettleAlarm(organization.id);
  const when = useRelativeTime(alarm.raisedAt);
  return (
    <Notice
      icon={Siren}
      tone="bad"
      announced
      title={`${alarm.affected.toLocaleString("en")} of ${alarm.people.toLocaleString("en")} people lost access through ${alarm.directoryName}`}
      actions={
        <Button blocked={manageBlocked(organization)} busy={settle.isPending} onClick={() => settle.mutate(alarm.id)}>
          {alarm.held ? "Allow and resume" : "I have looked"}
        </Button>
      }
    >
      Within ten minutes, {when}.{" "}
      {alarm.held
        ? "The directory is paused: the identity provider tries again later."
        : "Requests are still taken; pause the directory if this is a mistake."}{" "}
      <TextLink href={`/directory-sync/${alarm.directoryId}/log`}>Look at its log</TextLink>
      <ChangeFailed error={settle.error} />
    </Notice>
  );
}
