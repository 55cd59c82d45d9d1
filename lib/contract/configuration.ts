/** What importing a directory's configuration would change, or has changed. */
import * as z from "zod/mini";

export const CONFIGURATION_PARTS = [
  "directory",
  "custom_roles",
  "custom_attributes",
  "schemas",
  "mapping",
  "roles",
  "settings",
  "webhook_endpoints",
] as const;
export const ConfigurationPart = z.enum(CONFIGURATION_PARTS);
export type ConfigurationPart = z.infer<typeof ConfigurationPart>;

/** One line of the difference. */
export const ConfigurationLine = z.object({
  part: ConfigurationPart,
  kind: z.enum(["added", "removed", "changed", "moved"]),
  /** In words, e.g. `label was acme and is acme-eu.` */
  words: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
});
export type ConfigurationLine = z.infer<typeof ConfigurationLine>;

export const ConfigurationPlan = z.object({
  dryRun: z.boolean(),
  /** Names the configuration as it is now. Pass it back as `basedOn` to apply only to what was looked at. */
  revision: z.string(),
  changes: z.array(ConfigurationLine),
  /** What keeps it from being applied. */
  problems: z.array(z.object({ part: ConfigurationPart, message: z.string() })),
});
export type ConfigurationPlan = z.infer<typeof ConfigurationPlan>;
