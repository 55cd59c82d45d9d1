/** Roles of an organization, and the rules that give them to provisioned people. */
import * as z from "zod/mini";
import { name, time } from "./common.ts";
import { Permission } from "./organization.ts";

/** `org:` and a name of lower-case letters, digits, `_`, `-` or `:`. */
export const RoleSlug = z
  .string()
  .check(
    z.regex(/^org:[a-z0-9][a-z0-9_:-]{0,59}$/, "A role is called org: and then lower-case letters, digits, _ or -."),
  );
/** No sync gives this role: an owner is made by an owner. */
export const OWNER = "org:owner";
/** Built into every organization, highest first. They cannot be changed or deleted. */
export const BUILT_IN_ROLES = ["org:owner", "org:admin", "org:member"] as const;

export const OrganizationRole = z.object({
  slug: z.string(),
  name: z.string(),
  /** Smaller is higher: owner 0, admin 100, member 1000. Custom roles stand where their rank puts them. */
  rank: z.number(),
  permissions: z.array(Permission),
  builtIn: z.boolean(),
  /** Active members who hold it. */
  memberCount: z.number(),
});
export type OrganizationRole = z.infer<typeof OrganizationRole>;
export const OrganizationRoleList = z.object({ data: z.array(OrganizationRole) });

const rank = z
  .number()
  .check(
    z.int(),
    z.minimum(1, "A rank is between 1 and 10,000."),
    z.maximum(10_000, "A rank is between 1 and 10,000."),
  );
export const CreateRole = z.object({ slug: RoleSlug, name, rank, permissions: z._default(z.array(Permission), []) });
export type CreateRole = z.infer<typeof CreateRole>;
/** What is absent stays as it is; the slug never changes. */
export const UpdateRole = z.object({
  name: z.optional(name),
  rank: z.optional(rank),
  permissions: z.optional(z.array(Permission)),
});
export type UpdateRole = z.infer<typeof UpdateRole>;
/** Whoever holds the role, and every rule that gives it, gets the replacement instead. */
export const DeleteRole = z.object({ replacement: RoleSlug });
export type DeleteRole = z.infer<typeof DeleteRole>;

/* Custom attributes */

export const AttributeType = z.enum(["text", "number", "boolean", "list"]);
export type AttributeType = z.infer<typeof AttributeType>;
/** An attribute of members that the organization declares; rows fill it by the target `custom_attributes.<key>`. */
export const CustomAttribute = z.object({
  key: z
    .string()
    .check(z.regex(/^[a-z][a-z0-9_]{0,59}$/, "A key begins with a lower-case letter; then letters, digits and _.")),
  label: name,
  type: AttributeType,
  /** People for whom it stays empty are listed under data quality. */
  required: z.boolean(),
});
export type CustomAttribute = z.infer<typeof CustomAttribute>;
/** All of them: PUT replaces the list. */
export const CustomAttributes = z.object({
  data: z.array(CustomAttribute).check(z.maxLength(100, "An organization declares at most 100 attributes.")),
});
export type CustomAttributes = z.infer<typeof CustomAttributes>;

/* Rules */

const role = z.string();
/** By id if the group was pushed before, and by its name, in any letter case, as long as none has the id. */
export const GroupRule = z.object({
  kind: z.literal("group"),
  group: z.object({ id: z.nullable(z.string()), name: z.string().check(z.minLength(1), z.maxLength(500)) }),
  role,
});
/** A SCIM filter over the person's resource, e.g. `title co "Manager"`. */
export const AttributeRule = z.object({
  kind: z.literal("attribute"),
  filter: z.string().check(z.minLength(1), z.maxLength(4_096)),
  role,
});
/** A SCIM path and a Liquid text whose result is the slug of a role. Any other result: the rule does not apply. */
export const LiquidRule = z.object({
  kind: z.literal("liquid"),
  source: z.string().check(z.minLength(1), z.maxLength(1_000)),
  transform: z.nullable(z.string().check(z.maxLength(2_000))),
});
export const RoleRule = z.discriminatedUnion("kind", [GroupRule, AttributeRule, LiquidRule]);
export type RoleRule = z.infer<typeof RoleRule>;

/** `first`: the first rule that applies. `highest`: of all that apply, the highest role. `all`: every one of them. */
export const RolePolicy = z.enum(["first", "highest", "all"]);
export type RolePolicy = z.infer<typeof RolePolicy>;
export const RoleRules = z.object({
  policy: RolePolicy,
  /** In order. */
  rules: z.array(RoleRule).check(z.maxLength(500, "A directory has at most 500 rules.")),
  /** Who meets no rule gets it; null: no access, the person is no member. */
  defaultRole: z.nullable(z.string()),
});
export type RoleRules = z.infer<typeof RoleRules>;

/** What the roles page shows: the rules in force and what each means today. */
export const RolesState = z.extend(RoleRules, {
  /** Of the configuration; 0: nothing was saved yet. Pass it back as `basedOn`. */
  version: z.number(),
  savedAt: z.nullable(time),
  savedBy: z.nullable(z.string()),
  /** Beside each rule, in the same order. */
  rulesNow: z.array(
    z.object({
      /** A group rule whose group no provider has pushed yet. */
      waiting: z.boolean(),
      /** For a group rule: people in the group. */
      people: z.nullable(z.number()),
      /** The name of the group today. */
      groupName: z.nullable(z.string()),
    }),
  ),
  /** Rows of the mapping with the target `organization_role`; they follow the rules, in order. */
  mappingRows: z.array(z.object({ index: z.number(), source: z.string(), transform: z.nullable(z.string()) })),
  roles: z.array(OrganizationRole),
  /** People of this directory whose role does not follow from the rules alone (the first 200 by name). */
  held: z.array(
    z.object({
      memberId: z.string(),
      userId: z.string(),
      name: z.string(),
      role: z.string(),
      active: z.boolean(),
      /** Why a sync that would have taken them away did not. */
      kept: z.nullable(z.enum(["last_admin", "break_glass"])),
      breakGlass: z.boolean(),
      /** Given by hand, beside what rules give. */
      manualRole: z.nullable(z.string()),
    }),
  ),
});
export type RolesState = z.infer<typeof RolesState>;

/** Whether everybody gets the new version now, in the background, or each person when they change next. */
export const Apply = z.enum(["now", "on_change"]);
export type Apply = z.infer<typeof Apply>;
export const SaveRoles = z.extend(RoleRules, {
  basedOn: z.number(),
  note: z.optional(z.nullable(z.string().check(z.maxLength(500)))),
  apply: z._default(Apply, "now"),
});
export type SaveRoles = z.infer<typeof SaveRoles>;

/* Members */

/** People whom no sync demotes or shuts out. */
export const BreakGlassPerson = z.object({
  memberId: z.string(),
  name: z.string(),
  email: z.nullable(z.string()),
  role: z.string(),
  active: z.boolean(),
});
export type BreakGlassPerson = z.infer<typeof BreakGlassPerson>;
export const BreakGlassList = z.object({ data: z.array(BreakGlassPerson) });
export type BreakGlassList = z.infer<typeof BreakGlassList>;
export const SetBreakGlass = z.object({ breakGlass: z.boolean() });
