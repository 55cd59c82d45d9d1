"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { useState } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import { dataProblemsQuery } from "#lib/client/mapping.ts";
import { type DataProblem, KINDS_COUNTED } from "#lib/contract/data-quality.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import { fieldName } from "./fields.ts";

const WORDS: Record<DataProblem["code"], string> = {
  missing: "Not sent",
  failed: "Transformation fails",
  type: "Does not fit",
  email: "No e-mail address",
  role: "No such role",
};

const KIND_COLUMNS = [
  { label: "Field" },
  { label: "People", align: "end" },
  { label: "What to mend at the IdP, and how" },
] as const;
const COLUMNS = [{ label: "Person" }, { label: "Field" }, { label: "What is wrong" }, { label: "Since" }] as const;

/** People whose data a row could not use: nothing failed for the IdP, and here is what to mend there. */
export function DataQuality({ directoryId, idp, mapping }: { directoryId: string; idp: string; mapping: Mapping }) {
  const [field, setField] = useState<string>();
  const list = useInfiniteQuery(dataProblemsQuery(directoryId, { field }));
  const problems = list.data?.pages.flatMap((page) => page.data);
  const { kinds = [], people = 0 } = list.data?.pages[0] ?? {};
  const nameOf = (each: string) => fieldName(each, mapping.customAttributes);
  return (
    <>
      <Section
        title="Data quality"
        description={`People of whom ${idp} sends too little, or something a row cannot use. Their other fields and their requests are not affected; the field keeps its former value.`}
      >
        {list.isPending && <SkeletonRows what="the people" rows={4} />}
        {list.error && !problems && (
          <LoadFailed what="the people" error={list.error} onRetry={() => void list.refetch()} />
        )}
        {problems && kinds.length === 0 && (
          <EmptyState icon={CircleCheck} title="Nothing to mend">
            Every row could use what {idp} sent for everybody.
          </EmptyState>
        )}
        {kinds.length > 0 && (
          <Table caption="What to mend" columns={KIND_COLUMNS}>
            {kinds.map((kind) => (
              <TableRow key={`${kind.field} ${kind.code} ${kind.source}`}>
                <TableCell label="Field" primary className="align-top">
                  {nameOf(kind.field)}
                </TableCell>
                <TableCell label="People" align="end" className="align-top tabular-nums">
                  {kind.people.toLocaleString("en")}
                </TableCell>
                <TableCell label="What to mend" className="align-top">
                  <div className="text-start">
                    <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                      <Status icon={TriangleAlert} tone="warn">
                        {WORDS[kind.code]}
                      </Status>
                      {kind.source && <code className="font-mono text-xs wrap-anywhere">{kind.source}</code>}
                    </p>
                    <p className="mt-0.5 max-w-[70ch] text-pretty">{kind.fix}</p>
                  </div>
                </TableCell>
              </TableRow>
            ))}
          </Table>
        )}
        {people > KINDS_COUNTED && (
          <p className="border-t border-line px-4 py-2.5 text-sm text-muted">
            Counted among {KINDS_COUNTED.toLocaleString("en")} of the {people.toLocaleString("en")} people of whom
            something is wrong.
          </p>
        )}
      </Section>
      {problems && kinds.length > 0 && (
        <Section
          title="People"
          description="They leave this list by themselves with the next request that brings a usable value."
          actions={
            <Select
              aria-label="Field"
              value={field ?? ""}
              onChange={(event) => setField(event.target.value || undefined)}
              className="!w-auto"
            >
              <option value="">Any field</option>
              {[...new Set(kinds.map((kind) => kind.field))].map((each) => (
                <option key={each} value={each}>
                  {nameOf(each)}
                </option>
              ))}
            </Select>
          }
        >
          <People directoryId={directoryId} problems={problems} nameOf={nameOf} busy={list.isPlaceholderData} />
          <LoadMore
            what={problems.length === 1 ? "thing to mend" : "things to mend"}
            shown={problems.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </Section>
      )}
    </>
  );
}

type PeopleProps = {
  directoryId: string;
  problems: readonly DataProblem[];
  nameOf: (field: string) => string;
  busy: boolean;
};

const People = ({ directoryId, problems, nameOf, busy }: PeopleProps) => (
  <Table caption="People with data to mend" columns={COLUMNS} busy={busy}>
    {problems.map((problem) => (
      <TableRow key={`${problem.userId} ${problem.field} ${problem.code} ${problem.message}`}>
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
          {nameOf(problem.field)}
        </TableCell>
        <TableCell label="What is wrong" className="align-top">
          <p className="wrap-anywhere">{problem.message}</p>
        </TableCell>
        <TableCell label="Since" className="align-top">
          <RelativeTime at={problem.since} />
        </TableCell>
      </TableRow>
    ))}
  </Table>
);
