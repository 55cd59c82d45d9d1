"use client";

import { use } from "react";
import { Note } from "#components/setup/note.tsx";
import { PROVIDER_NAMES, type Provider } from "#lib/contract/provider.ts";
import { loadGuide } from "#lib/setup/guides/load.ts";
import { useSetup } from "./setup-api.ts";
import { WayChoice } from "./way-choice.tsx";
import { WhichOkta } from "./which-okta.tsx";

/** The way to connect. It may be changed at any time: tokens, people and groups stay. */
export function ProviderStep() {
  const { state, blocked, update } = useSetup();
  const { provider } = state.directory;
  const guide = use(loadGuide(provider));
  const choose = (chosen: Provider) => {
    if (chosen !== provider) update.mutate({ provider: chosen });
  };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p className="text-pretty text-muted">
        It decides which guide you see and how the log names things. You may change it later: tokens, people and groups
        stay.
      </p>
      <WhichOkta onChoose={choose} />
      <WayChoice value={provider} onChange={choose} disabled={blocked !== undefined} />
      {blocked && <Note tone="info">{blocked}</Note>}
      <section aria-label={PROVIDER_NAMES[provider]} className="flex flex-col gap-1.5 text-sm">
        <p role="status" className="text-base font-semibold">
          {PROVIDER_NAMES[provider]}
        </p>
        <p className="text-pretty text-muted">{guide.summary}</p>
        <p className="font-medium">What it takes</p>
        <ul className="flex list-disc flex-col gap-0.5 ps-5 text-muted">
          {guide.needs.map((need) => (
            <li key={need}>{need}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}
