/** Attribute mapping: rows, versions, preview, dry runs, background runs, data quality, explanation. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";
import { Apply, CustomAttribute, OrganizationRole, RoleRules } from "./roles.ts";

const JsonValue = z.unknown();

/* Rows */

export const MappingRow = z.object({
  /** A SCIM path: `name.givenName`, `emails[type eq "work"].value`, `groups[0].value`, `addresses[primary eq true].*`, a URN path. */
  source: z.string().check(z.minLength(1, "Say which SCIM attribute."), z.maxLength(1_000)),
  /** Liquid, e.g. `{{ value | downcase }}`; null: the value as it is. */
  transform: z._default(z.nullable(z.string().check(z.maxLength(2_000))), null),
  /** A profile field (lib/mapping/target.ts), e.g. `first_name`, `public_metadata.department`, `organization_role`. */
  target: z.string().check(z.minLength(1, "Say which field."), z.maxLength(200)),
  /** Said beside the row. */
  note: z._default(z.string().check(z.maxLength(500)), ""),
});
export type MappingRow = z.infer<typeof MappingRow>;
export const UserIdAttribute = z.enum(["userName", "externalId"]);
export type UserIdAttribute = z.infer<typeof UserIdAttribute>;

const rows = z.array(MappingRow).check(z.maxLength(500, "A mapping has at most 500 rows."));
/** What is not saved yet. Absent parts are those in force. */
export const MappingDraft = z.object({
  rows: z.optional(rows),
  userIdAttribute: z.optional(UserIdAttribute),
  roles: z.optional(RoleRules),
});
export type MappingDraft = z.infer<typeof MappingDraft>;

/** Something wrong with a mapping or rule, and where. Errors keep it from being saved, warnings do not. */
export const ConfigurationProblem = z.object({
  severity: z.enum(["error", "warning"]),
  /** Stable: `unknown_path`, `unknown_filter`, `duplicate_target`, `no_email`, `unknown_role`, `type_mismatch`, … */
  code: z.string(),
  message: z.string(),
  part: z.enum(["mapping", "row", "rule", "default_role"]),
  /** Of the row or rule, from 0. */
  index: z.nullable(z.number()),
  field: z.nullable(z.enum(["source", "transform", "target", "filter", "role", "group"])),
  /** In the text of `field`, from 1. */
  column: z.nullable(z.number()),
});
export type ConfigurationProblem = z.infer<typeof ConfigurationProblem>;

/** A mapping ready to be taken over, e.g. Auth0's default for Okta, or a recipe. */
export const MappingPreset = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  userIdAttribute: UserIdAttribute,
  rows: z.array(MappingRow),
});
export type MappingPreset = z.infer<typeof MappingPreset>;

/* Background runs */

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

/* State, saving, versions */

/** Up to so many people are counted who do not have the version in force; one more means "more". */
export const BEHIND_MAX = 1_000;

/** `GET …/mapping`: what is in force, and everything an editor needs to check and offer. */
export const Mapping = z.object({
  /** 0: the default mapping, nothing was saved yet. Pass it back as `basedOn`. */
  version: z.number(),
  savedAt: z.nullable(time),
  savedBy: z.nullable(z.string()),
  note: z.nullable(z.string()),
  userIdAttribute: UserIdAttribute,
  rows: z.array(MappingRow),
  roles: RoleRules,
  organizationRoles: z.array(OrganizationRole),
  customAttributes: z.array(CustomAttribute),
  /** Extensions the directory declares (RFC 7643 §7), for `lib/mapping`. */
  schemas: z.array(z.unknown()),
  /** Auth0's word for the kind of connection; says how pairs are written. */
  strategy: z.enum(["okta", "waad", "samlp", "oidc"]),
  presets: z.array(MappingPreset),
  warnings: z.array(ConfigurationProblem),
  /** The newest run that gives a version to everybody. */
  run: z.nullable(MappingRun),
  /** People whose profile was made by an older version; 1,001 means more than 1,000 (`BEHIND_MAX`). */
  behind: z.number(),
  /** People in the data-quality list. */
  problemCount: z.number(),
});
export type Mapping = z.infer<typeof Mapping>;

const basedOn = z.number().check(z.int(), z.minimum(0));
const note = z.optional(z.nullable(z.string().check(z.maxLength(500))));
export const SaveMapping = z.object({
  /** The version the draft was made from: another one meanwhile is a `conflict`. */
  basedOn,
  rows,
  userIdAttribute: z.optional(UserIdAttribute),
  note,
  apply: z._default(Apply, "now"),
});
export type SaveMapping = z.infer<typeof SaveMapping>;
/** Mapping and rules at once, as a dry run tested them. */
export const SaveDraft = z.extend(SaveMapping, { roles: z.optional(RoleRules) });
export const SavedMapping = z.object({ version: z.number(), run: z.nullable(MappingRun) });
export type SavedMapping = z.infer<typeof SavedMapping>;

/** One line of the difference between two versions. */
export const ConfigurationChange = z.object({
  part: z.enum(["row", "rule", "policy", "default_role", "user_id_attribute"]),
  kind: z.enum(["added", "removed", "changed", "moved"]),
  /** In words, e.g. `title → public_metadata.title was added`. */
  words: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
});
export type ConfigurationChange = z.infer<typeof ConfigurationChange>;
/** Beside a `conflict`: who saved what meanwhile. The failure's `detail`. */
export const SaveConflict = z.object({
  version: z.number(),
  savedBy: z.string(),
  savedAt: time,
  changes: z.array(ConfigurationChange),
});
export type SaveConflict = z.infer<typeof SaveConflict>;
/** Beside `invalid`: the failure's `detail`. */
export const InvalidConfiguration = z.object({ problems: z.array(ConfigurationProblem) });

export const MappingVersion = z.object({
  version: z.number(),
  savedAt: time,
  savedBy: z.string(),
  note: z.nullable(z.string()),
  /** Set when it brought an older one back. */
  restoredFrom: z.nullable(z.number()),
  changes: z.array(ConfigurationChange),
});
export type MappingVersion = z.infer<typeof MappingVersion>;
export const MappingVersionPage = page(MappingVersion);
export type MappingVersionPage = z.infer<typeof MappingVersionPage>;
export const MappingVersionDetail = z.extend(MappingVersion, {
  userIdAttribute: UserIdAttribute,
  rows: z.array(MappingRow),
  roles: RoleRules,
});
export type MappingVersionDetail = z.infer<typeof MappingVersionDetail>;
/** Version 0 brings the default mapping back. */
export const RestoreVersion = z.object({ basedOn, note, apply: z._default(Apply, "now") });
export type RestoreVersion = z.infer<typeof RestoreVersion>;

/** The file that export writes and import reads. */
export const MappingFile = z.object({
  object: z.literal("rollcall.mapping"),
  format: z.literal(1),
  user_id_attribute: UserIdAttribute,
  rows,
  roles: RoleRules,
});
export type MappingFile = z.infer<typeof MappingFile>;
export const ImportMapping = z.object({ file: MappingFile, basedOn, note, apply: z._default(Apply, "now") });
export type ImportMapping = z.infer<typeof ImportMapping>;

/* Preview: what a configuration makes of one person */

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

/* Paths seen */

export const SeenPath = z.object({
  /** Ready to be a source. */
  path: z.string(),
  /** People, of those looked at, who have a value there. */
  count: z.number(),
  example: JsonValue,
  /** Whether a row of the mapping in force reads it. */
  mapped: z.boolean(),
  /** Whether a schema of the directory describes it. */
  known: z.boolean(),
});
export type SeenPath = z.infer<typeof SeenPath>;
export const SeenPaths = z.object({
  /** How many people were looked at, of how many there are. */
  sample: z.number(),
  people: z.number(),
  data: z.array(SeenPath),
});
export type SeenPaths = z.infer<typeof SeenPaths>;

/* Data quality */

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

export const VersionQuery = z.object({ cursor: z.optional(z.string().check(z.maxLength(20))) });
