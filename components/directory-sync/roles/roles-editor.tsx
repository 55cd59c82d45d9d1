"use client";

import Plus from "lucide-react/icons/plus";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/panel.tsx";
import { useStartDryRun } from "#lib/client/mapping.ts";
import { keyed } from "#lib/client/mapping-draft.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { RolesState } from "#lib/contract/roles.ts";
import { DraftSave, inTheWay } from "../mapping/draft-save.tsx";
import { InForce } from "../mapping/in-force.tsx";
import { rolesParameters } from "../mapping/parameters.ts";
import { useEngine, useProblems } from "../mapping/use-row-check.ts";
import { ApplyRun, ConflictNotice, DryRun } from "../mapping/when-needed.ts";
import { DefaultRow } from "./default-row.tsx";
import { HeldPeople } from "./held-people.tsx";
import { PolicyChoice } from "./policy-choice.tsx";
import { unkeyedRules } from "./role-draft.ts";
import { RuleConflicts } from "./rule-conflicts.tsx";
import { RuleList } from "./rule-list.tsx";
import { TryRules } from "./try-rules.tsx";
import { useRolesEdit } from "./use-roles-edit.ts";
import { useRolesSaving } from "./use-roles-saving.ts";

type RolesEditorProps = {
  directoryId: string;
  organization: OrganizationSummary;
  idp: string;
  state: RolesState;
  mapping: Mapping;
  people: number;
  blocked: string | undefined;
};

/** The rules, what happens when several apply or none does, and who would change. */
export function RolesEditor({ directoryId, organization, idp, state, mapping, people, blocked }: RolesEditorProps) {
  const [view, setView] = useUrlFilters(rolesParameters);
  const edit = useRolesEdit(directoryId, state);
  const [openKey, setOpenKey] = useState<string>();
  const engine = useEngine(edit.changes > 0 || openKey !== undefined);
  const value = { rows: keyed(mapping.rows), userIdAttribute: mapping.userIdAttribute };
  const problems = (useProblems(engine, mapping, value, unkeyedRules(edit.value)) ?? mapping.warnings).filter(
    ({ part }) => part === "rule" || part === "default_role",
  );
  const saving = useRolesSaving(directoryId, edit, state);
  const dryRun = useStartDryRun(directoryId);
  const draft = JSON.stringify(unkeyedRules(edit.value));
  const [checked, setChecked] = useState<string>();
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const unready = inTheWay(errors);
  const check = () =>
    dryRun.mutate(
      { roles: unkeyedRules(edit.value) },
      {
        onSuccess: (run) => {
          setChecked(draft);
          setView({ run: run.id });
        },
      },
    );
  return (
    <div className="flex flex-col gap-5">
      <InForce mapping={{ ...state, note: mapping.note }} />
      {(mapping.run || mapping.behind > 0) && (
        <ApplyRun
          directoryId={directoryId}
          version={mapping.version}
          run={mapping.run}
          behind={mapping.behind}
          blocked={blocked}
        />
      )}
      {saving.conflict && (
        <ConflictNotice
          conflict={saving.conflict}
          basedOn={edit.basedOn}
          mine={edit.words}
          onRebase={saving.rebase}
          onDiscard={edit.discard}
        />
      )}
      <Section
        title="Rules"
        description="Read from top to bottom. A group that has not been pushed yet can be named in advance."
        actions={
          <Button blocked={blocked} onClick={() => setOpenKey(edit.addRule())}>
            <Plus aria-hidden /> Add rule
          </Button>
        }
      >
        <RuleList
          directoryId={directoryId}
          idp={idp}
          state={state}
          mapping={mapping}
          edit={edit}
          problems={problems}
          openKey={openKey}
          onOpen={setOpenKey}
          blocked={blocked}
        />
        <DefaultRow
          roles={state.roles}
          value={edit.value.defaultRole}
          blocked={blocked}
          problem={problems.find(({ part }) => part === "default_role")?.message}
          onChange={(defaultRole) => edit.change({ ...edit.value, defaultRole })}
        />
      </Section>
      <PolicyChoice
        value={edit.value.policy}
        blocked={blocked}
        onChange={(policy) => edit.change({ ...edit.value, policy })}
      />
      <TryRules
        directoryId={directoryId}
        idp={idp}
        people={people}
        mapping={mapping}
        rules={edit.value}
        isEdited={edit.changes > 0}
        person={view.person}
        onPerson={(person) => setView({ person })}
      />
      {view.run && (
        <DryRun
          key={view.run}
          directoryId={directoryId}
          runId={view.run}
          attributes={mapping.customAttributes}
          isStale={checked !== undefined && checked !== draft}
          isAsked={checked !== undefined}
          onAgain={check}
          onClose={() => setView({ run: null })}
        />
      )}
      <RuleConflicts directoryId={directoryId} roles={state.roles} />
      <HeldPeople directoryId={directoryId} organization={organization} state={state} blocked={blocked} />
      <DraftSave
        edit={edit}
        saving={saving}
        people={people}
        unready={unready}
        check={{
          label: "See who changes",
          run: check,
          isPending: dryRun.isPending,
          error: dryRun.error,
          result:
            checked === draft
              ? "You have seen who changes with these very rules."
              : "You have not looked at who changes. Cancel to do that first, or save as it is.",
        }}
      />
    </div>
  );
}
