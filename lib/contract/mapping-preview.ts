/** What a configuration makes of one person: preview, and why a person is as they are. */
import * as z from "zod/mini";
import { time } from "./common.ts";
import { MappingDraft } from "./mapping-row.ts";
import { FieldChange } from "./mapping-run.ts";

const JsonValue = z.unknown();

export const TransformStep = z.object({
  /** `value` for what the row starts from, else the filter as written, e.g. `replace: "admins", "org:admin"`. */
  name: z.string(),
  value: JsonValue,
});
export type TransformStep = z.infer<typeof TransformStep>;
export const RowTrace = z.object({
  index: z.number(),
  source: z.string(),
  target: z.string(),
  /** What stands at the path; absent when nothing does. */
  found: z.optional(JsonValue),
  steps: z.array(TransformStep),
  result: z.optional(JsonValue),
  /**
   * `used`: it fills the field. `overridden`: a later row does. `empty`: nothing at the path. `unfit`: the value does
   * not fit the field and another row may fill it. `failed`: the field keeps its former value.
   */
  outcome: z.enum(["used", "overridden", "empty", "unfit", "failed"]),
  message: z.nullable(z.string()),
});
export type RowTrace = z.infer<typeof RowTrace>;
export const RuleTrace = z.object({
  /** Of the rule; null for a row of the mapping, which `row` names. */
  index: z.nullable(z.number()),
  row: z.nullable(z.number()),
  kind: z.enum(["group", "attribute", "liquid"]),
  matched: z.boolean(),
  /** Whether its role is (one of) those given. */
  chosen: z.boolean(),
  role: z.nullable(z.string()),
  /** e.g. `Ada is in the group Admins`. */
  why: z.string(),
  steps: z.array(TransformStep),
});
export type RuleTrace = z.infer<typeof RuleTrace>;
export const Outcome = z.object({
  active: z.boolean(),
  name: z.string(),
  profile: z.record(z.string(), JsonValue),
  /** The application's user id, by the user ID attribute. */
  userId: z.nullable(z.string()),
  /** Highest first; empty: no access. */
  roles: z.array(z.string()),
});
export type Outcome = z.infer<typeof Outcome>;
export const Trace = z.object({
  rows: z.array(RowTrace),
  rules: z.array(RuleTrace),
  /** Whether the default role was given, or no access. */
  isDefault: z.boolean(),
});
export type Trace = z.infer<typeof Trace>;

export const PreviewRequest = z.object({
  draft: z.optional(MappingDraft),
  /** Somebody of the directory. */
  userId: z.optional(z.string()),
  /** A SCIM User as pasted; `groups` inside it are those of the person. */
  payload: z.optional(z.record(z.string(), z.unknown())),
  /** The person the provider wrote last. */
  last: z.optional(z.boolean()),
});
export type PreviewRequest = z.infer<typeof PreviewRequest>;
export const Preview = z.object({
  /** Null for a pasted payload. */
  person: z.nullable(z.object({ id: z.string(), name: z.string(), userName: z.string() })),
  /** What was mapped: the SCIM resource with its groups. */
  resource: z.record(z.string(), z.unknown()),
  /** What is stored; null for a pasted payload. */
  before: z.nullable(Outcome),
  after: Outcome,
  changes: z.array(FieldChange),
  trace: Trace,
  problems: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
});
export type Preview = z.infer<typeof Preview>;

/* Explanation */

/** Where the value of a field came from. */
export const FieldOrigin = z.object({
  field: z.string(),
  value: JsonValue,
  source: z.nullable(z.string()),
  transform: z.nullable(z.string()),
  /** Of the row in that version. */
  row: z.nullable(z.number()),
  version: z.number(),
  /** The request that brought the value, if it was one. */
  requestId: z.nullable(z.string()),
  logEntryId: z.nullable(z.string()),
  since: time,
  /** Why the field is empty or keeps an older value, and what to do about it, and where. */
  problem: z.nullable(z.string()),
  fix: z.nullable(z.string()),
});
export type FieldOrigin = z.infer<typeof FieldOrigin>;
export const RoleExplanation = z.object({
  role: z.string(),
  roles: z.array(z.string()),
  /** `manual`: given by hand. `rule`: by the rules. `default`: no rule applied. `none`: no access. */
  source: z.enum(["manual", "rule", "default", "none"]),
  since: time,
  /** The whole chain in one line, e.g. `Okta group Admins → rule 2 → org:admin; the default would be org:member`. */
  sentence: z.string(),
  /** The links of the chain, for a list. */
  chain: z.array(
    z.object({
      kind: z.enum(["idp", "group", "attribute", "rule", "row", "manual", "default", "kept", "role"]),
      words: z.string(),
    }),
  ),
  manualRole: z.nullable(z.string()),
  defaultRole: z.nullable(z.string()),
  kept: z.nullable(z.enum(["last_admin", "break_glass"])),
  /** A rule could not use this person's data: why, and what to do about it. */
  problem: z.nullable(z.string()),
  fix: z.nullable(z.string()),
  version: z.number(),
});
export type RoleExplanation = z.infer<typeof RoleExplanation>;
export const Explanation = z.object({
  userId: z.string(),
  memberId: z.nullable(z.string()),
  active: z.boolean(),
  /** Version that made the profile, and whether it is the one in force. */
  version: z.number(),
  isCurrent: z.boolean(),
  /** Those with a value, and those that are empty although a row should fill them. */
  fields: z.array(FieldOrigin),
  role: z.nullable(RoleExplanation),
  trace: Trace,
});
export type Explanation = z.infer<typeof Explanation>;
