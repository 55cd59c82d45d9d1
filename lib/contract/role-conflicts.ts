/** People to whom several rules apply that give different roles. */
import * as z from "zod/mini";

export const RoleConflict = z.object({
  userId: z.string(),
  name: z.string(),
  userName: z.string(),
  /** Those that apply, in the order in which they are read. */
  rules: z.array(
    z.object({
      /** Of the rule, from 0; null for a row of the mapping. */
      index: z.nullable(z.number()),
      role: z.string(),
      why: z.string(),
      /** Whether its role is (one of) those given. */
      chosen: z.boolean(),
    }),
  ),
});
export type RoleConflict = z.infer<typeof RoleConflict>;
export const RoleConflicts = z.object({
  /** The first 100. */
  data: z.array(RoleConflict),
  /** How many people were looked at. */
  looked: z.number(),
  /** Whether there may be more. */
  hasMore: z.boolean(),
});
export type RoleConflicts = z.infer<typeof RoleConflicts>;
