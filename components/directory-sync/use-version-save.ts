"use client";

import type { UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { followVersion } from "#lib/client/draft.ts";
import { RequestFailed } from "#lib/client/request.ts";
import { SaveConflict, type SavedMapping } from "#lib/contract/mapping.ts";
import type { Apply } from "#lib/contract/roles.ts";
import type { Conflict } from "./mapping/conflict-notice.tsx";

/** What every save of a version says beside its content. */
interface Saving {
  basedOn: number;
  note: string | null;
  apply: Apply;
}

interface SavedDraft<Body> {
  edit: { basedOn: number; changes: number; discard: () => void };
  inForce: { version: number; savedBy: string | null; savedAt: string | null };
  save: UseMutationResult<SavedMapping, Error, Body>;
  /** The draft, with what every save says. */
  body: (saving: Saving) => Body;
  /** What somebody else changed since the draft was begun, one line each. */
  meanwhile: () => Conflict["changes"];
  /** Puts the draft on top of what is in force now. */
  rebase: () => void;
  /** The draft of the other part of the configuration, which shares the line of versions. */
  otherDraft: string;
}

/** Who saved what meanwhile, when a save was refused for that. */
function conflictOf(error: unknown): Conflict | undefined {
  if (!(error instanceof RequestFailed) || error.code !== "conflict") return undefined;
  const detail = SaveConflict.safeParse(error.detail);
  return detail.success ? detail.data : undefined;
}

/** From "Save" to the new version: the question, the refusal that can be read, and the draft put on top of another's. */
export function useVersionSave<Body>(given: SavedDraft<Body>) {
  const { edit, inForce, save, body, meanwhile, rebase, otherDraft } = given;
  const [isAsking, setAsking] = useState(false);
  const [refused, setRefused] = useState<Conflict>();
  const { version, savedBy, savedAt } = inForce;
  // Known from the page's own look at the server, before anybody presses save.
  const overtaken: Conflict | undefined =
    edit.changes > 0 && version !== edit.basedOn && savedBy && savedAt
      ? { version, savedBy, savedAt, changes: meanwhile() }
      : undefined;
  return {
    isAsking,
    isPending: save.isPending,
    conflict: refused && refused.version >= version && edit.changes > 0 ? refused : overtaken,
    failure: save.error && !conflictOf(save.error) ? failureSentence(save.error) : undefined,
    ask: () => setAsking(true),
    cancel: () => {
      save.reset();
      setAsking(false);
    },
    rebase: () => {
      rebase();
      setRefused(undefined);
      save.reset();
    },
    save: ({ note, apply }: { note: string; apply: Apply }) =>
      save.mutate(body({ basedOn: edit.basedOn, note: note || null, apply }), {
        onSuccess: (saved) => {
          followVersion(otherDraft, edit.basedOn, saved.version);
          edit.discard();
          setAsking(false);
          const when = saved.run ? "Everybody gets it now." : "People get it when they change next.";
          showToast(`Version ${saved.version} saved`, when);
        },
        onError: (error) => {
          const found = conflictOf(error);
          if (!found) return;
          setRefused(found);
          setAsking(false);
        },
      }),
  };
}

/** A save as its dialog and its button see it. */
export type VersionSave = ReturnType<typeof useVersionSave>;
