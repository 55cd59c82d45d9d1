"use client";

import { useMemo } from "react";
import { moved } from "#components/ui/reorder.tsx";
import { type Draft, useDraft } from "#lib/client/draft.ts";
import {
  countChanges,
  type DraftRow,
  freeKey,
  keyed,
  type MappingValue,
  type RowChange,
  rowChanges,
} from "#lib/client/mapping-draft.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import { changesInWords } from "./change-words.ts";
import type { TypedText } from "./text-view.tsx";

type Edited = MappingValue & { typed?: TypedText | undefined };

export const draftName = (directoryId: string) => `mapping:${directoryId}`;

const NEW_ROW = { source: "", transform: null, target: "", note: "" };

/** The mapping while it is edited: what is in force until something changes, then a draft that this tab keeps. */
export function useMappingEdit(directoryId: string, mapping: Mapping) {
  const { version, rows, userIdAttribute } = mapping;
  const saved = useMemo<MappingValue>(() => ({ rows: keyed(rows), userIdAttribute }), [rows, userIdAttribute]);
  const { draft, change, put, drop } = useDraft<Edited>(draftName(directoryId), { version, value: saved });
  const value: Edited = draft?.value ?? saved;
  const base = draft?.base ?? saved;
  const changes = useMemo(() => rowChanges(base.rows, value.rows), [base, value]);
  const isTyping = value.typed?.isBroken === true;
  /** Rows changed otherwise than by text: what was typed is of the past. */
  const setRows = (next: DraftRow[]) => change({ ...value, rows: next, typed: undefined });
  return {
    value,
    base,
    basedOn: draft?.basedOn ?? version,
    typed: value.typed,
    rowChanges: changes,
    /** How many changes a save would make; a text that is not understood yet counts as one. */
    changes: countChanges(base, value) + (isTyping ? 1 : 0),
    words: [...changesInWords(base, value), ...(isTyping ? ["A text that is not understood yet"] : [])],
    change,
    put: (next: Draft<Edited>) => put(next),
    discard: drop,
    moveRow: (from: number, to: number) => setRows(moved(value.rows, from, to)),
    changeRow: (row: DraftRow) => setRows(value.rows.map((each) => (each.key === row.key ? row : each))),
    removeRow: (key: string) => setRows(value.rows.filter((row) => row.key !== key)),
    /** @returns the key of the new row */
    addRow: () => {
      const key = freeKey([...value.rows, ...base.rows]);
      setRows([...value.rows, { ...NEW_ROW, key }]);
      return key;
    },
    undo: ({ key, before }: RowChange) => {
      if (!before) return setRows(value.rows.filter((row) => row.key !== key));
      const isThere = value.rows.some((row) => row.key === key);
      const at = base.rows.findIndex((row) => row.key === key);
      if (isThere) {
        const without = value.rows.filter((row) => row.key !== key);
        return setRows([...without.slice(0, at), before, ...without.slice(at)]);
      }
      setRows([...value.rows.slice(0, at), before, ...value.rows.slice(at)]);
    },
    type: (typed: TypedText, next: DraftRow[] | undefined) => change({ ...value, rows: next ?? value.rows, typed }),
    dropText: () => change({ ...value, typed: undefined }),
  };
}

export type MappingEdit = ReturnType<typeof useMappingEdit>;
