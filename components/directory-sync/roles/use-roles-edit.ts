"use client";

import { useMemo } from "react";
import { moved } from "#components/ui/reorder.tsx";
import { useDraft } from "#lib/client/draft.ts";
import type { RoleRule, RolesState } from "#lib/contract/roles.ts";
import { changesInWords, type DraftRule, keyedRules, type RolesValue, ruleChanges } from "./role-draft.ts";

export const draftName = (directoryId: string) => `roles:${directoryId}`;

const NEW_RULE: RoleRule = { kind: "group", group: { id: null, name: "" }, role: "org:admin" };

/** The rules while they are edited: what is in force until something changes, then a draft that this tab keeps. */
export function useRolesEdit(directoryId: string, state: RolesState) {
  const { version, policy, rules, defaultRole } = state;
  const saved = useMemo(() => keyedRules({ policy, rules, defaultRole }), [policy, rules, defaultRole]);
  const { draft, change, put, drop } = useDraft<RolesValue>(draftName(directoryId), { version, value: saved });
  const value = draft?.value ?? saved;
  const base = draft?.base ?? saved;
  const words = useMemo(() => changesInWords(base, value), [base, value]);
  const setRules = (next: DraftRule[]) => change({ ...value, rules: next });
  return {
    value,
    base,
    basedOn: draft?.basedOn ?? version,
    ruleChanges: ruleChanges(base, value),
    words,
    changes: words.length,
    change,
    put,
    discard: drop,
    moveRule: (from: number, to: number) => setRules(moved(value.rules, from, to)),
    changeRule: (rule: DraftRule) => setRules(value.rules.map((each) => (each.key === rule.key ? rule : each))),
    removeRule: (key: string) => setRules(value.rules.filter((rule) => rule.key !== key)),
    /** @returns the key of the new rule */
    addRule: () => {
      const taken = new Set([...value.rules, ...base.rules].map(({ key }) => key));
      let number = taken.size;
      while (taken.has(`new-${number}`)) number += 1;
      const key = `new-${number}`;
      setRules([...value.rules, { ...NEW_RULE, key }]);
      return key;
    },
  };
}

export type RolesEdit = ReturnType<typeof useRolesEdit>;
