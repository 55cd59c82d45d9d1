/** Saved views of the provisioning log. */
import * as z from "zod/mini";
import { time } from "./common.ts";
import { LogFilters } from "./log.ts";

export const LogView = z.object({
  id: z.string(),
  name: z.string(),
  /** The filters as they stand in the address of the log, e.g. `outcome=refused&last=24h`. */
  query: z.string(),
  createdBy: z.string(),
  createdAt: time,
});
export type LogView = z.infer<typeof LogView>;
export const LogViewList = z.object({ data: z.array(LogView) });

/** The filters themselves, and how the log is shown; the open entry and a place in the list are no part of a view. */
const NAMES = new Set([...Object.keys(LogFilters.shape), "view"]);

/** What of an address is a view, in a fixed order, so that two that are alike look alike. */
export function viewQuery(search: string): string {
  const kept = [...new URLSearchParams(search)].filter(([name, value]) => NAMES.has(name) && value !== "");
  return new URLSearchParams(kept.toSorted(([one], [other]) => (one < other ? -1 : 1))).toString();
}

const isView = (search: string) => {
  const { view: _, ...filters } = Object.fromEntries(new URLSearchParams(viewQuery(search)));
  return LogFilters.safeParse(filters).success;
};

export const SaveLogView = z.object({
  name: z
    .string()
    .check(z.trim(), z.minLength(1, "Give the view a name."), z.maxLength(80, "A name has at most 80 characters.")),
  query: z
    .string()
    .check(
      z.maxLength(1_000, "These are too many filters for a view."),
      z.refine(isView, "The log has no such filter."),
      z.overwrite(viewQuery),
      z.minLength(1, "Filter the log first: a view is its filters."),
    ),
});
export type SaveLogView = z.infer<typeof SaveLogView>;
