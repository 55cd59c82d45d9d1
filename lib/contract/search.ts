/** The search over everything an organization's directories hold. */
import * as z from "zod/mini";

/** Part of a name, user name or e-mail address; or, whole, an id of a person, group or log entry, or a request id. */
export const SearchQuery = z.object({
  q: z.string().check(z.trim(), z.minLength(1, "Say what to look for."), z.maxLength(200)),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** One thing that was found, and enough of it to recognise it. */
export const Finding = z.object({
  kind: z.enum(["user", "group", "log"]),
  id: z.string(),
  directoryId: z.string(),
  directoryName: z.string(),
  title: z.string(),
  note: z.nullable(z.string()),
});
export type Finding = z.infer<typeof Finding>;
/** At most a handful of each kind, best first: to go there, not to list everything. */
export const Findings = z.object({ data: z.array(Finding) });
export type Findings = z.infer<typeof Findings>;
