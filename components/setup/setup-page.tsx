"use client";

import { useQuery } from "@tanstack/react-query";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { setupQuery, useIssueSetupToken, useUpdateSetup } from "#lib/client/setup.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_NAMES } from "#lib/contract/provider.ts";
import type { IssueSetupToken, SetupState } from "#lib/contract/setup.ts";
import { SetupProvider } from "./setup-api.ts";
import { StartOver } from "./start-over.tsx";
import { Wizard } from "./wizard.tsx";

/** The setup of one directory, for those who look after it. */
export function SetupPage({ directoryId }: { directoryId: string }) {
  const directory = useQuery(directoryQuery(directoryId));
  const setup = useQuery(setupQuery(directoryId));
  if (!directory.data || !setup.data) {
    const error = directory.error ?? setup.error;
    if (error) return <LoadFailed what="the setup" error={error} onRetry={() => void setup.refetch()} />;
    return <SkeletonRows what="the setup" rows={8} />;
  }
  return <SetupOf directory={directory.data} state={setup.data} />;
}

function SetupOf({ directory, state }: { directory: DirectoryDetail; state: SetupState }) {
  const update = useUpdateSetup(directory.id);
  const issue = useIssueSetupToken(directory.id);
  const blocked = manageBlocked(directory.organization);
  const issueToken = async (input: IssueSetupToken) => {
    const { token } = await issue.mutateAsync(input);
    issue.reset();
    return token;
  };
  return (
    <SetupProvider value={{ state, blocked, isVisitor: false, update, issueToken }}>
      <PageHeader
        title="Setup"
        purpose={`Connect ${PROVIDER_NAMES[state.directory.provider]} step by step. Each step ticks itself when the request it is about arrives.`}
        trail={[
          { label: "Directory sync", href: "/directory-sync" },
          { label: directory.name, href: `/directory-sync/${directory.id}` },
        ]}
        actions={<StartOver />}
      />
      <Wizard />
    </SetupProvider>
  );
}
