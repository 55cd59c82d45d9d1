/** The rows of a mapping while they are edited: each keeps a key, so that a change, a move and a new row are told apart. */
import type { MappingRow, UserIdAttribute } from "#lib/contract/mapping-row.ts";

export type DraftRow = MappingRow & { key: string };
export interface MappingValue {
  rows: DraftRow[];
  userIdAttribute: UserIdAttribute;
}

/** Keys that the same rows get again on the next read. */
export const keyed = (rows: readonly MappingRow[]): DraftRow[] => rows.map((row, at) => ({ ...row, key: `row-${at}` }));

export const unkeyed = (rows: readonly DraftRow[]): MappingRow[] =>
  rows.map(({ source, transform, target, note }) => ({ source, transform, target, note }));

/** A key that none of `rows` has. */
export function freeKey(rows: readonly DraftRow[]): string {
  const taken = new Set(rows.map(({ key }) => key));
  let number = rows.length;
  while (taken.has(`new-${number}`)) number += 1;
  return `new-${number}`;
}

export interface RowChange {
  kind: "added" | "removed" | "changed" | "moved";
  key: string;
  before: DraftRow | undefined;
  after: DraftRow | undefined;
}

const sameRow = (one: MappingRow, other: MappingRow) =>
  one.source === other.source &&
  one.transform === other.transform &&
  one.target === other.target &&
  one.note === other.note;

/** What makes `after` differ from `before`. Rows that only stand elsewhere count once each, as few as explain the order. */
export function rowChanges(before: readonly DraftRow[], after: readonly DraftRow[]): RowChange[] {
  const old = new Map(before.map((row) => [row.key, row]));
  const kept = new Set(after.map(({ key }) => key));
  const changes: RowChange[] = [];
  for (const row of before) {
    if (!kept.has(row.key)) changes.push({ kind: "removed", key: row.key, before: row, after: undefined });
  }
  const moved = movedKeys(
    before.filter(({ key }) => kept.has(key)).map(({ key }) => key),
    after.filter(({ key }) => old.has(key)).map(({ key }) => key),
  );
  for (const row of after) {
    const was = old.get(row.key);
    if (!was) changes.push({ kind: "added", key: row.key, before: undefined, after: row });
    else if (!sameRow(was, row)) changes.push({ kind: "changed", key: row.key, before: was, after: row });
    else if (moved.has(row.key)) changes.push({ kind: "moved", key: row.key, before: was, after: row });
  }
  return changes;
}

/** The keys that stand outside the longest run that both orders share. */
export function movedKeys(before: readonly string[], after: readonly string[]): Set<string> {
  const place = new Map(before.map((key, at) => [key, at]));
  const order = after.map((key) => place.get(key) ?? -1);
  // Longest rising subsequence, with the way back.
  const best: number[] = [];
  const previous: number[] = [];
  for (const [at, value] of order.entries()) {
    let longest = -1;
    for (let earlier = 0; earlier < at; earlier += 1) {
      if ((order[earlier] ?? 0) >= value) continue;
      if (longest === -1 || (best[earlier] ?? 0) > (best[longest] ?? 0)) longest = earlier;
    }
    best.push(longest === -1 ? 1 : (best[longest] ?? 0) + 1);
    previous.push(longest);
  }
  const stays = new Set<string>();
  for (let at = best.indexOf(Math.max(...best)); at >= 0; at = previous[at] ?? -1) stays.add(after[at] ?? "");
  return new Set(after.filter((key) => !stays.has(key)));
}

/** How many changes a save would make. */
export const countChanges = (before: MappingValue, after: MappingValue): number =>
  rowChanges(before.rows, after.rows).length + (before.userIdAttribute === after.userIdAttribute ? 0 : 1);

type ReadRow = Omit<MappingRow, "note"> & { note?: string };

/**
 * Rows read from text, with the keys and notes of those they are: the notations hold no notes, and a row that was
 * edited in the text is still the same row.
 */
export function recognised(rows: readonly DraftRow[], read: readonly ReadRow[]): DraftRow[] {
  const left = [...rows];
  const found = new Map<ReadRow, DraftRow>();
  const alike: ((row: DraftRow, wanted: ReadRow) => boolean)[] = [
    (row, wanted) => row.source === wanted.source && row.target === wanted.target && row.transform === wanted.transform,
    (row, wanted) => row.source === wanted.source && row.target === wanted.target,
    (row, wanted) => row.target === wanted.target,
    (row, wanted) => row.source === wanted.source,
  ];
  for (const fits of alike) {
    for (const wanted of read) {
      if (found.has(wanted)) continue;
      const at = left.findIndex((row) => fits(row, wanted));
      if (at >= 0) found.set(wanted, ...(left.splice(at, 1) as [DraftRow]));
    }
  }
  const result: DraftRow[] = [];
  for (const wanted of read) {
    const { source, transform, target } = wanted;
    const was = found.get(wanted);
    const key = was?.key ?? freeKey([...rows, ...result]);
    result.push({ source, transform, target, note: wanted.note ?? was?.note ?? "", key });
  }
  return result;
}

const samePair = (one: MappingRow, other: MappingRow) => one.source === other.source && one.target === other.target;

/**
 * My changes on top of what somebody else saved meanwhile: what I removed goes, what I added or changed stands where it
 * stood. A row that both of us changed is there twice, theirs first, and the check of the rows says so; one that I
 * removed and they changed stays as theirs.
 */
export function rebased(base: MappingValue, mine: MappingValue, theirs: MappingValue): MappingValue {
  const changes = rowChanges(base.rows, mine.rows).filter(({ kind }) => kind !== "moved");
  const rows = theirs.rows.filter((row) => !changes.some(({ before }) => before && sameRow(before, row)));
  for (const { before, after } of changes) {
    if (!after || theirs.rows.some((row) => sameRow(row, after))) continue;
    const at = mine.rows.findIndex(({ key }) => key === after.key);
    const afterTheirs = before ? rows.findIndex((row) => samePair(row, before)) + 1 : 0;
    const place = Math.max(Math.min(at, rows.length), afterTheirs);
    rows.splice(place, 0, { ...after, key: freeKey([...rows, ...mine.rows]) });
  }
  const userIdAttribute = base.userIdAttribute === mine.userIdAttribute ? theirs.userIdAttribute : mine.userIdAttribute;
  return { rows, userIdAttribute };
}
