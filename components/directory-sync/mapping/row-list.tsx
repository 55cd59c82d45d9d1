"use client";

import ArrowRight from "lucide-react/icons/arrow-right";
import Pencil from "lucide-react/icons/pencil";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import Undo2 from "lucide-react/icons/undo-2";
import X from "lucide-react/icons/x";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { ReorderList } from "#components/ui/reorder.tsx";
import { Badge, Status } from "#components/ui/status.tsx";
import type { DraftRow, RowChange } from "#lib/client/mapping-draft.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { RowTrace } from "#lib/contract/mapping-preview.ts";
import type { ConfigurationProblem } from "#lib/contract/mapping-row.ts";
import { ProblemLine } from "./problem-line.tsx";
import { ShownValue } from "./shown-value.tsx";

const RowEditor = dynamic(() => import("./row-editor.tsx").then((file) => file.RowEditor), {
  loading: () => (
    <p role="status" className="px-4 pb-3 text-sm text-muted">
      Loading the row
    </p>
  ),
});

export interface RowListProps {
  directoryId: string;
  mapping: Mapping;
  rows: readonly DraftRow[];
  changes: readonly RowChange[];
  problems: readonly ConfigurationProblem[];
  /** What each row makes of the chosen person, by place; absent where nobody is chosen. */
  traces: readonly RowTrace[] | undefined;
  /** Whose result stands at the end of each row. */
  personName: string | undefined;
  /** The row that is open. */
  openKey: string | undefined;
  /** Why nothing can be changed. */
  blocked: string | undefined;
  onOpen: (key: string | undefined) => void;
  onMove: (from: number, to: number) => void;
  onChange: (row: DraftRow) => void;
  onRemove: (key: string) => void;
  onUndo: (change: RowChange) => void;
}

/** The rows of a mapping: source, transformation, field, and what becomes of the chosen person's value. */
export function RowList(props: RowListProps) {
  const { rows, changes, problems, mapping, traces, blocked, openKey, onMove } = props;
  const change = new Map(changes.map((each) => [each.key, each]));
  const defaults = mapping.presets.find(({ id }) => id === "default")?.rows ?? [];
  const isDefault = (row: DraftRow) =>
    defaults.some(
      ({ source, target, transform }) => source === row.source && target === row.target && transform === row.transform,
    );
  return (
    <ReorderList
      label="Mapping rows, in the order in which they are applied"
      items={rows}
      keyOf={(row) => row.key}
      nameOf={inWords}
      onMove={onMove}
      fixed={blocked !== undefined}
    >
      {(row, at, handle) => (
        <Row
          {...props}
          row={row}
          at={at}
          handle={handle}
          change={change.get(row.key)}
          isDefault={isDefault(row)}
          isOpen={openKey === row.key}
          problems={problems.filter(({ part, index }) => part === "row" && index === at)}
          trace={traceOf(traces, row, at)}
        />
      )}
    </ReorderList>
  );
}

/** The trace of this very row: one of a moment ago may be about another. */
const traceOf = (traces: readonly RowTrace[] | undefined, row: DraftRow, at: number) => {
  const trace = traces?.find(({ index }) => index === at);
  return trace?.source === row.source && trace.target === row.target ? trace : undefined;
};

const inWords = ({ source, target }: DraftRow) => `${source || "new row"} to ${target || "no field yet"}`;

type RowProps = Omit<RowListProps, "rows" | "changes" | "traces" | "openKey"> & {
  row: DraftRow;
  at: number;
  handle: ReactNode;
  change: RowChange | undefined;
  isDefault: boolean;
  isOpen: boolean;
  trace: RowTrace | undefined;
};

function Row({ row, at, handle, change, isDefault, isOpen, problems, trace, personName, ...props }: RowProps) {
  const { blocked, onOpen, onRemove, onUndo } = props;
  return (
    <div className={cx("transition-colors", isOpen ? "bg-hover/50" : "hover:bg-hover/40")}>
      <div className="flex flex-wrap items-start gap-x-2 gap-y-1 px-2 py-2 sm:flex-nowrap sm:px-3">
        {handle && <div className="order-2 sm:order-none">{handle}</div>}
        <div className="order-1 grid min-w-0 basis-full grid-cols-1 gap-x-4 gap-y-1 px-1 sm:order-none sm:basis-auto sm:flex-1 sm:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="min-w-0">
            <RowPath row={row} />
            <div className="mt-0.5 flex flex-wrap items-center gap-1.5 text-xs text-muted">
              {change ? <ChangeBadge change={change} /> : isDefault && <Badge>Default</Badge>}
              {row.note && <span className="text-pretty">{row.note}</span>}
            </div>
          </div>
          {trace && <RowResult trace={trace} personName={personName} />}
        </div>
        <div className="order-3 ms-auto flex shrink-0 items-center sm:order-none">
          {change && change.kind !== "added" && !blocked && (
            <IconButton label={`Undo the change of ${inWords(row)}`} onClick={() => onUndo(change)}>
              <Undo2 aria-hidden />
            </IconButton>
          )}
          {!blocked && (
            <IconButton label={`Remove ${inWords(row)}`} onClick={() => onRemove(row.key)}>
              <X aria-hidden />
            </IconButton>
          )}
          <Button
            variant="quiet"
            aria-expanded={isOpen}
            aria-label={`${blocked ? "Show" : "Edit"} ${inWords(row)}`}
            onClick={() => onOpen(isOpen ? undefined : row.key)}
            className="px-2"
          >
            <Pencil aria-hidden /> {blocked ? "Show" : "Edit"}
          </Button>
        </div>
      </div>
      <RowProblems problems={problems} hidden={isOpen} />
      {isOpen && <RowEditor {...props} row={row} at={at} problems={problems} trace={trace} />}
    </div>
  );
}

const RowPath = ({ row }: { row: DraftRow }) => (
  <div className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-0.5">
    <code className="font-mono text-xs wrap-anywhere">{row.source || "no source yet"}</code>
    {row.transform !== null && (
      <>
        <ArrowRight aria-label="through" className="size-3.5 shrink-0 text-faint rtl:rotate-180" />
        <code className="rounded-sm border border-line bg-sunken px-1 font-mono text-xs wrap-anywhere text-muted">
          {row.transform}
        </code>
      </>
    )}
    <ArrowRight aria-label="to" className="size-3.5 shrink-0 text-faint rtl:rotate-180" />
    <code className="font-mono text-xs font-medium wrap-anywhere">{row.target || "no field yet"}</code>
  </div>
);

const OUTCOMES = {
  used: undefined,
  overridden: "a later row wins",
  empty: "nothing sent",
  unfit: "does not fit",
  failed: "fails",
} as const;

/** What the row makes of the chosen person's value. */
const RowResult = ({ trace, personName }: { trace: RowTrace; personName: string | undefined }) => {
  const said = OUTCOMES[trace.outcome];
  const isBad = trace.outcome === "failed" || trace.outcome === "unfit";
  return (
    <p className="flex min-h-7 min-w-0 flex-wrap items-center gap-x-1.5 text-xs">
      <span className="sr-only">{personName ? `For ${personName}: ` : "Result: "}</span>
      {trace.outcome !== "empty" && (
        <ShownValue value={trace.result ?? trace.found} className={said ? "text-muted" : undefined} />
      )}
      {said && (
        <span className={cx("inline-flex items-center gap-1", isBad ? "text-warn" : "text-muted")}>
          {isBad && <TriangleAlert aria-hidden className="size-3.5" />}
          {said}
        </span>
      )}
    </p>
  );
};

const CHANGE_WORDS = { added: "New", changed: "Changed", moved: "Moved", removed: "Removed" } as const;

const ChangeBadge = ({ change: { kind } }: { change: RowChange }) => (
  <Status icon={Pencil} tone="info">
    {CHANGE_WORDS[kind]}
  </Status>
);

const IconButton = ({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) => (
  <button
    type="button"
    aria-label={label}
    onClick={onClick}
    className="flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink pointer-coarse:size-11 [&_svg]:size-4"
  >
    {children}
  </button>
);

const RowProblems = ({ problems, hidden }: { problems: readonly ConfigurationProblem[]; hidden: boolean }) =>
  problems.length === 0 || hidden ? null : (
    <ul className="flex flex-col gap-0.5 px-4 pb-2 text-sm">
      {problems.map((problem) => (
        <ProblemLine key={`${problem.code} ${problem.field} ${problem.message}`} problem={problem} />
      ))}
    </ul>
  );
