"use client";

import { useQuery } from "@tanstack/react-query";
import FolderSync from "lucide-react/icons/folder-sync";
import ListChecks from "lucide-react/icons/list-checks";
import Plus from "lucide-react/icons/plus";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import { directoriesQuery } from "#lib/client/organization.ts";
import { canManage, manageBlocked } from "#lib/client/permissions.ts";
import { useAct } from "#lib/client/use-act.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { StatedDirectory } from "#lib/contract/overview.ts";
import { PROVIDER_NAMES } from "#lib/contract/provider.ts";
import { DirectoryStatus } from "./directory-state.tsx";
import { ProviderMonogram } from "./provider.tsx";

const AddDirectoryDialog = dynamic(() => import("./add-directory-dialog.tsx").then((file) => file.AddDirectoryDialog));

/** The directories of an organization, and the way to a new one. */
export function DirectoryList({ organization }: { organization: OrganizationSummary }) {
  const [adding, setAdding] = useState(false);
  const { data, error, isPending, refetch } = useQuery(directoriesQuery(organization.id));
  useAct("add", () => setAdding(canManage(organization)));
  const isEmpty = data?.data.length === 0;
  const add = (
    <Button
      variant={isEmpty ? "secondary" : "primary"}
      blocked={manageBlocked(organization)}
      onClick={() => setAdding(true)}
    >
      <Plus aria-hidden /> Add directory
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Directory sync"
        purpose={`Each directory lets one identity provider keep the people and groups of ${organization.name} up to date.`}
        actions={isEmpty ? undefined : add}
      />
      {isPending && <SkeletonRows what="directories" rows={3} />}
      {error && !data && <LoadFailed what="the directories" error={error} onRetry={() => void refetch()} />}
      {isEmpty && <NoDirectories add={add} blocked={manageBlocked(organization)} />}
      {data && !isEmpty && <DirectoryTable directories={data.data} />}
      {adding && <AddDirectoryDialog organizationId={organization.id} onClose={() => setAdding(false)} />}
    </>
  );
}

const NoDirectories = ({ add, blocked }: { add: React.ReactNode; blocked: string | undefined }) => (
  <Panel>
    <EmptyState
      icon={FolderSync}
      title="No directories yet"
      action={
        <div className="flex flex-wrap justify-center gap-2">
          {!blocked && (
            <ButtonLink variant="primary" href="/directory-sync/setup">
              <ListChecks aria-hidden /> Set up directory sync
            </ButtonLink>
          )}
          {add}
        </div>
      }
    >
      <p>
        A directory connects your identity provider: people join when they are assigned there, and leave when they are
        not.
      </p>
      <p>
        {blocked ??
          "Adding one takes a name, a provider and a token to paste; nothing changes until the provider calls."}
      </p>
    </EmptyState>
  </Panel>
);

const COLUMNS = [
  { label: "Directory" },
  { label: "State" },
  { label: "People", align: "end" },
  { label: "Groups", align: "end" },
  { label: "Last request" },
] as const;

const DirectoryTable = ({ directories }: { directories: StatedDirectory[] }) => (
  <Panel>
    <Table caption="Directories" columns={COLUMNS}>
      {directories.map((directory) => (
        <TableRow key={directory.id}>
          <TableCell label="Directory" primary>
            <div className="flex items-center gap-3">
              <ProviderMonogram provider={directory.provider} />
              <div className="min-w-0">
                <RowLink href={`/directory-sync/${directory.id}`} className="not-pointer-coarse:min-h-6">
                  {directory.name}
                </RowLink>
                <div className="text-xs text-muted">{PROVIDER_NAMES[directory.provider]}</div>
              </div>
            </div>
          </TableCell>
          <TableCell label="State">
            <div className="flex flex-col items-start gap-0.5 max-sm:items-end">
              <DirectoryStatus state={directory.health} />
              {directory.health === "attention" && (
                <p className="max-w-72 text-xs text-pretty text-muted max-sm:text-end">{directory.cause}</p>
              )}
            </div>
          </TableCell>
          <TableCell label="People" align="end">
            {directory.counts.activeUsers.toLocaleString("en")}
          </TableCell>
          <TableCell label="Groups" align="end">
            {directory.counts.groups.toLocaleString("en")}
          </TableCell>
          <TableCell label="Last request">
            {directory.lastRequestAt ? (
              <RelativeTime at={directory.lastRequestAt} />
            ) : (
              <span className="text-muted">None yet</span>
            )}
          </TableCell>
        </TableRow>
      ))}
    </Table>
  </Panel>
);
