"use client";

import { InlineSelect } from "#components/ui/inline-select.tsx";
import { SCOPES, type Scope } from "#lib/contract/scopes.ts";

const READ_ONLY: readonly Scope[] = ["get:users", "get:groups"];
const isSameSet = (left: readonly Scope[], right: readonly Scope[]) =>
  left.length === right.length && left.every((scope) => right.includes(scope));

type ScopePickerProps = {
  scopes: readonly Scope[];
  preset: readonly Scope[];
  error: string | undefined;
  onChange: (scopes: readonly Scope[]) => void;
};

/** What the token may do: as the provider needs it, everything, only reading, or picked one by one. */
export function ScopePicker({ scopes, preset, error, onChange }: ScopePickerProps) {
  const presets = [
    { value: "provider", label: "What this provider needs", scopes: preset },
    { value: "all", label: "Everything", scopes: SCOPES },
    { value: "read", label: "Only reading", scopes: READ_ONLY },
  ];
  const chosen = presets.find((one) => isSameSet(one.scopes, scopes))?.value ?? "own";
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="pb-1.5 text-sm font-medium">Scopes</legend>
      <InlineSelect
        label="Preset of scopes"
        value={chosen}
        onChange={(value) => onChange(presets.find((one) => one.value === value)?.scopes ?? scopes)}
      >
        {presets.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {chosen === "own" && <option value="own">Picked by hand</option>}
      </InlineSelect>
      <details className="text-sm">
        <summary className="min-h-6 cursor-pointer text-muted hover:text-ink">
          {scopes.length} scopes, pick by hand
        </summary>
        <div className="grid grid-cols-2 gap-x-4 pt-2">
          {SCOPES.map((scope) => (
            <label key={scope} className="flex min-h-8 items-center gap-2">
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
                }
                className="size-4 accent-accent"
              />
              <code className="font-mono text-xs">{scope}</code>
            </label>
          ))}
        </div>
      </details>
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
