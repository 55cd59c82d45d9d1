import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import type { LogEntryDetail } from "#lib/contract/log.ts";

const COLUMNS = [{ label: "Attribute" }, { label: "Before" }, { label: "After" }] as const;

/** What each changed attribute was and is. */
export const LogEntryChanges = ({ changes }: { changes: LogEntryDetail["changes"] }) => (
  <div className="overflow-hidden rounded-md border border-line">
    <Table caption="Changed attributes" columns={COLUMNS}>
      {changes.map(({ attribute, before, after }) => (
        <TableRow key={attribute}>
          <TableCell label="Attribute" primary className="align-top">
            <code className="font-mono text-xs wrap-anywhere">{attribute}</code>
          </TableCell>
          <TableCell label="Before" className="align-top">
            <Value value={before} />
          </TableCell>
          <TableCell label="After" className="align-top">
            <Value value={after} />
          </TableCell>
        </TableRow>
      ))}
    </Table>
  </div>
);

/** A value as the IdP gave it: text as text, anything else as JSON. */
function Value({ value }: { value: unknown }) {
  if (value === undefined || value === null) return <span className="text-muted">None</span>;
  if (typeof value === "string") return <span className="whitespace-pre-wrap wrap-anywhere">{value}</span>;
  return (
    <code className="block max-h-48 overflow-y-auto text-start font-mono text-xs whitespace-pre-wrap wrap-anywhere">
      {JSON.stringify(value, null, 2)}
    </code>
  );
}
