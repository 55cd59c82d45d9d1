/** On whose data something is wrong, and what to do about it. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";

export const DataProblem = z.object({
  userId: z.string(),
  memberId: z.string(),
  name: z.string(),
  userName: z.string(),
  /** The profile field. */
  field: z.string(),
  /** `missing`: nothing fills it. `failed`: a transformation fails; `type`, `email`, `role`: the value does not fit. */
  code: z.enum(["missing", "failed", "type", "email", "role"]),
  message: z.string(),
  /** The SCIM path to mend at the provider. */
  source: z.nullable(z.string()),
  /** What to do, and where. */
  fix: z.string(),
  since: time,
});
export type DataProblem = z.infer<typeof DataProblem>;
export const DataProblemQuery = z.object({
  field: z.optional(z.string().check(z.maxLength(200))),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type DataProblemQuery = z.infer<typeof DataProblemQuery>;
/** The same thing wrong with a number of people: mended once, it is mended for all of them. */
export const DataProblemKind = z.object({
  field: z.string(),
  code: DataProblem.shape.code,
  source: z.nullable(z.string()),
  people: z.number(),
  fix: z.string(),
});
export type DataProblemKind = z.infer<typeof DataProblemKind>;
/** Among so many people with problems the kinds of problems are counted. */
export const KINDS_COUNTED = 5_000;
export const DataProblemPage = z.extend(page(DataProblem), {
  /** On whose data something is wrong. */
  people: z.number(),
  /**
   * Whatever the query, counted among at most 5,000 people (`KINDS_COUNTED`); those of most people first, at most 50. On
   * the first page alone: empty behind a cursor.
   */
  kinds: z.array(DataProblemKind),
});
export type DataProblemPage = z.infer<typeof DataProblemPage>;
