"use client";

import { useQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import CircleX from "lucide-react/icons/circle-x";
import Info from "lucide-react/icons/info";
import OctagonAlert from "lucide-react/icons/octagon-alert";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import { causesQuery } from "#lib/client/log.ts";
import type { CauseGroup, LogFilterWords } from "#lib/contract/log.ts";
import { type LogParameters, logHref } from "./log-parameters.ts";

const LOOKS = {
  refused: { icon: OctagonAlert, tone: "warn", word: "Refused" },
  incomplete: { icon: TriangleAlert, tone: "warn", word: "Incomplete" },
  notice: { icon: Info, tone: "info", word: "Notice" },
  ours: { icon: CircleX, tone: "bad", word: "Our side" },
} as const;

const COLUMNS = [
  { label: "Cause" },
  { label: "Kind" },
  { label: "Entries", align: "end" },
  { label: "Affected", align: "end" },
  { label: "First" },
  { label: "Last" },
] as const;

type LogCausesProps = { directoryId: string; filters: LogFilterWords; view: LogParameters };

/** What went wrong, one line for each reason, each leading to its entries. */
export function LogCauses({ directoryId, filters, view }: LogCausesProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(causesQuery(directoryId, filters));
  if (error && !data) return <LoadFailed what="the causes" error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows what="the causes" rows={5} />;
  if (data.data.length === 0) {
    return (
      <Panel>
        <EmptyState icon={CircleCheck} title="Nothing needs attention">
          No request in this stretch of time went wrong or was only half right.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel>
      <CauseTable
        groups={data.data}
        busy={isPlaceholderData}
        hrefOf={(code) => logHref(directoryId, { ...view, view: "list", cause: code, entry: null })}
      />
    </Panel>
  );
}

type CauseTableProps = { groups: CauseGroup[]; busy?: boolean; hrefOf: (code: string) => string };

export const CauseTable = ({ groups, busy = false, hrefOf }: CauseTableProps) => (
  <Table caption="Causes, most frequent first" columns={COLUMNS} busy={busy}>
    {groups.map(({ code, title, severity, entries, affected, firstAt, lastAt, advice }) => {
      const { icon, tone, word } = LOOKS[severity];
      return (
        <TableRow key={code}>
          <TableCell label="Cause" primary className="w-full">
            <div className="min-w-0">
              <RowLink href={hrefOf(code)} prefetch={false}>
                {title}
              </RowLink>
              <p className="text-sm text-muted">{advice.fix}</p>
            </div>
          </TableCell>
          <TableCell label="Kind">
            <Status icon={icon} tone={tone}>
              {word}
            </Status>
          </TableCell>
          <TableCell label="Entries" align="end">
            {entries.toLocaleString("en")}
          </TableCell>
          <TableCell label="Affected" align="end">
            {affected.toLocaleString("en")}
          </TableCell>
          <TableCell label="First">
            <RelativeTime at={firstAt} />
          </TableCell>
          <TableCell label="Last">
            <RelativeTime at={lastAt} />
          </TableCell>
        </TableRow>
      );
    })}
  </Table>
);
