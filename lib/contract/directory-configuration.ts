/** A directory's configuration as one file: everything an admin chose, nothing an identity provider sent, no secret. */
import * as z from "zod/mini";
import { name } from "./common.ts";
import { Label, RateLimit } from "./management.ts";
import { MappingRow, UserIdAttribute } from "./mapping-row.ts";
import { Provider } from "./provider.ts";
import { CreateRole, CustomAttribute, RolePolicy, RoleRules } from "./roles.ts";
import { ChangeSettings } from "./settings.ts";
import { CreateWebhookEndpoint } from "./webhooks.ts";

/** Absent parts stay as they are. Parts of the organization are in it because the mapping and the roles rest on them. */
export const DirectoryConfiguration = z.strictObject({
  object: z.literal("rollcall.configuration"),
  format: z.literal(1),
  directory: z.optional(
    z.strictObject({
      name: z.optional(name),
      provider: z.optional(Provider),
      label: z.optional(z.nullable(Label)),
      rateLimit: z.optional(z.nullable(RateLimit)),
    }),
  ),
  /** Of the organization, without those built in. Roles that are not named stay. */
  customRoles: z.optional(z.array(z.strictObject(CreateRole.shape)).check(z.maxLength(200))),
  /** Of the organization: the whole list. */
  customAttributes: z.optional(z.array(z.strictObject(CustomAttribute.shape)).check(z.maxLength(100))),
  /** Extensions as schema documents of RFC 7643 §7: the whole list. */
  schemas: z.optional(z.array(z.record(z.string(), z.unknown())).check(z.maxLength(20))),
  mapping: z.optional(
    z.strictObject({
      userIdAttribute: UserIdAttribute,
      rows: z.array(MappingRow).check(z.maxLength(500, "A mapping has at most 500 rows.")),
    }),
  ),
  roles: z.optional(
    z.strictObject({
      policy: RolePolicy,
      rules: RoleRules.shape.rules,
      defaultRole: RoleRules.shape.defaultRole,
    }),
  ),
  /** Of the organization. */
  settings: z.optional(ChangeSettings),
  /** Of the organization, by address, without secrets and headers. Endpoints that are not named stay. */
  webhookEndpoints: z.optional(
    z
      .array(
        z.strictObject({
          url: z.string().check(z.minLength(1), z.maxLength(2_000)),
          description: CreateWebhookEndpoint.shape.description,
          events: CreateWebhookEndpoint.shape.events,
        }),
      )
      .check(z.maxLength(50)),
  ),
});
export type DirectoryConfiguration = z.output<typeof DirectoryConfiguration>;

/** `dryRun` only tells what would change. `basedOn`: the revision that was looked at; another one meanwhile is a conflict. */
export const ImportConfiguration = z.object({
  configuration: DirectoryConfiguration,
  dryRun: z._default(z.boolean(), false),
  basedOn: z.optional(z.string().check(z.maxLength(100))),
});
export type ImportConfiguration = z.output<typeof ImportConfiguration>;
