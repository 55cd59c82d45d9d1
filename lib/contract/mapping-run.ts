/** Background runs: giving a version to everybody, or finding out what a draft would do to everybody. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";

const JsonValue = z.unknown();

export const RunState = z.enum(["queued", "running", "paused", "done", "cancelled", "failed"]);
export type RunState = z.infer<typeof RunState>;
/** Giving a version to everybody (`apply`), or finding out what a draft would do to everybody (`dry_run`). */
export const MappingRun = z.object({
  id: z.string(),
  kind: z.enum(["apply", "dry_run"]),
  state: RunState,
  /** The version that is applied, or that the draft is compared with. */
  version: z.number(),
  total: z.number(),
  done: z.number(),
  /** People per second, of late; null before there is a figure. */
  rate: z.nullable(z.number()),
  /** Until it is done, at this rate. */
  secondsLeft: z.nullable(z.number()),
  counts: z.object({
    same: z.number(),
    changed: z.number(),
    /** People on whose data a row fails. */
    errors: z.number(),
    /** Field to people for whom it changes. */
    fields: z.record(z.string(), z.number()),
    /** Role to people who gain or lose it. */
    rolesGained: z.record(z.string(), z.number()),
    rolesLost: z.record(z.string(), z.number()),
    /** People who are admin or owner now and would not be. */
    adminsLost: z.number(),
    /** Memberships that would begin or end. */
    activated: z.number(),
    deactivated: z.number(),
  }),
  createdAt: time,
  createdBy: z.string(),
  startedAt: z.nullable(time),
  finishedAt: z.nullable(time),
  /** What stopped it, in words. */
  failure: z.nullable(z.string()),
});
export type MappingRun = z.infer<typeof MappingRun>;
export const MappingRunList = z.object({ data: z.array(MappingRun) });
export const ChangeRun = z.object({ action: z.enum(["pause", "resume", "cancel"]) });
export type ChangeRun = z.infer<typeof ChangeRun>;

export const FieldChange = z.object({ field: z.string(), before: JsonValue, after: JsonValue });
export type FieldChange = z.infer<typeof FieldChange>;
/** One person whom a dry run found to change, or on whose data a row fails. */
export const RunChange = z.object({
  userId: z.string(),
  name: z.string(),
  userName: z.string(),
  email: z.nullable(z.string()),
  changes: z.array(FieldChange),
  rolesGained: z.array(z.string()),
  rolesLost: z.array(z.string()),
  adminLost: z.boolean(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })),
});
export type RunChange = z.infer<typeof RunChange>;
export const RunChangeQuery = z.object({
  kind: z.optional(z.enum(["changed", "roles", "admins_lost", "errors", "activated", "deactivated"])),
  field: z.optional(z.string().check(z.maxLength(200))),
  role: z.optional(z.string().check(z.maxLength(70))),
  q: z.optional(z.string().check(z.maxLength(200))),
  cursor: z.optional(z.string().check(z.maxLength(1_000))),
});
export type RunChangeQuery = z.infer<typeof RunChangeQuery>;
export const RunChangePage = z.extend(page(RunChange), { totalCount: z.number() });
export type RunChangePage = z.infer<typeof RunChangePage>;
