"use client";

import X from "lucide-react/icons/x";
import { FilterBar } from "#components/ui/filter-bar.tsx";
import { InlineSelect } from "#components/ui/inline-select.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { readTypedQuery } from "#lib/client/log-query.ts";
import { absoluteTime } from "#lib/client/time-in-words.ts";
import { useTimeZone } from "#lib/client/time-zone.ts";
import type { ParameterChange } from "#lib/client/url-parameters.ts";
import { LOG_OPERATIONS } from "#lib/contract/log.ts";
import { FILTER_NAMES, type FilterName, type LogParameters, type logParameters, NO_FILTERS } from "./log-parameters.ts";

const RESULTS = [
  { value: "all", label: "All" },
  { value: "changed", label: "Changes" },
  { value: "read", label: "Reads" },
  { value: "refused", label: "Refused" },
  { value: "failed", label: "Failed" },
] as const;

const TIMES = [
  { value: "", label: "Any time" },
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
] as const;

const MORE: readonly { label: string; options: readonly [string, string][] }[] = [
  { label: "Operation", options: LOG_OPERATIONS.map((name) => [`operation:${name}`, capital(name)]) },
  {
    label: "Cause",
    options: [
      ["cause:any", "Anything that needs attention"],
      ["cause:names-missing", "First or last name is missing"],
      ["cause:email-missing", "No usable e-mail address"],
      ["cause:member-waiting", "Members are waited for"],
      ["cause:username-taken", "userName is taken"],
      ["cause:rate-limited", "Too many requests"],
      ["cause:token-lacks-scope", "The token lacks a scope"],
      ["cause:token-revoked,token-expired,token-wrong-directory", "A token that does not work"],
    ],
  },
  {
    label: "Status",
    options: [
      ["status:2xx", "2xx, done"],
      ["status:4xx", "4xx, refused"],
      ["status:5xx", "5xx, failed"],
      ["status:404", "404, not found"],
      ["status:409", "409, conflict"],
      ["status:429", "429, too many requests"],
    ],
  },
];

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const CHIPS: Record<FilterName, string> = {
  outcome: "Result",
  operation: "Operation",
  cause: "Cause",
  status: "Status",
  person: "Person",
  group: "Group",
  attribute: "Changed",
  token: "Token",
  dialect: "Dialect",
};

type LogFilterBarProps = {
  view: LogParameters;
  setView: (change: ParameterChange<typeof logParameters>) => void;
};

/** What is typed is left as it is, spaces and all, until there is a filter in it. */
function withoutFilters(typed: string, finished: boolean): string {
  const { filters, q } = readTypedQuery(typed, finished);
  return Object.keys(filters).length === 0 ? typed : q;
}

/** Result, time, text, and whatever else was chosen as chips that can be taken off one by one. */
export function LogFilterBar({ view, setView }: LogFilterBarProps) {
  const search = (typed: string, finished: boolean) => {
    const { filters, q } = readTypedQuery(typed, finished);
    setView({ ...filters, q: q || null });
  };
  return (
    <>
      <FilterBar>
        <Segmented
          label="Result"
          value={RESULTS.find(({ value }) => value === view.outcome)?.value ?? "all"}
          options={RESULTS}
          onChange={(chosen) => setView({ outcome: chosen === "all" ? null : chosen })}
        />
        <SearchField
          label="Search the log"
          value={view.q}
          onSearch={(typed) => search(typed, false)}
          onEnter={(typed) => search(typed, true)}
          staying={withoutFilters}
          className="sm:w-80!"
        />
      </FilterBar>
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <InlineSelect
          label="Time"
          value={view.last ?? ""}
          onChange={(last) => setView({ last: (last || null) as LogParameters["last"], from: null, to: null })}
        >
          {TIMES.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </InlineSelect>
        <InlineSelect
          label="Add a filter"
          value=""
          onChange={(chosen) => {
            const [name = "", ...value] = chosen.split(":");
            setView({ [name]: value.join(":") });
          }}
        >
          <option value="">Add a filter…</option>
          {MORE.map(({ label, options }) => (
            <optgroup key={label} label={label}>
              {options.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </optgroup>
          ))}
        </InlineSelect>
        <Chips view={view} setView={setView} />
        <p className="basis-full text-xs text-muted lg:basis-auto">
          Or type in the search: <code className="font-mono">status:409</code>,{" "}
          <code className="font-mono">op:create</code>, <code className="font-mono">attr:title</code>,{" "}
          <code className="font-mono">after:-2h</code>
        </p>
      </div>
    </>
  );
}

function Chips({ view, setView }: LogFilterBarProps) {
  const zone = useTimeZone();
  const isShownAbove = (name: FilterName) => name === "outcome" && RESULTS.some(({ value }) => value === view.outcome);
  const chips: { label: string; value: string; clear: ParameterChange<typeof logParameters> }[] = FILTER_NAMES.filter(
    (name) => view[name] !== "" && !isShownAbove(name),
  ).map((name) => ({ label: CHIPS[name], value: view[name].replaceAll(",", ", "), clear: { [name]: null } }));
  if (view.from) chips.push({ label: "From", value: absoluteTime(view.from, zone), clear: { from: null } });
  if (view.to) chips.push({ label: "Until", value: absoluteTime(view.to, zone), clear: { to: null } });
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Filters" className="contents">
      {chips.map(({ label, value, clear }) => (
        <li key={label} className="inline-flex max-w-full">
          <button
            type="button"
            onClick={() => setView(clear)}
            className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full border border-control bg-surface ps-3 pe-2 text-sm hover:bg-hover pointer-coarse:min-h-11"
          >
            <span className="sr-only">Remove the filter </span>
            <span className="text-muted">{label}</span>
            <span className="truncate font-medium">{value}</span>
            <X aria-hidden className="size-3.5 shrink-0" />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          onClick={() => setView(NO_FILTERS)}
          className="min-h-8 rounded-md px-2 text-sm text-muted underline underline-offset-3 hover:text-ink pointer-coarse:min-h-11"
        >
          Clear all
        </button>
      </li>
    </ul>
  );
}
