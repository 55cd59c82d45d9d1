"use client";

import { Button } from "#components/ui/button.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { SaveBar } from "#components/ui/save-bar.tsx";
import type { VersionSave } from "../use-version-save.ts";
import { SaveDialog } from "./when-needed.ts";

type DraftSaveProps = {
  edit: { changes: number; words: readonly string[]; discard: () => void };
  saving: VersionSave;
  /** How many people the directory has. */
  people: number;
  /** Why the draft can neither be checked nor saved as it is. */
  unready: string | undefined;
  /** Trying the draft on everybody, which nobody has to do. */
  check: {
    label: string;
    run: () => void;
    isPending: boolean;
    error: Error | null;
    /** Said before saving: that this very draft was tried, or that it was not. */
    result: string;
  };
};

/** The end of an edit: try it on everybody, discard it, or save it as a version. */
export function DraftSave({ edit, saving, people, unready, check }: DraftSaveProps) {
  const stop = saving.conflict && "Somebody else has saved meanwhile: choose above how to go on.";
  return (
    <>
      <ChangeFailed error={check.error} />
      <SaveBar
        changes={edit.changes}
        note={unready}
        busy={saving.isPending}
        onDiscard={edit.discard}
        onSave={() => unready ?? stop ?? saving.ask()}
      >
        <Button busy={check.isPending} blocked={unready} onClick={check.run}>
          {check.label}
        </Button>
        <Button variant="primary" blocked={unready ?? stop} onClick={saving.ask}>
          Save…
        </Button>
      </SaveBar>
      {saving.isAsking && (
        <SaveDialog
          changes={edit.words}
          people={people}
          check={check.result}
          busy={saving.isPending}
          error={saving.failure}
          onClose={saving.cancel}
          onSave={saving.save}
        />
      )}
    </>
  );
}

/** Why a draft with so many errors cannot be saved; undefined when it can. */
export const inTheWay = (errors: number): string | undefined =>
  errors > 0 ? `${errors === 1 ? "1 error stands" : `${errors} errors stand`} in the way` : undefined;
