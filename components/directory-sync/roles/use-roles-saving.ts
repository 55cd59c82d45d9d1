"use client";

import { useState } from "react";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { followVersion } from "#lib/client/draft.ts";
import { useSaveRoles } from "#lib/client/roles.ts";
import type { Apply, RolesState } from "#lib/contract/roles.ts";
import type { Conflict } from "../mapping/conflict-notice.tsx";
import { conflictOf } from "../mapping/use-saving.ts";
import { keyedRules, meanwhile, rebasedRules, unkeyedRules } from "./role-draft.ts";
import type { RolesEdit } from "./use-roles-edit.ts";

/** From "Save" to the new version, or to a refusal in words: a conflict, or nobody left who is admin. */
export function useRolesSaving(directoryId: string, edit: RolesEdit, state: RolesState) {
  const [isAsking, setAsking] = useState(false);
  const [refused, setRefused] = useState<Conflict>();
  const save = useSaveRoles(directoryId);
  const overtaken: Conflict | undefined =
    edit.changes > 0 && state.version !== edit.basedOn && state.savedBy && state.savedAt
      ? { version: state.version, savedBy: state.savedBy, savedAt: state.savedAt, changes: meanwhile(edit.base, state) }
      : undefined;
  const conflict = refused && refused.version >= state.version && edit.changes > 0 ? refused : overtaken;
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
      const inForce = keyedRules(state);
      edit.put({ basedOn: state.version, base: inForce, value: rebasedRules(edit.base, edit.value, inForce) });
      setRefused(undefined);
      save.reset();
    },
    save: ({ note, apply }: { note: string; apply: Apply }) =>
      save.mutate(
        { ...unkeyedRules(edit.value), basedOn: edit.basedOn, note: note || null, apply },
        {
          onSuccess: ({ version, run }) => {
            followVersion(`mapping:${directoryId}`, edit.basedOn, version);
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
