"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Segmented } from "#components/ui/segmented.tsx";
import { useStartDryRun } from "#lib/client/mapping.ts";
import { unkeyed } from "#lib/client/mapping-draft.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import { DraftSave, inTheWay } from "./draft-save.tsx";
import { InForce } from "./in-force.tsx";
import { MappingRows } from "./mapping-rows.tsx";
import { mappingParameters } from "./parameters.ts";
import { ResultSection } from "./result-section.tsx";
import { useSample } from "./sample.ts";
import { SampleBar } from "./sample-bar.tsx";
import { useMappingEdit } from "./use-mapping-edit.ts";
import { useEngine, useProblems, useResult } from "./use-row-check.ts";
import { useSaving } from "./use-saving.ts";
import { UserIdAttribute } from "./user-id-attribute.tsx";
import { ApplyRun, ConflictNotice, DryRun } from "./when-needed.ts";

const Versions = dynamic(() => import("./versions.tsx").then((file) => file.Versions));
const DataQuality = dynamic(() => import("./data-quality.tsx").then((file) => file.DataQuality));

type MappingEditorProps = {
  directoryId: string;
  idp: string;
  mapping: Mapping;
  people: number;
  blocked: string | undefined;
};

/** Rows, preview, check with everybody, save; the versions and the data-quality list are a step aside. */
export function MappingEditor({ directoryId, idp, mapping, people, blocked }: MappingEditorProps) {
  const [view, setView] = useUrlFilters(mappingParameters);
  const edit = useMappingEdit(directoryId, mapping);
  const [openKey, setOpenKey] = useState<string>();
  const needsEngine = edit.changes > 0 || openKey !== undefined || view.view !== "rows";
  const engine = useEngine(needsEngine);
  const problems = useProblems(engine, mapping, edit.value, mapping.roles) ?? mapping.warnings;
  const { sample, preview, choose } = useSample(directoryId, people, view.person, (person) => setView({ person }));
  const result = useResult(engine, mapping, edit.value, mapping.roles, preview.data);
  const saving = useSaving(directoryId, edit, mapping);
  const dryRun = useStartDryRun(directoryId);
  const draft = JSON.stringify([unkeyed(edit.value.rows), edit.value.userIdAttribute]);
  const [checked, setChecked] = useState<string>();

  const errors = problems.filter(({ severity, part }) => severity === "error" && part !== "rule").length;
  const unready = edit.typed?.isBroken ? "The text has an error" : inTheWay(errors);
  const check = () => {
    const rows = unkeyed(edit.value.rows);
    const onSuccess = (run: { id: string }) => {
      setChecked(draft);
      setView({ run: run.id, show: "editor" });
    };
    dryRun.mutate({ rows, userIdAttribute: edit.value.userIdAttribute }, { onSuccess });
  };
  const name = preview.data?.person?.name ?? (preview.data ? "the pasted payload" : undefined);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <Segmented
          label="Part of the mapping"
          value={view.show}
          options={[
            { value: "editor", label: "Mapping" },
            { value: "versions", label: "Versions" },
            { value: "quality", label: `Data quality (${mapping.problemCount.toLocaleString("en")})` },
          ]}
          onChange={(show) => setView({ show })}
        />
        <InForce mapping={mapping} />
      </div>
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
          onRebase={() => saving.rebase()}
          onDiscard={edit.discard}
        />
      )}
      {view.show === "versions" && (
        <Versions
          directoryId={directoryId}
          mapping={mapping}
          blocked={blocked ?? (edit.changes > 0 ? "Save or discard your changes first." : undefined)}
          opened={view.version}
          onOpen={(version) => setView({ version })}
        />
      )}
      {view.show === "quality" && <DataQuality directoryId={directoryId} idp={idp} mapping={mapping} />}
      {view.show === "editor" && (
        <>
          <MappingRows
            directoryId={directoryId}
            mapping={mapping}
            edit={edit}
            view={view.view}
            onView={(next) => setView({ view: next })}
            problems={problems}
            traces={result?.rows}
            personName={name}
            openKey={openKey}
            onOpen={setOpenKey}
            blocked={blocked}
            sampleBar={
              <SampleBar
                directoryId={directoryId}
                idp={idp}
                isEmpty={people === 0}
                sample={sample}
                preview={preview.data}
                error={preview.error}
                onChoose={choose}
              />
            }
          />
          <UserIdAttribute
            idp={idp}
            strategy={mapping.strategy}
            value={edit.value.userIdAttribute}
            example={result?.userId}
            blocked={blocked}
            onChange={(userIdAttribute) => edit.change({ ...edit.value, userIdAttribute })}
          />
          {preview.data && result && (
            <ResultSection
              idp={idp}
              preview={preview.data}
              result={result}
              name={name ?? ""}
              attributes={mapping.customAttributes}
            />
          )}
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
        </>
      )}
      <DraftSave
        edit={edit}
        saving={saving}
        people={people}
        unready={unready}
        check={{
          label: "Check with everybody",
          run: check,
          isPending: dryRun.isPending,
          error: dryRun.error,
          result:
            checked === draft
              ? "You have checked this very draft with everybody."
              : "You have not checked this draft with everybody. Cancel to do that first, or save as it is.",
        }}
      />
    </div>
  );
}
