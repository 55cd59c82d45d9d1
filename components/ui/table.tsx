import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

type Column = {
  label: string;
  align?: "start" | "end" /** For a column of buttons, whose heading need not be seen. */;
  hidden?: boolean;
};

type TableProps = {
  /** Says what the table lists, for assistive technology. */
  caption: string;
  columns: readonly Column[];
  children: ReactNode;
  busy?: boolean;
  /** Of all rows with the heading, where only some are in the page; -1: not known. */
  rowCount?: number;
};

/*
 * The roles look redundant and are not: below 640 px the styles take the table layout away, and with it browsers drop
 * the built-in roles.
 */

/** A table that becomes a stack of cards on a narrow screen. Its rows are `TableRow`s of `TableCell`s. */
export const Table = ({ caption, columns, children, busy = false, rowCount }: TableProps) => (
  // biome-ignore lint/a11y/noRedundantRoles: see above.
  <table role="table" className="data-table" aria-busy={busy || undefined} aria-rowcount={rowCount}>
    <caption className="sr-only">{caption}</caption>
    {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
    <thead role="rowgroup">
      {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
      <tr role="row">
        {columns.map(({ label, align, hidden }) => (
          // biome-ignore lint/a11y/noRedundantRoles: see above.
          <th key={label} role="columnheader" scope="col" data-align={align}>
            <span className={hidden ? "sr-only" : undefined}>{label}</span>
          </th>
        ))}
      </tr>
    </thead>
    {/* biome-ignore lint/a11y/noRedundantRoles: see above. */}
    <tbody role="rowgroup">{children}</tbody>
  </table>
);

/** One row, or one card. */
export const TableRow = (props: ComponentProps<"tr">) => (
  // biome-ignore lint/a11y/noRedundantRoles: see above.
  <tr role="row" {...props} />
);

type TableCellProps = {
  /** The column's name, shown beside the value on a card. Leave it out for buttons. */
  label?: string;
  /** The cell that names the row: the card's heading. */
  primary?: boolean;
  align?: "start" | "end";
  className?: string;
  children: ReactNode;
};

/** One value. */
export const TableCell = ({ label, primary, align, className, children }: TableCellProps) => (
  // biome-ignore lint/a11y/noRedundantRoles: see above.
  <td role="cell" data-label={label} data-primary={primary || undefined} data-align={align} className={cx(className)}>
    {children}
  </td>
);
