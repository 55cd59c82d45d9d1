/** Roles, the rules that give them, and the attributes an organization declares. */
import { z } from "zod";
import { RoleConflict } from "../role-conflicts.ts";
import * as contract from "../roles.ts";
import { named, operation } from "./operation.ts";
import { inputOf, shapeOf } from "./snake-case.ts";

const organization = "/v1/organizations/{organizationId}";
const roles = `${organization}/roles` as const;
const role = `${roles}/{slug}` as const;

export const Role = named("Role", shapeOf(contract.OrganizationRole, "role"));
const about = { tag: "Roles", area: "mapping" } as const;
export const listRoles = operation({
  ...about,
  id: "listRoles",
  method: "GET",
  path: roles,
  summary: "List roles",
  description: "Highest first. Three are built in.",
  answer: z.object({ data: z.array(Role), total_count: z.int() }),
});
export const createRole = operation({
  ...about,
  id: "createRole",
  method: "POST",
  path: roles,
  summary: "Create a role",
  input: inputOf(contract.CreateRole),
  status: 201,
  answer: Role,
  failures: ["conflict"],
});
export const getRole = operation({
  ...about,
  id: "getRole",
  method: "GET",
  path: role,
  summary: "Get a role",
  answer: Role,
});
export const updateRole = operation({
  ...about,
  id: "updateRole",
  method: "PATCH",
  path: role,
  summary: "Change a role",
  input: inputOf(contract.UpdateRole),
  answer: Role,
});
export const deleteRole = operation({
  ...about,
  id: "deleteRole",
  method: "DELETE",
  path: role,
  summary: "Delete a role",
  description: "Whoever holds it, and every rule that gives it, gets `replacement` instead.",
  query: z.object({ replacement: contract.RoleSlug }),
  status: 204,
});

const Attribute = named("CustomAttribute", shapeOf(contract.CustomAttribute));
const Attributes = z.object({ data: z.array(Attribute) });
const attributes = `${organization}/custom_attributes` as const;
export const getCustomAttributes = operation({
  ...about,
  id: "getCustomAttributes",
  method: "GET",
  path: attributes,
  summary: "Get the attributes an organization declares",
  answer: Attributes,
});
export const setCustomAttributes = operation({
  ...about,
  id: "setCustomAttributes",
  method: "PUT",
  path: attributes,
  summary: "Declare attributes",
  description: "Instead of all that were declared before. One that a mapping fills cannot go.",
  input: inputOf(contract.CustomAttributes),
  answer: Attributes,
  failures: ["conflict"],
});

const rules = `${organization}/directories/{directoryId}/roles` as const;
export const RoleRules = named("RoleRules", shapeOf(contract.RolesState, "role_rules"));
export const getRoleRules = operation({
  ...about,
  id: "getRoleRules",
  method: "GET",
  path: rules,
  summary: "Get the rules that give roles",
  answer: RoleRules,
});
export const setRoleRules = operation({
  ...about,
  id: "setRoleRules",
  method: "PUT",
  path: rules,
  summary: "Replace the rules that give roles",
  description:
    "`based_on` is the version they were made from; if somebody else changed them since, the 409 says what. `apply` `on_change` waits for each person's next change.",
  input: inputOf(contract.SaveRoles),
  answer: RoleRules,
  failures: ["conflict", "invalid"],
});
export const listRoleConflicts = operation({
  ...about,
  id: "listRoleConflicts",
  method: "GET",
  path: `${rules}/conflicts`,
  summary: "List people to whom several rules apply",
  answer: z.object({ data: z.array(shapeOf(RoleConflict)), looked: z.int(), has_more: z.boolean() }),
});
