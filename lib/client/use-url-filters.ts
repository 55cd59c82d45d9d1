"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { changedQuery, type ParameterChange, readParameters, type UrlParameters } from "./url-parameters.ts";

type HistoryOptions = { history?: "push" | "replace" };

/**
 * The filters of a list, kept in the address: they survive a reload, can be shared, and follow back and forward. A
 * change asks the server for nothing; Next follows the browser's history by itself.
 */
export function useUrlFilters<Parameters extends UrlParameters>(parameters: Parameters) {
  const search = useSearchParams();
  const filters = useMemo(() => readParameters(parameters, search), [parameters, search]);
  return [
    filters,
    (change: ParameterChange<Parameters>, options?: HistoryOptions) => write(parameters, change, options),
  ] as const;
}

function write<Parameters extends UrlParameters>(
  parameters: Parameters,
  change: ParameterChange<Parameters>,
  { history = "replace" }: HistoryOptions = {},
) {
  // The browser's own address, not the rendered one: two changes in a row must not undo each other.
  const { pathname, search, hash } = window.location;
  const query = changedQuery(parameters, search, change);
  if (query === search) return;
  const address = pathname + query + hash;
  if (history === "push") window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
}
