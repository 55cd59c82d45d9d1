"use client";

import { useSaveMapping } from "#lib/client/mapping.ts";
import { keyed, type MappingValue, rebased, recognised, unkeyed } from "#lib/client/mapping-draft.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import { useVersionSave } from "../use-version-save.ts";
import { changesInWords } from "./change-words.ts";
import type { MappingEdit } from "./use-mapping-edit.ts";

/** What somebody else changed since the draft was begun. */
const meanwhile = (base: MappingValue, { rows, userIdAttribute }: Mapping) =>
  changesInWords(base, { rows: recognised(base.rows, rows), userIdAttribute }).map((words) => ({ words }));

/** Saving rows and user ID attribute. */
export function useSaving(directoryId: string, edit: MappingEdit, mapping: Mapping) {
  const inForce: MappingValue = { rows: keyed(mapping.rows), userIdAttribute: mapping.userIdAttribute };
  return useVersionSave({
    edit,
    inForce: mapping,
    save: useSaveMapping(directoryId),
    body: (saving) => ({
      ...saving,
      rows: unkeyed(edit.value.rows),
      userIdAttribute: edit.value.userIdAttribute,
    }),
    meanwhile: () => meanwhile(edit.base, mapping),
    rebase: () => edit.put({ basedOn: mapping.version, base: inForce, value: rebased(edit.base, edit.value, inForce) }),
    otherDraft: `roles:${directoryId}`,
  });
}
