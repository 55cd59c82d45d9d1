import { stringify } from "csv-stringify/sync";

type Cell = string | number | boolean | null | undefined;

/** So that spreadsheets read UTF-8 as such. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Rows as CSV, piece by piece. A cell that a spreadsheet would take for a formula is disarmed: what an IdP sends must not
 * run on an admin's computer (OWASP, CSV injection).
 */
export async function* asCsv<Item>(
  pieces: AsyncIterable<readonly Item[]>,
  columns: Readonly<Record<string, (item: Item) => Cell>>,
): AsyncGenerator<string> {
  const names = Object.keys(columns);
  const cells = Object.values(columns);
  yield BYTE_ORDER_MARK + stringify([names], { record_delimiter: "windows" });
  for await (const piece of pieces) {
    const rows = piece.map((item) => cells.map((cell) => cell(item) ?? ""));
    yield stringify(rows, { escape_formulas: true, record_delimiter: "windows", cast: { boolean: String } });
  }
}
