"use client";

import Plus from "lucide-react/icons/plus";
import Trash from "lucide-react/icons/trash-2";
import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";

/** A header while it is edited. `value` null: the one that is kept, which nobody is shown. */
export interface OwnHeader {
  readonly key: number;
  readonly name: string;
  readonly value: string | null;
}

/** As they are sent: null keeps a value. Rows without a name are left out. */
export const headersOf = (rows: readonly OwnHeader[]): Record<string, string | null> =>
  Object.fromEntries(rows.filter(({ name }) => name.trim() !== "").map(({ name, value }) => [name.trim(), value]));

export function useOwnHeaders(names: readonly string[] = []) {
  return useState<readonly OwnHeader[]>(() => names.map((name, key) => ({ key, name, value: null })));
}

type OwnHeadersProps = {
  value: readonly OwnHeader[];
  onChange: (headers: readonly OwnHeader[]) => void;
  error?: string | undefined;
};

/** Headers that are sent with every delivery besides ours, such as a gateway's key. Their values are not shown again. */
export function OwnHeaders({ value, onChange, error }: OwnHeadersProps) {
  const id = useId();
  const change = (key: number, part: Partial<OwnHeader>) =>
    onChange(value.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = () =>
    onChange([...value, { key: Math.max(-1, ...value.map(({ key }) => key)) + 1, name: "", value: "" }]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={`${id}-note`}>
      <legend className="mb-1.5 text-sm font-medium">Own headers</legend>
      <p id={`${id}-note`} className="text-sm text-muted">
        Sent with every delivery, such as the key of a gateway. Values are kept encrypted and not shown again.
      </p>
      {value.map((row, index) => (
        <div key={row.key} className="flex items-center gap-2">
          <Input
            aria-label={`Name of header ${index + 1}`}
            value={row.name}
            autoComplete="off"
            spellCheck={false}
            placeholder="X-Gateway-Key"
            readOnly={row.value === null}
            onChange={(event) => change(row.key, { name: event.target.value })}
          />
          <Input
            aria-label={`Value of header ${index + 1}`}
            value={row.value ?? ""}
            autoComplete="off"
            spellCheck={false}
            placeholder={row.value === null ? "Unchanged" : "Value"}
            onChange={(event) => change(row.key, { value: event.target.value })}
          />
          <Button
            variant="quiet"
            aria-label={`Remove header ${row.name || index + 1}`}
            onClick={() => onChange(value.filter(({ key }) => key !== row.key))}
          >
            <Trash aria-hidden />
          </Button>
        </div>
      ))}
      {error !== undefined && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
      <div>
        <Button disabled={value.length >= 20} onClick={add}>
          <Plus aria-hidden /> Add header
        </Button>
      </div>
    </fieldset>
  );
}
