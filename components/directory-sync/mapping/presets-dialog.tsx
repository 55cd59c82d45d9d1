"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { type DraftRow, type MappingValue, recognised } from "#lib/client/mapping-draft.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { MappingPreset } from "#lib/contract/mapping-row.ts";
import { changesInWords } from "./change-words.ts";

type PresetsDialogProps = {
  mapping: Mapping;
  value: MappingValue;
  onClose: () => void;
  onTake: (value: MappingValue, name: string) => void;
};

/** Ready mappings and recipes. What one would change is shown first; taking it over still saves nothing. */
export function PresetsDialog({ mapping, value, onClose, onTake }: PresetsDialogProps) {
  const [chosen, setChosen] = useState<MappingPreset>();
  const next = chosen && draftOf(chosen, value.rows);
  const changes = next ? changesInWords(value, next) : [];
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title="Presets and recipes"
      description="Pick one to see what it would change. Nothing is saved until you save."
      className="sm:max-w-2xl"
    >
      <DialogBody>
        <fieldset className="grid grid-cols-1 gap-2 sm:grid-cols-2">
          <legend className="sr-only">Preset</legend>
          {mapping.presets.map((preset) => (
            <label
              key={preset.id}
              className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line px-3 py-2 text-sm has-checked:border-control has-checked:bg-hover"
            >
              <input
                type="radio"
                name="preset"
                checked={chosen?.id === preset.id}
                onChange={() => setChosen(preset)}
                className="mt-1 accent-accent"
              />
              <span className="min-w-0">
                <span className="font-medium">{preset.name}</span>
                <span className="block text-pretty text-muted">{preset.description}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {next && (
          <div>
            <h3 className="text-sm font-medium">
              {changes.length === 0 ? "This is what you have already" : "What it would change"}
            </h3>
            <ul className="mt-1 max-h-56 list-disc space-y-1 overflow-y-auto ps-4 text-sm">
              {changes.map((change) => (
                <li key={change} className="wrap-anywhere">
                  {change}
                </li>
              ))}
            </ul>
          </div>
        )}
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="primary"
          disabled={!next || changes.length === 0}
          onClick={() => next && chosen && onTake(next, chosen.name)}
        >
          Take over as draft
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const draftOf = (preset: MappingPreset, rows: readonly DraftRow[]): MappingValue => ({
  rows: recognised(rows, preset.rows),
  userIdAttribute: preset.userIdAttribute,
});
