/** Users and groups of a directory as the API shows them. WorkOS's names where it has one, so that one reader serves both. */
import { z } from "zod";
import { CursorQuery, id, listOf, time } from "./common.ts";
import { named, operation } from "./operation.ts";

const text = z.string().nullable();
const anything = z.record(z.string(), z.unknown());
const role = z.object({ slug: z.string() });

export const DirectoryGroup = named(
  "DirectoryGroup",
  z.object({
    id: id("directory_group"),
    object: z.literal("directory_group"),
    idp_id: text.meta({ description: "The provider's own id: externalId" }),
    directory_id: id("directory"),
    organization_id: id("org"),
    name: z.string(),
    raw_attributes: anything.meta({ description: "What the provider sent, without members" }),
    created_at: time,
    updated_at: time,
  }),
);
const user = z.object({
  id: id("directory_user"),
  object: z.literal("directory_user"),
  directory_id: id("directory"),
  organization_id: id("org"),
  idp_id: text.meta({ description: "The provider's own id: externalId" }),
  username: text,
  email: text,
  first_name: text,
  last_name: text,
  name: text,
  job_title: text,
  emails: z.array(z.object({ primary: z.boolean(), type: text, value: text })),
  state: z.enum(["active", "inactive"]),
  custom_attributes: anything.meta({ description: "What the mapping made beyond the standard fields" }),
  raw_attributes: anything.meta({ description: "What the provider sent" }),
  role: role.nullable(),
  roles: z.array(role),
  created_at: time,
  updated_at: time,
});
export const DirectoryUser = named("DirectoryUser", user);
export const DirectoryUserWithGroups = named(
  "DirectoryUserWithGroups",
  user.extend({ groups: z.array(DirectoryGroup) }),
);

const q = z.string().max(200).optional();
const UserListQuery = CursorQuery.extend({
  q: q.meta({ description: "Part of username, name or e-mail" }),
  state: z.enum(["active", "inactive"]).optional(),
  group: z.string().max(100).optional().meta({ description: "Members of this group only" }),
});
const GroupListQuery = CursorQuery.extend({
  q: q.meta({ description: "Part of the name" }),
  user: z.string().max(100).optional().meta({ description: "Groups of this user only" }),
});

const about = { tag: "Users and groups", area: "people" } as const;
const directory = "/v1/organizations/{organizationId}/directories/{directoryId}";

export const listUsers = operation({
  ...about,
  id: "listUsers",
  method: "GET",
  path: `${directory}/users`,
  summary: "List users",
  description: "In order of their creation.",
  query: UserListQuery,
  answer: listOf(DirectoryUser),
});
export const getUser = operation({
  ...about,
  id: "getUser",
  method: "GET",
  path: `${directory}/users/{userId}`,
  summary: "Get a user with groups",
  answer: DirectoryUserWithGroups,
});
export const listGroups = operation({
  ...about,
  id: "listGroups",
  method: "GET",
  path: `${directory}/groups`,
  summary: "List groups",
  query: GroupListQuery,
  answer: listOf(DirectoryGroup),
});
export const getGroup = operation({
  ...about,
  id: "getGroup",
  method: "GET",
  path: `${directory}/groups/{groupId}`,
  summary: "Get a group",
  answer: DirectoryGroup,
});
export const listGroupUsers = operation({
  ...about,
  id: "listGroupUsers",
  method: "GET",
  path: `${directory}/groups/{groupId}/users`,
  summary: "List a group's users",
  query: CursorQuery,
  answer: listOf(DirectoryUser),
});
