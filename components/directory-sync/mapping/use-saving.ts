"use client";

import { useState } from "react";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { followVersion } from "#lib/client/draft.ts";
import { useSaveMapping } from "#lib/client/mapping.ts";
import { keyed, type MappingValue, rebased, recognised, unkeyed } from "#lib/client/mapping-draft.ts";
import { RequestFailed } from "#lib/client/request.ts";
import { type Mapping, SaveConflict } from "#lib/contract/mapping.ts";
import type { Apply } from "#lib/contract/roles.ts";
import { changesInWords } from "./change-words.ts";
import type { Conflict } from "./conflict-notice.tsx";
import type { MappingEdit } from "./use-mapping-edit.ts";

/** Says who saved what meanwhile, when a save was refused for that. */
export function conflictOf(error: unknown): Conflict | undefined {
  if (!(error instanceof RequestFailed) || error.code !== "conflict") return undefined;
  const detail = SaveConflict.safeParse(error.detail);
  return detail.success ? detail.data : undefined;
}

/** What somebody else changed since the draft was begun. */
const meanwhile = (base: MappingValue, { rows, userIdAttribute }: Mapping) =>
  changesInWords(base, { rows: recognised(base.rows, rows), userIdAttribute }).map((words) => ({ words }));

/** From "Save" to the new version: the question, the refusal that can be read, and the draft put on top of another's. */
export function useSaving(directoryId: string, edit: MappingEdit, mapping: Mapping) {
  const [isAsking, setAsking] = useState(false);
  const [refused, setRefused] = useState<Conflict>();
  const save = useSaveMapping(directoryId);
  // Known from the page's own look at the server, before anybody presses save.
  const overtaken: Conflict | undefined =
    edit.changes > 0 && mapping.version !== edit.basedOn && mapping.savedBy && mapping.savedAt
      ? {
          version: mapping.version,
          savedBy: mapping.savedBy,
          savedAt: mapping.savedAt,
          changes: meanwhile(edit.base, mapping),
        }
      : undefined;
  const conflict = refused && refused.version >= mapping.version && edit.changes > 0 ? refused : overtaken;
  const inForce: MappingValue = { rows: keyed(mapping.rows), userIdAttribute: mapping.userIdAttribute };
  return {
    isAsking,
    isPending: save.isPending,
    conflict,
    failure: save.error && !conflictOf(save.error) ? failureSentence(save.error) : undefined,
    ask: () => setAsking(true),
    cancel: () => {
      save.reset();
      setAsking(false);
    },
    rebase: () => {
      const value = rebased(edit.base, edit.value, inForce);
      edit.put({ basedOn: mapping.version, base: inForce, value });
      setRefused(undefined);
      save.reset();
    },
    save: ({ note, apply }: { note: string; apply: Apply }) =>
      save.mutate(
        {
          basedOn: edit.basedOn,
          rows: unkeyed(edit.value.rows),
          userIdAttribute: edit.value.userIdAttribute,
          note: note || null,
          apply,
        },
        {
          onSuccess: ({ version, run }) => {
            followVersion(`roles:${directoryId}`, edit.basedOn, version);
            edit.discard();
            setAsking(false);
            showToast(
              `Version ${version} saved`,
              run ? "Everybody gets it now." : "People get it when they change next.",
            );
          },
          onError: (error) => {
            const found = conflictOf(error);
            if (!found) return;
            setRefused(found);
            setAsking(false);
          },
        },
      ),
  };
}
