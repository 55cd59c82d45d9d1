"use client";

import { useSaveRoles } from "#lib/client/roles.ts";
import type { RolesState } from "#lib/contract/roles.ts";
import { useVersionSave } from "../use-version-save.ts";
import { keyedRules, meanwhile, rebasedRules, unkeyedRules } from "./role-draft.ts";
import type { RolesEdit } from "./use-roles-edit.ts";

/** Saving the rules. Refused in words too when nobody would be left who is admin. */
export function useRolesSaving(directoryId: string, edit: RolesEdit, state: RolesState) {
  const inForce = keyedRules(state);
  return useVersionSave({
    edit,
    inForce: state,
    save: useSaveRoles(directoryId),
    body: (saving) => ({ ...saving, ...unkeyedRules(edit.value) }),
    meanwhile: () => meanwhile(edit.base, state),
    rebase: () =>
      edit.put({ basedOn: state.version, base: inForce, value: rebasedRules(edit.base, edit.value, inForce) }),
    otherDraft: `mapping:${directoryId}`,
  });
}
