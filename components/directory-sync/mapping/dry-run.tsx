"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import ShieldAlert from "lucide-react/icons/shield-alert";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { ChangeFailed, LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/panel.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import { isUnderWay, runChangesCsv, runChangesQuery, runQuery, useChangeRun } from "#lib/client/mapping.ts";
import type { MappingRun, RunChange, RunChangeQuery } from "#lib/contract/mapping-run.ts";
import type { CustomAttribute } from "#lib/contract/roles.ts";
import { fieldName } from "./fields.ts";
import { progressInWords } from "./run-words.ts";
import { ShownValue } from "./shown-value.tsx";

type DryRunProps = {
  directoryId: string;
  runId: string;
  attributes: readonly CustomAttribute[];
  /** Whether the draft has changed since this run began. */
  isStale: boolean;
  /** Whether somebody pressed a button for it on this page: it stands below the fold and is brought into view. */
  isAsked: boolean;
  onAgain: () => void;
  onClose: () => void;
};

/** What a draft would do to everybody: counts first, then who, before anything is saved. */
export function DryRun({ directoryId, runId, attributes, isStale, isAsked, onAgain, onClose }: DryRunProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAsked) place.current?.scrollIntoView({ block: "start" });
  }, [isAsked]);
  const { data: run, error, refetch } = useQuery(runQuery(directoryId, runId));
  const change = useChangeRun(directoryId);
  return (
    <div ref={place} className="scroll-mt-16">
      <Section
        title="Checked with everybody"
        description="Nothing is changed by this check."
        actions={
          <div className="flex flex-wrap gap-2">
            {run && isUnderWay(run) ? (
              <Button busy={change.isPending} onClick={() => change.mutate({ runId, action: "cancel" })}>
                Cancel check
              </Button>
            ) : (
              <>
                <Button onClick={onAgain}>Check again</Button>
                <Button variant="quiet" onClick={onClose}>
                  Close
                </Button>
              </>
            )}
          </div>
        }
      >
        {error && !run && <LoadFailed what="the check" error={error} onRetry={() => void refetch()} />}
        {!run && !error && <SkeletonRows what="the check" rows={2} />}
        <ChangeFailed error={change.error} />
        {run && (
          <div className="flex flex-col gap-3 px-4 py-3">
            {isUnderWay(run) && (
              <ProgressBar label="Checking everybody" done={run.done} total={run.total} text={progressInWords(run)} />
            )}
            {isStale && !isUnderWay(run) && (
              <Notice icon={TriangleAlert} tone="warn" title="You have changed something since">
                These figures are about the draft as it was when you checked. Check again before you save.
              </Notice>
            )}
            <Verdict run={run} />
          </div>
        )}
        {run && run.state === "done" && <Changes directoryId={directoryId} run={run} attributes={attributes} />}
      </Section>
    </div>
  );
}

const figure = (count: number) => count.toLocaleString("en");
const people = (count: number) => (count === 1 ? "1 person" : `${figure(count)} people`);

/** "31 of 1,240 would change, 2 would lose admin." */
export function verdictOf({ counts, total }: MappingRun): string {
  if (counts.changed === 0) return `Nothing would change for any of the ${people(total)}.`;
  const parts = [`${figure(counts.changed)} of ${figure(total)} would change`];
  if (counts.adminsLost > 0) parts.push(`${figure(counts.adminsLost)} would lose admin`);
  return `${parts.join(", ")}.`;
}

function Verdict({ run }: { run: MappingRun }) {
  const { counts, state } = run;
  if (state === "cancelled") {
    return (
      <p className="text-sm">
        Cancelled after {figure(run.done)} of {figure(run.total)} people.
      </p>
    );
  }
  if (state === "failed") return <p className="text-sm text-bad">{run.failure ?? "The check stopped. Try again."}</p>;
  if (state !== "done" && counts.changed === 0) return null;
  const fields = Object.entries(counts.fields).sort(([, one], [, other]) => other - one);
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p role="status" className="text-base font-semibold">
        {state === "done" ? verdictOf(run) : `So far ${figure(counts.changed)} would change.`}
      </p>
      {counts.adminsLost > 0 && (
        <Notice icon={ShieldAlert} tone="bad" title={`${people(counts.adminsLost)} would no longer be admin`}>
          The last admin is always kept, whatever a mapping says. Look at the list before you save.
        </Notice>
      )}
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted">
        {fields.slice(0, 6).map(([field, count]) => (
          <li key={field}>
            {fieldName(field)}: {figure(count)}
          </li>
        ))}
        {fields.length > 6 && <li>and {fields.length - 6} more fields</li>}
        {counts.activated > 0 && <li>{figure(counts.activated)} memberships begin</li>}
        {counts.deactivated > 0 && <li>{figure(counts.deactivated)} memberships end</li>}
        {counts.errors > 0 && <li>{people(counts.errors)} with data that a row cannot use</li>}
      </ul>
    </div>
  );
}

type Kind = NonNullable<RunChangeQuery["kind"]> | "all";

function Changes({
  directoryId,
  run,
  attributes,
}: {
  directoryId: string;
  run: MappingRun;
  attributes: readonly CustomAttribute[];
}) {
  const [kind, setKind] = useState<Kind>("all");
  const [field, setField] = useState("");
  const [q, setQ] = useState("");
  const filters: Omit<RunChangeQuery, "cursor"> = {
    kind: kind === "all" ? undefined : kind,
    field: field || undefined,
    q: q.trim() || undefined,
  };
  const list = useInfiniteQuery(runChangesQuery(directoryId, run.id, filters));
  const changes = list.data?.pages.flatMap((page) => page.data);
  if (run.counts.changed === 0 && run.counts.errors === 0) return null;
  return (
    <div className="border-t border-line">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
        <Segmented label="Which changes" value={kind} options={kindsOf(run)} onChange={setKind} />
        <div className="flex flex-wrap items-center gap-2">
          <Select
            aria-label="Field"
            value={field}
            onChange={(event) => setField(event.target.value)}
            className="!w-auto"
          >
            <option value="">Any field</option>
            {Object.keys(run.counts.fields).map((each) => (
              <option key={each} value={each}>
                {fieldName(each, attributes)}
              </option>
            ))}
          </Select>
          <SearchField label="Search these people" value={q} onSearch={setQ} className="sm:w-52" />
          <a
            href={runChangesCsv(directoryId, run.id, filters)}
            download
            className={buttonStyle({ variant: "secondary", size: "md" })}
          >
            <Download aria-hidden /> CSV
          </a>
        </div>
      </div>
      {list.isPending && <SkeletonRows what="the people" rows={4} />}
      {list.error && !changes && (
        <LoadFailed what="the people" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {changes?.length === 0 && <p className="px-4 pb-4 text-sm text-muted">Nobody among these matches.</p>}
      {changes && changes.length > 0 && (
        <>
          <ChangeTable
            directoryId={directoryId}
            changes={changes}
            attributes={attributes}
            busy={list.isPlaceholderData}
          />
          <LoadMore
            what="people"
            shown={changes.length}
            total={list.data?.pages.at(-1)?.totalCount}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
    </div>
  );
}

/** The kinds that this run has found, each with its figure. */
function kindsOf({ counts }: MappingRun): { value: Kind; label: string }[] {
  const roles = Object.keys(counts.rolesGained).length + Object.keys(counts.rolesLost).length;
  const kinds: [Kind, string, boolean][] = [
    ["all", "All", true],
    ["roles", "Roles", roles > 0],
    ["admins_lost", `Lose admin (${figure(counts.adminsLost)})`, counts.adminsLost > 0],
    ["activated", `Begin (${figure(counts.activated)})`, counts.activated > 0],
    ["deactivated", `End (${figure(counts.deactivated)})`, counts.deactivated > 0],
    ["errors", `Unusable data (${figure(counts.errors)})`, counts.errors > 0],
  ];
  return kinds.filter(([, , found]) => found).map(([value, label]) => ({ value, label }));
}

const COLUMNS = [{ label: "Person" }, { label: "What changes" }] as const;

type ChangeTableProps = {
  directoryId: string;
  changes: RunChange[];
  attributes: readonly CustomAttribute[];
  busy: boolean;
};

const ChangeTable = ({ directoryId, changes, attributes, busy }: ChangeTableProps) => (
  <Table caption="People who would change" columns={COLUMNS} busy={busy}>
    {changes.map((person) => (
      <TableRow key={person.userId}>
        <TableCell label="Person" primary className="align-top">
          <RowLink
            href={`/directory-sync/${directoryId}/users/${person.userId}`}
            prefetch={false}
            target="_blank"
            className="wrap-anywhere"
          >
            {person.name}
            <span className="sr-only"> (opens in a new tab)</span>
          </RowLink>
          <span className="block text-muted wrap-anywhere">{person.userName}</span>
        </TableCell>
        <TableCell className="align-top">
          <ul className="flex flex-col gap-1">
            {person.adminLost && (
              <li>
                <Status icon={ShieldAlert} tone="bad">
                  Loses admin
                </Status>
              </li>
            )}
            {person.changes.map(({ field, before, after }) => (
              <FieldChangeLine key={field} name={fieldName(field, attributes)} before={before} after={after} />
            ))}
            {person.errors.map(({ field, message }) => (
              <li key={`${field} ${message}`} className="text-warn">
                {fieldName(field, attributes)}: {message}
              </li>
            ))}
          </ul>
        </TableCell>
      </TableRow>
    ))}
  </Table>
);

const FieldChangeLine = ({ name, before, after }: { name: ReactNode; before: unknown; after: unknown }) => (
  <li className="flex flex-wrap items-baseline gap-x-1.5">
    <span className="text-muted">{name}:</span>
    <ShownValue value={before} className="line-through decoration-1" />
    <span aria-hidden>→</span>
    <span className="sr-only">becomes</span>
    <ShownValue value={after} className="font-medium" />
  </li>
);
