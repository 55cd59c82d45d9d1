"use client";

import { JsonDocument } from "#components/ui/json-document.tsx";
import { Section } from "#components/ui/panel.tsx";
import type { Preview } from "#lib/contract/mapping-preview.ts";
import type { CustomAttribute } from "#lib/contract/roles.ts";
import { countOfChanges, ResultTable } from "./result-table.tsx";
import type { Result } from "./use-row-check.ts";

type ResultSectionProps = {
  idp: string;
  preview: Preview;
  result: Result;
  name: string;
  attributes: readonly CustomAttribute[];
};

/** The live preview: what the person has, what they would have, and what was sent for them. */
export function ResultSection({ idp, preview, result, name, attributes }: ResultSectionProps) {
  const changes = countOfChanges(preview.before, result, attributes);
  const said =
    preview.before === null
      ? "Nothing is stored for a pasted payload."
      : changes === 0
        ? `Nothing changes for ${name}.`
        : `${changes === 1 ? "1 field changes" : `${changes} fields change`} for ${name}.`;
  return (
    <Section title={`Preview: ${name}`} description={<span role="status">{said}</span>}>
      <ResultTable before={preview.before} result={result} attributes={attributes} name={name} />
      <details className="border-t border-line">
        <summary className="cursor-pointer px-4 py-2.5 text-sm font-medium hover:bg-hover">
          What {idp} sent for {name}
        </summary>
        <div className="px-4 pb-4">
          <JsonDocument label={`What was sent for ${name}`} value={preview.resource} />
        </div>
      </details>
    </Section>
  );
}
