"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import { healthQuery } from "#lib/client/overview.ts";
import { PROVIDER_NAMES } from "#lib/contract/provider.ts";
import { ActivitySection } from "./activity-section.tsx";
import { BackfillPanel } from "./backfill-panel.tsx";
import { ChartSection } from "./chart-section.tsx";
import { ConnectionSection } from "./connection-section.tsx";
import { DirectorySettings } from "./directory-settings.tsx";
import { HealthSection } from "./health-section.tsx";
import { LeftToDo } from "./left-to-do.tsx";
import { StateBanner } from "./state-banner.tsx";
import { TopCauses } from "./top-causes.tsx";

/** A directory at a glance: how it is and since when, what to do about it, and what has come of it. */
export function DirectoryOverview({ directoryId }: { directoryId: string }) {
  const { data: directory, error, refetch } = useQuery(directoryQuery(directoryId));
  const health = useQuery(healthQuery(directoryId));
  // Decided once: the page must not turn over under a reader when the first request arrives.
  const [connectFirst] = useState(directory?.state === "waiting");
  if (!directory) {
    if (error) return <LoadFailed what="this directory" error={error} onRetry={() => void refetch()} />;
    return <SkeletonRows what="the directory" />;
  }
  const isLeft = health.data?.left.some(({ done }) => !done);
  return (
    <>
      <PageHeader
        title={directory.name}
        purpose={`Keeps ${directory.organization.name} in step with ${PROVIDER_NAMES[directory.provider]}.`}
        trail={[{ label: "Directory sync", href: "/directory-sync" }]}
      />
      <div className="flex flex-col gap-5">
        {health.data && <StateBanner directory={directory} health={health.data} />}
        {health.error && !health.data && (
          <LoadFailed what="the health" error={health.error} onRetry={() => void health.refetch()} />
        )}
        {health.data?.backfill && <BackfillPanel directoryId={directoryId} backfill={health.data.backfill} />}
        {connectFirst && <ConnectionSection directory={directory} />}
        <ActivitySection directory={directory} />
        {health.data && !connectFirst && <HealthSection directoryId={directoryId} health={health.data} />}
        {health.data && health.data.topCauses.length > 0 && (
          <TopCauses directoryId={directoryId} causes={health.data.topCauses} />
        )}
        {directory.lastRequestAt && <ChartSection directoryId={directoryId} />}
        {health.data && isLeft && <LeftToDo directoryId={directoryId} left={health.data.left} />}
        {!connectFirst && <ConnectionSection directory={directory} />}
        <DirectorySettings directory={directory} />
      </div>
    </>
  );
}
