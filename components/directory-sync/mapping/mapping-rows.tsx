"use client";

import Plus from "lucide-react/icons/plus";
import Sparkles from "lucide-react/icons/sparkles";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/panel.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { showToast } from "#components/ui/toast.tsx";
import type { Mapping } from "#lib/contract/mapping.ts";
import type { RowTrace } from "#lib/contract/mapping-preview.ts";
import type { ConfigurationProblem } from "#lib/contract/mapping-row.ts";
import { ProblemLine } from "./problem-line.tsx";
import { RowList } from "./row-list.tsx";
import type { MappingEdit } from "./use-mapping-edit.ts";

const TextView = dynamic(() => import("./text-view.tsx").then((file) => file.TextView), {
  loading: () => (
    <p role="status" className="px-4 py-3 text-sm text-muted">
      Loading the text
    </p>
  ),
});
const PresetsDialog = dynamic(() => import("./presets-dialog.tsx").then((file) => file.PresetsDialog));

type View = "rows" | "json" | "authn";

const VIEWS = [
  { value: "rows", label: "Rows" },
  { value: "json", label: "JSON" },
  { value: "authn", label: "authn.sh" },
] as const;

type MappingRowsProps = {
  directoryId: string;
  mapping: Mapping;
  edit: MappingEdit;
  view: View;
  onView: (view: View) => void;
  problems: readonly ConfigurationProblem[];
  traces: readonly RowTrace[] | undefined;
  personName: string | undefined;
  openKey: string | undefined;
  onOpen: (key: string | undefined) => void;
  blocked: string | undefined;
  sampleBar: ReactNode;
};

/** The rows, as a list or as either text; all three show the same mapping. */
export function MappingRows(props: MappingRowsProps) {
  const { directoryId, mapping, edit, view, onView, problems, openKey, onOpen, blocked, sampleBar } = props;
  const [choosing, setChoosing] = useState(false);
  const broken = edit.typed?.isBroken && edit.typed.view !== view ? edit.typed.view : undefined;
  const held = broken && "Finish the text that has an error first.";
  const whole = problems.filter(({ part }) => part === "mapping");
  return (
    <Section
      title="Rows"
      description="Read from top to bottom; for the e-mail address the last row with a value wins."
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <Button blocked={blocked ?? held} onClick={() => setChoosing(true)}>
            <Sparkles aria-hidden /> Presets and recipes
          </Button>
          <Segmented label="Show the rows as" value={view} options={VIEWS} onChange={onView} />
        </div>
      }
    >
      {sampleBar}
      {broken && (
        <div className="p-3">
          <Notice
            icon={TriangleAlert}
            tone="warn"
            title={`The ${broken === "json" ? "JSON" : "authn.sh"} text has an error`}
            actions={
              <>
                <Button onClick={() => onView(broken)}>Go to the text</Button>
                <Button onClick={edit.dropText}>Drop the text</Button>
              </>
            }
          >
            What stands here does not follow it, and cannot be changed until the text is mended or dropped.
          </Notice>
        </div>
      )}
      {whole.length > 0 && (
        <ul className="flex flex-col gap-0.5 border-b border-line px-4 py-2 text-sm">
          {whole.map((problem) => (
            <ProblemLine key={`${problem.code} ${problem.message}`} problem={problem} />
          ))}
        </ul>
      )}
      {view === "rows" ? (
        <RowList
          directoryId={directoryId}
          mapping={mapping}
          rows={edit.value.rows}
          changes={edit.rowChanges}
          problems={problems}
          traces={props.traces}
          personName={props.personName}
          openKey={openKey}
          blocked={blocked ?? held}
          onOpen={onOpen}
          onMove={edit.moveRow}
          onChange={edit.changeRow}
          onRemove={edit.removeRow}
          onUndo={edit.undo}
        />
      ) : (
        <TextView
          view={view}
          mapping={mapping}
          rows={edit.value.rows}
          typed={edit.typed}
          problems={problems}
          blocked={blocked ?? held}
          onType={edit.type}
          onDropText={edit.dropText}
        />
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-4 py-2.5 empty:hidden">
        {view === "rows" && (
          <Button blocked={blocked ?? held} onClick={() => onOpen(edit.addRow())}>
            <Plus aria-hidden /> Add row
          </Button>
        )}
        <Removed edit={edit} blocked={blocked ?? held} />
      </div>
      {choosing && (
        <PresetsDialog
          mapping={mapping}
          value={edit.value}
          onClose={() => setChoosing(false)}
          onTake={(value, name) => {
            edit.change({ ...value, typed: undefined });
            setChoosing(false);
            showToast("Taken over as draft", `${name}. Nothing is saved yet.`);
          }}
        />
      )}
    </Section>
  );
}

/** Rows that a save would take away, each with its way back. */
const Removed = ({ edit, blocked }: { edit: MappingEdit; blocked: string | undefined }) => {
  const removed = edit.rowChanges.filter(({ kind }) => kind === "removed");
  if (removed.length === 0) return null;
  return (
    <ul className="flex flex-wrap items-center gap-2 text-sm text-muted">
      {removed.map((change) => (
        <li key={change.key} className="flex items-center gap-1">
          <span className="wrap-anywhere">
            Removed: {change.before?.source} to {change.before?.target}
          </span>
          <Button variant="quiet" blocked={blocked} onClick={() => edit.undo(change)}>
            Put back
          </Button>
        </li>
      ))}
    </ul>
  );
};
