"use client";

import ArrowUpDown from "lucide-react/icons/arrow-up-down";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import Minus from "lucide-react/icons/minus";
import Pencil from "lucide-react/icons/pencil";
import Plus from "lucide-react/icons/plus";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { Status } from "#components/ui/status.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useCompareConfiguration, useImportConfiguration } from "#lib/client/configuration.ts";
import { CONFIGURATION_PARTS, type ConfigurationLine, type ConfigurationPart } from "#lib/contract/configuration.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";

const PART_NAMES: Record<ConfigurationPart, string> = {
  directory: "Directory",
  custom_roles: "Roles of the organization",
  custom_attributes: "Custom attributes",
  schemas: "Extensions",
  mapping: "Attribute mapping",
  roles: "Role rules",
  settings: "Settings of the organization",
  webhook_endpoints: "Webhook endpoints",
};
const KINDS = {
  added: { icon: Plus, tone: "good", word: "New" },
  removed: { icon: Minus, tone: "bad", word: "Gone" },
  changed: { icon: Pencil, tone: "info", word: "Changed" },
  moved: { icon: ArrowUpDown, tone: "neutral", word: "Moved" },
} as const;

/** Choose a file, see what it would change, then apply just that. */
export function ConfigurationDialog({ directory, onClose }: { directory: DirectoryDetail; onClose: () => void }) {
  const inputId = useId();
  const [chosen, setChosen] = useState<{ content: unknown }>();
  const [unreadable, setUnreadable] = useState<string>();
  const compare = useCompareConfiguration(directory.id);
  const bring = useImportConfiguration(directory.id);
  const plan = compare.data;

  const choose = async (file: File | undefined) => {
    if (!file) return;
    compare.reset();
    bring.reset();
    setUnreadable(undefined);
    try {
      const content: unknown = JSON.parse(await file.text());
      setChosen({ content });
      compare.mutate(content);
    } catch {
      setChosen(undefined);
      setUnreadable(`${file.name} is not a JSON file. Choose one that was downloaded here or made by the API.`);
    }
  };
  const apply = () => {
    if (!plan || !chosen) return;
    bring.mutate(
      { configuration: chosen.content, revision: plan.revision },
      {
        onSuccess: ({ changes }) => {
          onClose();
          showToast("Configuration imported", `${changes.length} ${changes.length === 1 ? "change" : "changes"}`);
        },
      },
    );
  };
  const canApply = plan !== undefined && plan.problems.length === 0 && plan.changes.length > 0;

  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      held={bring.isPending}
      title="Import a configuration"
      description="The file is compared first. Nothing changes until you apply it."
      className="sm:max-w-2xl"
    >
      <DialogBody>
        <div>
          <label htmlFor={inputId} className="text-sm font-medium">
            Configuration file
          </label>
          <input
            id={inputId}
            type="file"
            accept="application/json,.json"
            // The same file, mended, can be chosen again.
            onClick={(event) => {
              event.currentTarget.value = "";
            }}
            onChange={(event) => choose(event.target.files?.[0])}
            className="mt-1 block w-full rounded-md border border-control bg-surface text-sm file:me-3 file:cursor-pointer file:border-0 file:border-e file:border-line file:bg-sunken file:px-3 file:py-2 file:text-sm file:font-medium file:text-ink"
          />
        </div>
        {unreadable && (
          <Notice icon={CircleAlert} tone="bad" title="This file cannot be read" announced>
            {unreadable}
          </Notice>
        )}
        {compare.isPending && (
          <p role="status" className="flex items-center gap-2 text-sm text-muted">
            <Spinner /> Comparing…
          </p>
        )}
        <ChangeFailed error={compare.error} />
        {plan && plan.problems.length > 0 && (
          <Notice icon={CircleAlert} tone="bad" title="This keeps the file from being applied" announced>
            <ul className="list-disc space-y-1 ps-4">
              {plan.problems.map(({ part, message }) => (
                <li key={part + message} className="wrap-anywhere">
                  {PART_NAMES[part]}: {message}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {plan && plan.changes.length === 0 && (
          <Notice icon={CircleCheck} tone="good" title="Nothing would change" announced>
            This directory is configured as the file says.
          </Notice>
        )}
        {plan && plan.changes.length > 0 && <Changes changes={plan.changes} />}
        <ChangeFailed error={bring.error} />
      </DialogBody>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" disabled={!canApply} busy={bring.isPending} onClick={apply}>
          {canApply ? `Apply ${plan.changes.length} ${plan.changes.length === 1 ? "change" : "changes"}` : "Apply"}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Changes({ changes }: { changes: readonly ConfigurationLine[] }) {
  const parts = CONFIGURATION_PARTS.filter((part) => changes.some((change) => change.part === part));
  return (
    <section
      aria-label="What would change"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it.
      tabIndex={0}
      className="max-h-[45vh] overflow-y-auto rounded-md border border-line"
    >
      {parts.map((part) => (
        <div key={part} className="border-b border-line last:border-b-0">
          <h3 className="bg-sunken px-3 py-1.5 text-sm font-medium">{PART_NAMES[part]}</h3>
          <ul className="divide-y divide-line">
            {changes
              .filter((change) => change.part === part)
              .map(({ kind, words }) => (
                <li key={kind + words} className="flex items-start gap-3 px-3 py-2 text-sm">
                  <span className="w-24 shrink-0">
                    <Status icon={KINDS[kind].icon} tone={KINDS[kind].tone}>
                      {KINDS[kind].word}
                    </Status>
                  </span>
                  <span className="min-w-0 wrap-anywhere">{words}</span>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
