"use client";

import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { API_AREAS, type ApiArea, type ApiScope, AREA_NAMES } from "#lib/contract/api-scopes.ts";

type ScopePickerProps = {
  /** Empty: nothing was chosen yet. */
  value: readonly ApiScope[];
  onChange: (scopes: readonly ApiScope[]) => void;
};

const accessIn = (scopes: readonly ApiScope[], area: ApiArea) =>
  scopes.includes(`${area}:manage`) ? "manage" : scopes.includes(`${area}:read`) ? "read" : "none";

/** Everything, or for each area nothing, reading, or managing, which includes reading. */
export function ScopePicker({ value, onChange }: ScopePickerProps) {
  const isEverything = value.includes("*");
  const choose = (area: ApiArea, access: string) => {
    const others = value.filter((scope) => scope !== "*" && !scope.startsWith(`${area}:`));
    onChange(access === "none" ? others : [...others, `${area}:${access}` as ApiScope]);
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="pb-1.5 text-sm font-medium">What it may do</legend>
      <Segmented
        label="What it may do"
        value={isEverything ? "everything" : "chosen"}
        options={[
          { value: "everything", label: "Everything" },
          { value: "chosen", label: "Only what I choose" },
        ]}
        onChange={(kind) => onChange(kind === "everything" ? ["*"] : [])}
      />
      {!isEverything && (
        <div className="flex flex-col divide-y divide-line border-y border-line">
          {AREA_NAMES.map((area) => (
            <label
              key={area}
              htmlFor={`scope-${area}`}
              className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-1.5 text-sm"
            >
              <span className="min-w-0 flex-1 basis-40">{API_AREAS[area]}</span>
              <Select
                id={`scope-${area}`}
                className="max-w-32"
                value={accessIn(value, area)}
                onChange={(event) => choose(area, event.target.value)}
              >
                <option value="none">No access</option>
                <option value="read">Read</option>
                <option value="manage">Manage</option>
              </Select>
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
