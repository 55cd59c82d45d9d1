"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import SearchX from "lucide-react/icons/search-x";
import ShieldAlert from "lucide-react/icons/shield-alert";
import ShieldCheck from "lucide-react/icons/shield-check";
import { Button } from "#components/ui/button.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { controlStyle } from "#components/ui/control-style.ts";
import { CopyButton } from "#components/ui/copy-field.tsx";
import { cx } from "#components/ui/cx.ts";
import { Drawer } from "#components/ui/drawer.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ChangeFailed, LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Fact, Facts, Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { auditEntryQuery, auditExportUrl, auditQuery, useVerifyAudit } from "#lib/client/administration.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { actionInWords } from "./audit-words.ts";
import { auditFilters, auditParameters } from "./parameters.ts";

/** Who did what, when, and what it changed. */
export function AuditLog({ organization }: { organization: OrganizationSummary }) {
  const [view, setView] = useUrlFilters(auditParameters);
  const filters = auditFilters(view);
  const list = useInfiniteQuery(auditQuery(organization.id, filters));
  const entries = list.data?.pages.flatMap((page) => page.data);
  const actions = list.data?.pages[0]?.actions ?? [];
  return (
    <>
      <PageHeader
        title="Audit log"
        purpose={`Every act of ${organization.name}'s admins, its API keys and Rollcall itself. Lines are only ever added.`}
        actions={<Exports organization={organization} filters={filters} />}
      />
      <Verify organizationId={organization.id} />
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2 pb-3">
        <label className="flex min-w-0 flex-col gap-1 text-sm">
          <span className="text-muted">Action</span>
          <select
            value={view.action ?? ""}
            onChange={(event) => setView({ action: event.target.value || null })}
            className={cx(controlStyle, "select pe-8")}
          >
            <option value="">All</option>
            {[...new Set([...actions, ...(view.action ? [view.action] : [])])].map((action) => (
              <option key={action} value={action}>
                {actionInWords(action)}
              </option>
            ))}
          </select>
        </label>
        <Day label="From" value={view.from} onChange={(from) => setView({ from })} />
        <Day label="To" value={view.to} onChange={(to) => setView({ to })} />
        <div className="w-full sm:ms-auto sm:w-auto">
          <SearchField label="Search the audit log" value={view.q} onSearch={(q) => setView({ q: q || null })} />
        </div>
      </div>
      {list.isPending && <SkeletonRows what="the audit log" rows={8} />}
      {list.error && !entries && (
        <LoadFailed what="the audit log" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {entries?.length === 0 && (
        <Panel>
          <EmptyState
            icon={SearchX}
            title="No line matches"
            action={<Button onClick={() => setView(null)}>Clear filters</Button>}
          >
            The search looks at who acted, on what, and at what changed.
          </EmptyState>
        </Panel>
      )}
      {entries && entries.length > 0 && (
        <Panel>
          <AuditTable
            entries={entries}
            busy={list.isPlaceholderData}
            onOpen={(entry) => setView({ entry }, { history: "push" })}
          />
          <LoadMore
            what="lines"
            shown={entries.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </Panel>
      )}
      <EntryDrawer organizationId={organization.id} id={view.entry} onClose={() => setView({ entry: null })} />
    </>
  );
}

const Day = ({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | null;
  onChange: (day: string | null) => void;
}) => (
  <label className="flex flex-col gap-1 text-sm">
    <span className="text-muted">{label}</span>
    <input
      type="date"
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value || null)}
      className={controlStyle}
    />
  </label>
);

function Exports({
  organization,
  filters,
}: {
  organization: OrganizationSummary;
  filters: ReturnType<typeof auditFilters>;
}) {
  const blocked = manageBlocked(organization);
  if (blocked) return <Button blocked={blocked}>Export</Button>;
  return (
    <>
      {(["csv", "jsonl"] as const).map((format) => (
        <a key={format} href={auditExportUrl(organization.id, filters, format)} download className={buttonStyle()}>
          <Download aria-hidden /> {format === "csv" ? "CSV" : "JSON lines"}
        </a>
      ))}
    </>
  );
}

function Verify({ organizationId }: { organizationId: string }) {
  const verify = useVerifyAudit(organizationId);
  const { data } = verify;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-4 text-sm">
      <Button busy={verify.isPending} onClick={() => verify.mutate()}>
        <ShieldCheck aria-hidden /> Verify
      </Button>
      <div role="status" className="min-w-0">
        {data?.intact && (
          <p className="flex flex-wrap items-center gap-x-2 text-good">
            <ShieldCheck aria-hidden className="size-4 shrink-0" /> Intact: {data.lines.toLocaleString("en")} lines
            follow one another as they were written.
            {data.head && (
              <span className="text-muted wrap-anywhere">
                Last line {data.head.seq}, <code className="font-mono text-xs">{data.head.hash.slice(0, 16)}</code>
              </span>
            )}
          </p>
        )}
        {data && !data.intact && (
          <p className="flex items-center gap-2 text-bad">
            <ShieldAlert aria-hidden className="size-4 shrink-0" /> Line {data.firstBad?.seq} is not what was written,
            or a line before it is missing. Tell whoever runs this server.
          </p>
        )}
        {!data && !verify.error && <p className="text-muted">Checks that no line was changed, taken out or put in.</p>}
        <ChangeFailed error={verify.error} />
      </div>
    </div>
  );
}

const COLUMNS = [{ label: "What" }, { label: "On" }, { label: "Who" }, { label: "When" }] as const;

const AuditTable = ({
  entries,
  busy,
  onOpen,
}: {
  entries: AuditEntry[];
  busy: boolean;
  onOpen: (id: string) => void;
}) => (
  <Table caption="Audit log" columns={COLUMNS} busy={busy}>
    {entries.map((entry) => (
      <TableRow key={entry.id}>
        <TableCell label="What" primary>
          <button
            type="button"
            onClick={() => onOpen(entry.id)}
            className="inline-flex min-h-8 items-center text-start font-medium underline-offset-3 hover:underline pointer-coarse:min-h-11"
          >
            {actionInWords(entry.action)}
          </button>
        </TableCell>
        <TableCell label="On">
          <span className="wrap-anywhere">{entry.target.name}</span>
        </TableCell>
        <TableCell label="Who">
          <span className="wrap-anywhere">{entry.actor.name}</span>
        </TableCell>
        <TableCell label="When">
          <RelativeTime at={entry.at} />
        </TableCell>
      </TableRow>
    ))}
  </Table>
);

function EntryDrawer({
  organizationId,
  id,
  onClose,
}: {
  organizationId: string;
  id: string | null;
  onClose: () => void;
}) {
  const { data, error } = useQuery({ ...auditEntryQuery(organizationId, id ?? ""), enabled: id !== null });
  return (
    <Drawer open={id !== null} onClose={onClose} title={data && id ? actionInWords(data.action) : "Audit entry"}>
      <div className="flex flex-col gap-4 py-3">
        {error && <LoadFailed what="this entry" error={error} />}
        {data && id && <EntryFacts entry={data} />}
      </div>
    </Drawer>
  );
}

function EntryFacts({ entry }: { entry: AuditEntry }) {
  const names = [...new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})])];
  return (
    <>
      <Facts>
        <Fact name="On">
          {entry.target.name} <code className="block font-mono text-xs text-muted">{entry.target.id}</code>
        </Fact>
        <Fact name="Who">{entry.actor.name}</Fact>
        <Fact name="When">
          <RelativeTime at={entry.at} />
          <span className="block text-xs text-muted">{entry.at}</span>
        </Fact>
        {entry.surface && <Fact name="Through">{entry.surface}</Fact>}
        {entry.ip && <Fact name="From">{entry.ip}</Fact>}
        <Fact name="Line">{entry.seq}</Fact>
        {Object.entries(entry.detail).map(([name, value]) => (
          <Fact key={name} name={name}>
            {inWords(value)}
          </Fact>
        ))}
      </Facts>
      {names.length > 0 && (
        <div className="px-4">
          <Panel>
            <Table caption="Before and after" columns={[{ label: "What" }, { label: "Before" }, { label: "After" }]}>
              {names.map((name) => (
                <TableRow key={name}>
                  <TableCell label="What" primary>
                    {name}
                  </TableCell>
                  <TableCell label="Before" className="wrap-anywhere">
                    {inWords(entry.before?.[name])}
                  </TableCell>
                  <TableCell label="After" className="wrap-anywhere">
                    {inWords(entry.after?.[name])}
                  </TableCell>
                </TableRow>
              ))}
            </Table>
          </Panel>
        </div>
      )}
      <div className="px-4">
        <CopyButton value={entry.id} what="Id of the line" />
      </div>
    </>
  );
}

function inWords(value: unknown): string {
  if (value === undefined || value === null || value === "") return "—";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "—" : value.join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
