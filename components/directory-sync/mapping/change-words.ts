/** What a draft changes, in sentences. */
import { type MappingValue, type RowChange, rowChanges } from "#lib/client/mapping-draft.ts";
import type { MappingRow } from "#lib/contract/mapping-row.ts";

const row = ({ source, transform, target }: MappingRow) =>
  [source || "no source", ...(transform === null ? [] : [transform]), target || "no field"].join(" → ");

export function changeInWords({ kind, before, after }: RowChange): string {
  if (kind === "added" && after) return `New: ${row(after)}`;
  if (kind === "removed" && before) return `Removed: ${row(before)}`;
  if (kind === "moved" && after) return `Moved: ${row(after)}`;
  if (!before || !after) return "";
  return row(before) === row(after) ? `Other note: ${row(after)}` : `Was ${row(before)}, becomes ${row(after)}`;
}

export function changesInWords(before: MappingValue, after: MappingValue): string[] {
  const words = rowChanges(before.rows, after.rows).map(changeInWords);
  if (before.userIdAttribute === after.userIdAttribute) return words;
  return [...words, `User ID attribute: was ${before.userIdAttribute}, becomes ${after.userIdAttribute}`];
}
