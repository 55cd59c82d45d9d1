"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import { dataProblemsQuery } from "#lib/client/mapping.ts";
import type { DataProblem, Mapping } from "#lib/contract/mapping.ts";
import { fieldName } from "./fields.ts";

const WORDS: Record<DataProblem["code"], string> = {
  missing: "Not sent",
  failed: "Transformation fails",
  type: "Does not fit",
  email: "No e-mail address",
  role: "No such role",
};

const COLUMNS = [
  { label: "Person" },
  { label: "Field" },
  { label: "What is wrong" },
  { label: "What to mend" },
  { label: "Since" },
] as const;

/** People whose data a row could not use: nothing failed for the IdP, and here is what to mend there. */
export function DataQuality({ directoryId, idp, mapping }: { directoryId: string; idp: string; mapping: Mapping }) {
  const list = useInfiniteQuery(dataProblemsQuery(directoryId));
  const problems = list.data?.pages.flatMap((page) => page.data);
  return (
    <Section
      title="Data quality"
      description={`People of whom ${idp} sends too little, or something a row cannot use. Their other fields and their requests are not affected; the field keeps its former value.`}
    >
      {list.isPending && <SkeletonRows what="the people" rows={4} />}
      {list.error && !problems && (
        <LoadFailed what="the people" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {problems?.length === 0 && (
        <EmptyState icon={CircleCheck} title="Nothing to mend">
          Every row could use what {idp} sent for everybody.
        </EmptyState>
      )}
      {problems && problems.length > 0 && (
        <>
          <Table caption="What to mend" columns={COLUMNS}>
            {problems.map((problem) => (
              <TableRow key={`${problem.userId} ${problem.field} ${problem.code}`}>
                <TableCell label="Person" primary className="align-top">
                  <RowLink
                    href={`/directory-sync/${directoryId}/users/${problem.userId}`}
                    prefetch={false}
                    className="wrap-anywhere"
                  >
                    {problem.name}
                  </RowLink>
                  <span className="block text-muted wrap-anywhere">{problem.userName}</span>
                </TableCell>
                <TableCell label="Field" className="align-top">
                  {fieldName(problem.field, mapping.customAttributes)}
                </TableCell>
                <TableCell label="What is wrong" className="align-top">
                  <div>
                    <Status icon={TriangleAlert} tone="warn">
                      {WORDS[problem.code]}
                    </Status>
                    <p className="mt-0.5 wrap-anywhere">{problem.message}</p>
                  </div>
                </TableCell>
                <TableCell label="What to mend" className="align-top">
                  <div>
                    {problem.source && <code className="font-mono text-xs wrap-anywhere">{problem.source}</code>}
                    <p className="text-pretty">{problem.fix}</p>
                  </div>
                </TableCell>
                <TableCell label="Since" className="align-top">
                  <RelativeTime at={problem.since} />
                </TableCell>
              </TableRow>
            ))}
          </Table>
          <LoadMore
            what={problems.length === 1 ? "thing to mend" : "things to mend"}
            shown={problems.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
    </Section>
  );
}
