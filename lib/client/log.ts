/** Reads of the provisioning log beside its list: what went wrong and when, one entry revealed, and files to take away. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { CauseGroups, LogEntryDetail, type LogFilterWords, LogHistogram } from "#lib/contract/log.ts";
import { keys } from "./keys.ts";
import { WATCHING_MS } from "./live.ts";
import { requestJson, withQuery } from "./request.ts";

const log = (directoryId: string) => `/api/directories/${encodeURIComponent(directoryId)}/log`;

const Histogram = z.extend(LogHistogram, { from: z.string(), to: z.string(), stepSeconds: z.number() });

/** Requests over time under the filters of the list, in days of `timeZone`. */
export const logHistogramQuery = (directoryId: string, filters: LogFilterWords, timeZone: string) =>
  queryOptions({
    queryKey: [...keys.log(directoryId, filters), "histogram", timeZone],
    queryFn: ({ signal }) =>
      requestJson(withQuery(`${log(directoryId)}/histogram`, { ...filters, timeZone }), Histogram, { signal }),
    refetchInterval: WATCHING_MS * 3,
  });

/** What went wrong or only half right, grouped by why. */
export const causesQuery = (directoryId: string, filters: LogFilterWords) =>
  queryOptions({
    queryKey: [...keys.log(directoryId, filters), "causes"],
    queryFn: ({ signal }) => requestJson(withQuery(`${log(directoryId)}/causes`, filters), CauseGroups, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: WATCHING_MS,
  });

/** An entry without masks; that somebody looked is in the audit log. */
export const revealLogEntry = (directoryId: string, entryId: string) =>
  requestJson(`${log(directoryId)}/${encodeURIComponent(entryId)}/reveal`, LogEntryDetail, { method: "POST" });

/** Everything that fits the filters as a file. */
export const logFileHref = (directoryId: string, filters: LogFilterWords, format: "csv" | "jsonl") =>
  withQuery(`${log(directoryId)}/export`, { ...filters, format });
