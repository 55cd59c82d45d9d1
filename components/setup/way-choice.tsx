"use client";

import { useId } from "react";
import { ProviderMonogram } from "#components/directory-sync/provider.tsx";
import { WHEN_TO_CHOOSE } from "#components/directory-sync/provider-guide.ts";
import { cx } from "#components/ui/cx.ts";
import { PROVIDER_NAMES, PROVIDERS, type Provider } from "#lib/contract/provider.ts";

type WayChoiceProps = { value: Provider | undefined; onChange: (provider: Provider) => void; disabled?: boolean };

/** One card for each way to connect. Ordinary radio buttons: the arrow keys move, the form remembers. */
export function WayChoice({ value, onChange, disabled = false }: WayChoiceProps) {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="grid min-w-0 gap-2 sm:grid-cols-2">
      <legend className="sr-only">Provider</legend>
      {PROVIDERS.map((provider) => (
        <label
          key={provider}
          className={cx(
            "flex cursor-pointer items-start gap-3 rounded-md border p-3 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus",
            value === provider
              ? "border-accent-ink bg-accent-soft shadow-[inset_0_0_0_1px_var(--color-accent-ink)]"
              : "border-control bg-surface hover:bg-hover",
          )}
        >
          <input
            type="radio"
            name={name}
            value={provider}
            checked={value === provider}
            onChange={() => onChange(provider)}
            aria-labelledby={`${name}-${provider}`}
            aria-describedby={`${name}-${provider}-when`}
            className="sr-only"
          />
          <ProviderMonogram provider={provider} />
          <span className="min-w-0">
            <span id={`${name}-${provider}`} className="block text-sm font-medium">
              {PROVIDER_NAMES[provider]}
            </span>
            <span id={`${name}-${provider}-when`} className="block text-xs text-muted">
              {WHEN_TO_CHOOSE[provider]}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
