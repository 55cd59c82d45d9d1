"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import History from "lucide-react/icons/history";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { failureSentence, LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SideBySide } from "#components/ui/side-by-side.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Badge } from "#components/ui/status.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useRestoreVersion, versionQuery, versionsQuery } from "#lib/client/mapping.ts";
import type { Mapping, MappingVersion, MappingVersionDetail } from "#lib/contract/mapping.ts";

type VersionsProps = {
  directoryId: string;
  mapping: Mapping;
  blocked: string | undefined;
  /** Of the version whose comparison is open. */
  opened: string | null;
  onOpen: (version: string | null) => void;
};

/** Every save of mapping and rules: who, when, why, what changed, and the way back. */
export function Versions({ directoryId, mapping, blocked, opened, onOpen }: VersionsProps) {
  const list = useInfiniteQuery(versionsQuery(directoryId));
  const [restoring, setRestoring] = useState<number>();
  const versions = list.data?.pages.flatMap((page) => page.data);
  return (
    <Section
      title="Versions"
      description="Mapping and role rules share one history. Restoring one makes a new version of it."
    >
      {list.isPending && <SkeletonRows what="the versions" rows={4} />}
      {list.error && !versions && (
        <LoadFailed what="the versions" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {versions?.length === 0 && (
        <EmptyState icon={History} title="Nothing saved yet">
          The default mapping applies. Your first save becomes version 1.
        </EmptyState>
      )}
      {versions && versions.length > 0 && (
        <>
          <ol className="divide-y divide-line">
            {versions.map((version) => (
              <VersionItem
                key={version.version}
                directoryId={directoryId}
                version={version}
                isCurrent={version.version === mapping.version}
                blocked={blocked}
                isOpen={opened === String(version.version)}
                onToggle={(open) => onOpen(open ? String(version.version) : null)}
                onRestore={() => setRestoring(version.version)}
              />
            ))}
            {!list.hasNextPage && (
              <li className="flex flex-wrap items-center justify-between gap-2 px-4 py-3 text-sm">
                <span>
                  <span className="font-medium">Default mapping</span>{" "}
                  <span className="text-muted">what the directory began with</span>
                </span>
                {mapping.version > 0 && (
                  <Button blocked={blocked} onClick={() => setRestoring(0)}>
                    Back to defaults
                  </Button>
                )}
              </li>
            )}
          </ol>
          <LoadMore
            what="versions"
            shown={versions.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
      <RestoreDialog
        directoryId={directoryId}
        mapping={mapping}
        version={restoring}
        onClose={() => setRestoring(undefined)}
      />
    </Section>
  );
}

type VersionItemProps = {
  directoryId: string;
  version: MappingVersion;
  isCurrent: boolean;
  blocked: string | undefined;
  isOpen: boolean;
  onToggle: (open: boolean) => void;
  onRestore: () => void;
};

const VersionItem = ({ directoryId, version, isCurrent, blocked, isOpen, onToggle, onRestore }: VersionItemProps) => (
  <li className="px-4 py-3 text-sm">
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium">Version {version.version}</span>
          {isCurrent && <Badge>In force</Badge>}
          {version.restoredFrom !== null && (
            <span className="text-muted">
              restores {version.restoredFrom === 0 ? "the defaults" : `version ${version.restoredFrom}`}
            </span>
          )}
        </h3>
        <p className="text-muted">
          <span className="wrap-anywhere">{version.savedBy}</span>, <RelativeTime at={version.savedAt} />
        </p>
        {version.note && <p className="mt-1 wrap-anywhere">{version.note}</p>}
        <ul className="mt-1 list-disc ps-4">
          {version.changes.map(({ words }) => (
            <li key={words} className="wrap-anywhere">
              {words}
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          aria-expanded={isOpen}
          aria-label={`Compare version ${version.version} with the one before`}
          onClick={() => onToggle(!isOpen)}
        >
          {isOpen ? "Hide comparison" : "Compare"}
        </Button>
        {!isCurrent && (
          <Button blocked={blocked} aria-label={`Restore version ${version.version}`} onClick={onRestore}>
            Restore
          </Button>
        )}
      </div>
    </div>
    {isOpen && <Comparison directoryId={directoryId} version={version.version} />}
  </li>
);

function Comparison({ directoryId, version }: { directoryId: string; version: number }) {
  const after = useQuery(versionQuery(directoryId, version));
  const before = useQuery(versionQuery(directoryId, version - 1));
  const error = after.error ?? before.error;
  if (error) return <LoadFailed what="the comparison" error={error} onRetry={() => void after.refetch()} />;
  if (!after.data || !before.data) return <SkeletonRows what="the comparison" rows={3} />;
  return (
    <div className="mt-3">
      <SideBySide
        label={`Version ${version - 1} and version ${version}`}
        before={{ name: version === 1 ? "default mapping" : `version ${version - 1}`, text: asText(before.data) }}
        after={{ name: `version ${version}`, text: asText(after.data) }}
      />
    </div>
  );
}

/** One row a line, so that a comparison marks rows and not brackets. */
function asText({ userIdAttribute, rows, roles }: MappingVersionDetail): string {
  const lines = (list: readonly unknown[]) => list.map((each) => `    ${JSON.stringify(each)}`).join(",\n");
  return [
    "{",
    `  "userIdAttribute": ${JSON.stringify(userIdAttribute)},`,
    `  "rows": [\n${lines(rows)}\n  ],`,
    `  "policy": ${JSON.stringify(roles.policy)},`,
    roles.rules.length === 0 ? '  "rules": [],' : `  "rules": [\n${lines(roles.rules)}\n  ],`,
    `  "defaultRole": ${JSON.stringify(roles.defaultRole)}`,
    "}",
  ].join("\n");
}

type RestoreDialogProps = {
  directoryId: string;
  mapping: Mapping;
  version: number | undefined;
  onClose: () => void;
};

function RestoreDialog({ directoryId, mapping, version, onClose }: RestoreDialogProps) {
  const restore = useRestoreVersion(directoryId);
  const [asked, setAsked] = useState(version);
  if (version !== undefined && version !== asked) setAsked(version);
  const name = asked === 0 ? "the default mapping" : `version ${asked}`;
  const close = () => {
    restore.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      open={version !== undefined}
      onOpenChange={(open) => open || close()}
      title={`Restore ${name}?`}
      effect={
        <ul className="list-disc space-y-1 ps-4">
          <li>
            Rows, user ID attribute and role rules become those of {name}, as version {mapping.version + 1}.
          </li>
          <li>Everybody gets it now, in the background.</li>
          <li>Version {mapping.version} stays in this list and can be restored in turn.</li>
        </ul>
      }
      confirmLabel="Restore"
      busy={restore.isPending}
      error={restore.error ? failureSentence(restore.error) : undefined}
      onConfirm={() =>
        asked !== undefined &&
        restore.mutate(
          { version: asked, basedOn: mapping.version, apply: "now" },
          {
            onSuccess: (saved) => {
              showToast(`Version ${saved.version} is in force`, `It brings back ${name}.`);
              close();
            },
          },
        )
      }
    />
  );
}
