/** Keyset paging: the cursor is the last row's key, so no page costs more than the first and none skips a row. */

/** The key in a cursor; `null` without one, or for a cursor that is not ours, which starts over. */
export function readCursor(cursor: string | undefined): string | null {
  if (!cursor) return null;
  const key = Buffer.from(cursor, "base64url").toString("utf8");
  return key.includes("\u0000") || key === "" ? null : key;
}

/** @param rows one more than `size`, if there is another page */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  size: number,
  keyOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): { data: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, size);
  const last = rows.length > size ? shown.at(-1) : undefined;
  return { data: shown.map(toItem), nextCursor: last ? Buffer.from(keyOf(last)).toString("base64url") : null };
}
