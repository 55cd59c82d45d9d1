/** The attribute mapping of a directory: state, saving, versions, export and import, paths seen. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";
import { ConfigurationProblem, MappingPreset, MappingRow, MappingRows, UserIdAttribute } from "./mapping-row.ts";
import { MappingRun } from "./mapping-run.ts";
import { Apply, CustomAttribute, OrganizationRole, RoleRules } from "./roles.ts";

const JsonValue = z.unknown();

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
  rows: MappingRows,
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
  rows: MappingRows,
  roles: RoleRules,
});
export type MappingFile = z.infer<typeof MappingFile>;
export const ImportMapping = z.object({ file: MappingFile, basedOn, note, apply: z._default(Apply, "now") });
export type ImportMapping = z.infer<typeof ImportMapping>;
export const VersionQuery = z.object({ cursor: z.optional(z.string().check(z.maxLength(20))) });

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
