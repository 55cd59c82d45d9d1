"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import { PROVIDER_NAMES } from "#lib/contract/provider.ts";
import { ActivitySection } from "./activity-section.tsx";
import { ConnectionSection } from "./connection-section.tsx";
import { DirectorySettings } from "./directory-settings.tsx";
import { StateBanner } from "./state-banner.tsx";

/** A directory at a glance: does it run, where does the IdP connect, and what has come of it. */
export function DirectoryOverview({ directoryId }: { directoryId: string }) {
  const { data: directory, error, refetch } = useQuery(directoryQuery(directoryId));
  // Decided once: the page must not turn over under a reader when the first request arrives.
  const [connectFirst] = useState(directory?.state === "waiting");
  if (!directory) {
    if (error) return <LoadFailed what="this directory" error={error} onRetry={() => void refetch()} />;
    return <SkeletonRows what="the directory" />;
  }
  return (
    <>
      <PageHeader
        title={directory.name}
        purpose={`Keeps ${directory.organization.name} in step with ${PROVIDER_NAMES[directory.provider]}.`}
        trail={[{ label: "Directory sync", href: "/directory-sync" }]}
      />
      <div className="flex flex-col gap-5">
        <StateBanner directory={directory} />
        {connectFirst && <ConnectionSection directory={directory} />}
        <ActivitySection directory={directory} />
        {!connectFirst && <ConnectionSection directory={directory} />}
        <DirectorySettings directory={directory} />
      </div>
    </>
  );
}
