"use client";

import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { DirectoryDetail } from "#lib/contract/directory.ts";

/** How much there is, and what happened last. */
export function ActivitySection({ directory }: { directory: DirectoryDetail }) {
  const base = `/directory-sync/${directory.id}`;
  const { counts } = directory;
  return (
    <Panel>
      <dl className="grid grid-cols-2 gap-px bg-line sm:grid-cols-4">
        <Count name="Active people" value={counts.activeUsers} href={`${base}/users?state=active`} />
        <Count name="Inactive people" value={counts.inactiveUsers} href={`${base}/users?state=inactive`} />
        <Count name="Groups" value={counts.groups} href={`${base}/groups`} />
        <Count name="Working tokens" value={counts.activeTokens} href={`${base}/tokens`} />
      </dl>
      <div className="flex flex-col gap-1 border-t border-line px-4 py-3 text-sm">
        <LastRequest directory={directory} base={base} />
        <LastDay directory={directory} base={base} />
      </div>
    </Panel>
  );
}

const Count = ({ name, value, href }: { name: string; value: number; href: string }) => (
  <div className="flex flex-col-reverse bg-surface px-4 py-3">
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="text-2xl font-semibold tracking-tight tabular-nums">
      <TextLink
        href={href}
        aria-label={`${value.toLocaleString("en")}, ${name}`}
        className="text-ink! not-hover:no-underline!"
      >
        {value.toLocaleString("en")}
      </TextLink>
    </dd>
  </div>
);

type PartProps = { directory: DirectoryDetail; base: string };

const LastRequest = ({ directory: { lastRequest }, base }: PartProps) =>
  lastRequest ? (
    <p>
      <RelativeTime at={lastRequest.at} className="rounded-sm text-muted" />
      {": "}
      <TextLink href={`${base}/log?entry=${encodeURIComponent(lastRequest.id)}`}>{lastRequest.sentence}</TextLink>
    </p>
  ) : (
    <p className="text-muted">No request yet. The first one shows up here within two seconds.</p>
  );

function LastDay({ directory: { requestsLastDay, refusedLastDay }, base }: PartProps) {
  if (requestsLastDay === 0) return null;
  const requests = `${requestsLastDay.toLocaleString("en")} ${requestsLastDay === 1 ? "request" : "requests"} in the last 24 hours`;
  if (refusedLastDay === 0) return <p className="text-muted">{requests}, none refused.</p>;
  return (
    <p className="text-muted">
      {requests},{" "}
      <TextLink href={`${base}/log?outcome=refused`} className="text-bad!">
        {refusedLastDay.toLocaleString("en")} refused or failed
      </TextLink>
      .
    </p>
  );
}
