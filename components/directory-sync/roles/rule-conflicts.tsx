"use client";

import { useQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { roleConflictsQuery } from "#lib/client/roles.ts";
import type { OrganizationRole } from "#lib/contract/roles.ts";

const ConflictTable = dynamic(() => import("./conflict-table.tsx").then((file) => file.ConflictTable));

type RuleConflictsProps = { directoryId: string; roles: readonly OrganizationRole[] };

/** People whom several of the saved rules fit, and what was decided for each. Looked for when asked: it reads everybody. */
export function RuleConflicts({ directoryId, roles }: RuleConflictsProps) {
  const [wanted, setWanted] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({ ...roleConflictsQuery(directoryId), enabled: wanted });
  const look = () => (wanted ? void refetch() : setWanted(true));
  return (
    <Section
      title="People whom several rules fit"
      description="By the saved rules, where they would give different roles."
      actions={
        <Button busy={isFetching} onClick={look}>
          {wanted ? "Look again" : "Find them"}
        </Button>
      }
    >
      {wanted && !data && !error && <SkeletonRows what="the people" rows={2} />}
      {error && !data && <LoadFailed what="the people" error={error} onRetry={() => void refetch()} />}
      {!wanted && <p className="px-4 py-3 text-sm text-muted">Not looked for yet: everybody has to be read for it.</p>}
      {data?.data.length === 0 && (
        <p role="status" className="flex items-center gap-1.5 px-4 py-3 text-sm">
          <CircleCheck aria-hidden className="size-4 text-good" />
          Nobody: no two rules give one person different roles.
        </p>
      )}
      {data && data.data.length > 0 && (
        <>
          <ConflictTable directoryId={directoryId} roles={roles} people={data.data} />
          {data.hasMore && (
            <p className="border-t border-line px-4 py-2 text-sm text-muted">
              These are the first {data.data.length}; there may be more.
            </p>
          )}
        </>
      )}
    </Section>
  );
}
