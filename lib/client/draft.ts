"use client";

import { useEffect, useState } from "react";

/** What is being edited, and what it was made from. */
export interface Draft<Value> {
  /** The version whose `base` it is; a save on top of another one is a conflict. */
  basedOn: number;
  base: Value;
  value: Value;
}

const storageKey = (name: string) => `rollcall-draft:${name}`;

function readStored<Value>(name: string): Draft<Value> | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey(name)) ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function store<Value>(name: string, draft: Draft<Value> | undefined) {
  try {
    if (draft) sessionStorage.setItem(storageKey(name), JSON.stringify(draft));
    else sessionStorage.removeItem(storageKey(name));
  } catch {
    // A full or forbidden storage costs the draft's safety net, not the editing.
  }
}

/**
 * What is edited and not saved. It outlives a reload and the way to another page and back, in this tab alone. There is
 * no draft until something differs from what is in force.
 *
 * @param name one per thing edited, e.g. `mapping:directory_…`
 */
export function useDraft<Value>(name: string, inForce: { version: number; value: Value } | undefined) {
  const [draft, setDraft] = useState<Draft<Value>>();
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    const kept = readStored<Value>(name);
    if (!kept) return;
    setDraft(kept);
    setRestored(true);
  }, [name]);
  const put = (next: Draft<Value> | undefined) => {
    setDraft(next);
    setRestored(false);
    store(name, next);
  };
  return {
    draft,
    /** Whether it was found in this tab when the page was opened. */
    restored,
    change: (value: Value) => {
      const from = draft ?? (inForce && { basedOn: inForce.version, base: inForce.value });
      if (from) put({ basedOn: from.basedOn, base: from.base, value });
    },
    put,
    drop: () => put(undefined),
  };
}

/** Mapping and rules share one line of versions: after a save of the one, an open draft of the other follows. */
export function followVersion(name: string, from: number, to: number) {
  const kept = readStored<unknown>(name);
  if (kept?.basedOn === from) store(name, { ...kept, basedOn: to });
}
