"use client";

import Check from "lucide-react/icons/check";
import ChevronDown from "lucide-react/icons/chevron-down";
import Circle from "lucide-react/icons/circle";
import X from "lucide-react/icons/x";
import type { ReactNode } from "react";
import { CopyField } from "#components/ui/copy-field.tsx";
import { cx } from "#components/ui/cx.ts";
import type { FieldValue, Picture, Row } from "#lib/setup/guide.ts";
import { urlForIdp } from "#lib/setup/values.ts";
import { useSetup } from "./setup-api.ts";

/** The IdP's form, drawn: its own words, this directory's values, and nothing that could go out of date but words. */
export const DrawnForm = ({ picture, token }: { picture: Picture; token: ReactNode }) => (
  <figure
    aria-label={picture.alt}
    className="min-w-0 overflow-hidden rounded-lg border border-line bg-sunken shadow-panel"
  >
    <div aria-hidden className="flex items-center gap-1.5 border-b border-line px-3 py-2">
      <span className="size-2.5 rounded-full bg-line" />
      <span className="size-2.5 rounded-full bg-line" />
      <span className="size-2.5 rounded-full bg-line" />
      <span className="ms-2 h-4 max-w-56 flex-1 rounded-sm bg-selected" />
    </div>
    {picture.tabs && <Tabs tabs={picture.tabs} current={picture.tab} />}
    <div className="flex flex-col gap-3 bg-surface px-4 py-4">
      <p className="text-base font-semibold">{picture.title}</p>
      <ul className="flex min-w-0 flex-col gap-3">
        {linesOf(picture.rows).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a constant drawing never move.
          <li key={index} className={line.length > 1 ? "flex min-w-0 flex-wrap gap-2" : "min-w-0"}>
            {line.map((row) => (
              <DrawnRow key={row.kind === "heading" ? row.text : JSON.stringify(row)} row={row} token={token} />
            ))}
          </li>
        ))}
      </ul>
    </div>
    <figcaption className="border-t border-line px-4 py-2 text-xs text-muted">
      Drawn after the form it is about. Colours and order may differ there; the names do not.
    </figcaption>
  </figure>
);

/** Buttons that follow each other stand side by side. */
function linesOf(rows: readonly Row[]): Row[][] {
  const lines: Row[][] = [];
  for (const row of rows) {
    const last = lines.at(-1);
    if (row.kind === "button" && last?.[0]?.kind === "button") last.push(row);
    else lines.push([row]);
  }
  return lines;
}

const Tabs = ({ tabs, current }: { tabs: readonly string[]; current: string | undefined }) => (
  <div aria-hidden className="flex flex-wrap gap-x-4 border-b border-line bg-surface px-4 pt-2 text-sm">
    {tabs.map((tab) => (
      <span
        key={tab}
        className={cx(
          "border-b-2 pb-1.5",
          tab === current ? "border-accent-ink font-medium text-ink" : "border-transparent text-muted",
        )}
      >
        {tab}
      </span>
    ))}
  </div>
);

function DrawnRow({ row, token }: { row: Row; token: ReactNode }) {
  switch (row.kind) {
    case "field":
      return <DrawnField label={row.label} value={row.value} token={token} />;
    case "choice":
      return (
        <Labelled label={row.label}>
          <span className="flex min-h-8 items-center justify-between gap-2 rounded-md border border-control bg-surface px-2.5 text-sm">
            <span className="min-w-0 break-words">{row.value}</span>
            <ChevronDown aria-hidden className="size-4 shrink-0 text-faint" />
          </span>
        </Labelled>
      );
    case "tick":
      return <Tick {...row} />;
    case "switch":
      return <Switch {...row} />;
    case "heading":
      return <p className="border-t border-line pt-3 text-sm font-semibold">{row.text}</p>;
    case "mapping":
      return <MappingLine {...row} />;
    case "item":
      return <Item {...row} />;
    case "button":
      return (
        <span
          className={cx(
            "inline-flex min-h-8 items-center rounded-md border px-3 text-sm font-medium",
            row.press ? "border-accent-ink text-accent-ink" : "border-control text-muted",
          )}
        >
          <span className="sr-only">Press </span>
          {row.label}
        </span>
      );
  }
}

const Labelled = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-1.5">
    <span className="text-sm font-medium">{label}</span>
    {children}
  </div>
);

function DrawnField({ label, value, token }: { label: string; value: FieldValue; token: ReactNode }) {
  const { state } = useSetup();
  if (value === "url") {
    return <CopyField label={label} value={urlForIdp(state.directory.provider, state.directory.endpointUrl)} />;
  }
  if (value === "token") return <Labelled label={label}>{token}</Labelled>;
  if (value.copy) return <CopyField label={label} value={value.text} />;
  return (
    <Labelled label={label}>
      <span className="flex min-h-8 items-center rounded-md border border-line bg-surface px-2.5 text-sm break-words text-muted">
        {value.text}
      </span>
    </Labelled>
  );
}

const Tick = ({ label, on, optional }: Extract<Row, { kind: "tick" }>) => (
  <span className="flex items-start gap-2.5 text-sm">
    <span
      aria-hidden
      className={cx(
        "mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border",
        on ? "border-transparent bg-accent text-white" : "border-control bg-surface",
      )}
    >
      {on && <Check className="size-3" strokeWidth={3} />}
    </span>
    <span className={cx("min-w-0", !on && "text-muted")}>
      {label}
      <span className="sr-only">{on ? ": ticked" : ": not ticked"}</span>
      {optional && <span className="text-muted"> (if you want groups)</span>}
    </span>
  </span>
);

const Switch = ({ label, on }: Extract<Row, { kind: "switch" }>) => (
  <span className="flex items-center gap-2.5 text-sm">
    <span
      aria-hidden
      className={cx(
        "flex h-5 w-9 shrink-0 items-center rounded-full border px-0.5",
        on ? "justify-end border-transparent bg-accent" : "justify-start border-control bg-selected",
      )}
    >
      <span className={cx("size-3.5 rounded-full", on ? "bg-white" : "bg-control")} />
    </span>
    <span className="min-w-0">
      {label}: <strong className="font-semibold">{on ? "on" : "off"}</strong>
    </span>
  </span>
);

const MAPPING_STYLE = {
  keep: "border-line",
  delete: "border-bad bg-bad-soft",
  match: "border-accent-ink bg-accent-soft",
} as const;

const MappingLine = ({ from, to, act, note }: Extract<Row, { kind: "mapping" }>) => (
  <span className={cx("flex items-center gap-3 rounded-md border px-2.5 py-1.5 text-sm", MAPPING_STYLE[act])}>
    <span className="min-w-0 flex-1">
      {act === "delete" && <span className="sr-only">Delete the line </span>}
      <span className={cx("block font-medium break-words", act === "delete" && "line-through")}>{to}</span>
      <code className="block font-mono text-xs break-all text-muted">{from}</code>
      {note && <span className="block text-xs font-medium text-accent-ink">{note}</span>}
    </span>
    {act === "delete" && (
      <span aria-hidden className="flex items-center gap-1 text-xs font-medium text-bad">
        <X className="size-4" /> Delete
      </span>
    )}
  </span>
);

const Item = ({ label, note, chosen }: Extract<Row, { kind: "item" }>) => (
  <span
    className={cx(
      "flex items-start gap-2.5 rounded-md border px-2.5 py-1.5 text-sm",
      chosen ? "border-accent-ink bg-accent-soft" : "border-line",
    )}
  >
    <span aria-hidden className="mt-0.5">
      {chosen ? <Check className="size-4 text-accent-ink" /> : <Circle className="size-4 text-faint" />}
    </span>
    <span className="min-w-0">
      <span className="block break-words">
        {label}
        {chosen && <span className="sr-only">: chosen</span>}
      </span>
      {note && <span className="block text-xs text-muted">{note}</span>}
    </span>
  </span>
);
