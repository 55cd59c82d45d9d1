/** What an attribute mapping is made of: rows, drafts, what is wrong with them, presets. */
import * as z from "zod/mini";
import { RoleRules } from "./roles.ts";

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

/** A whole mapping. */
export const MappingRows = z.array(MappingRow).check(z.maxLength(500, "A mapping has at most 500 rows."));
/** What is not saved yet. Absent parts are those in force. */
export const MappingDraft = z.object({
  rows: z.optional(MappingRows),
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
