"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { healthQuery, useSwitchOff } from "#lib/client/overview.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import type { SwitchOff as Choice } from "#lib/contract/overview.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";

const people = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "person" : "people"}`;

/** Ends syncing without deleting what is known: the people keep, lose, or leave, as the admin decides. */
export function SwitchOff({ directory }: { directory: DirectoryDetail }) {
  const { data: health } = useQuery(healthQuery(directory.id));
  const [asking, setAsking] = useState(false);
  const [choice, setChoice] = useState<Choice["people"]>("keep");
  const act = useSwitchOff(directory.id);
  if (!health || health.state === "off") return null;
  const close = () => {
    setAsking(false);
    act.reset();
  };
  const confirm = () =>
    act.mutate(
      { people: choice },
      {
        onSuccess: () => {
          close();
          showToast("Switched off", directory.name);
        },
      },
    );
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-4">
      <div className="min-w-48 flex-1">
        <h3 className="text-sm font-medium">Switch off syncing</h3>
        <p className="text-sm text-muted">
          Ends the tokens of {PROVIDER_SHORT_NAMES[directory.provider]}. You choose what becomes of the people.
        </p>
      </div>
      <Button variant="dangerQuiet" blocked={manageBlocked(directory.organization)} onClick={() => setAsking(true)}>
        Switch off
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => !open && close()}
        title={`Switch off ${directory.name}?`}
        effect={<Effect directory={directory} choice={choice} onChoose={setChoice} />}
        confirmLabel="Switch off"
        tone="danger"
        typeToConfirm={directory.name}
        busy={act.isPending}
        error={act.error ? failureSentence(act.error) : undefined}
        onConfirm={confirm}
      />
    </div>
  );
}

type EffectProps = {
  directory: DirectoryDetail;
  choice: Choice["people"];
  onChoose: (choice: Choice["people"]) => void;
};

function Effect({ directory: { counts }, choice, onChoose }: EffectProps) {
  const name = useId();
  const all = counts.activeUsers + counts.inactiveUsers;
  const options: { value: Choice["people"]; label: string; words: string }[] = [
    { value: "keep", label: "Keep the people", words: `${people(counts.activeUsers)} keep the membership as it is.` },
    {
      value: "suspend",
      label: "Suspend the people",
      words: `${people(counts.activeUsers)} lose the membership; switching on again and the next sync bring it back.`,
    },
    {
      value: "remove",
      label: "Remove the people",
      words: `${people(all)} and ${counts.groups.toLocaleString("en")} groups are deleted from the directory, and the memberships end.`,
    },
  ];
  return (
    <>
      <p>
        {counts.activeTokens.toLocaleString("en")} {counts.activeTokens === 1 ? "token stops" : "tokens stop"} working
        at once. The provisioning log stays.
      </p>
      <fieldset className="flex flex-col gap-2 pt-2">
        <legend className="pb-1 text-sm font-medium text-ink">What becomes of the people?</legend>
        {options.map(({ value, label, words }) => (
          <label key={value} className="flex gap-2.5 text-sm">
            <input
              type="radio"
              name={name}
              value={value}
              checked={choice === value}
              onChange={() => onChoose(value)}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span>
              <span className="block font-medium text-ink">{label}</span>
              {words}
            </span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
