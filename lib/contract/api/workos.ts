/** The calls that WorkOS's SDKs make, in their shapes: pointed here, code written for them goes on working. */
import { z } from "zod";
import { id, time } from "./common.ts";
import { named, operation } from "./operation.ts";
import { DirectoryGroup, DirectoryUserWithGroups } from "./people.ts";

const text = z.string().nullable();

export const WorkOSDirectory = named(
  "WorkOSDirectory",
  z.object({
    object: z.literal("directory"),
    id: id("directory"),
    organization_id: id("org"),
    external_key: z.string(),
    type: z.string().meta({ examples: ["okta scim v2.0"] }),
    state: z.enum(["linked", "unlinked"]).meta({ description: "unlinked: paused" }),
    name: z.string(),
    domain: text,
    metadata: z.object({ users: z.object({ active: z.int(), inactive: z.int() }), groups: z.int() }),
    created_at: time,
    updated_at: time,
  }),
);

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    object: z.literal("list"),
    data: z.array(item),
    list_metadata: z.object({ before: text, after: text }),
  });

/** `limit` 1–100, 10 unless said; newest first unless `order` is `asc`; behind or before the row with that id. */
const WorkOSPage = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(10),
  order: z.enum(["asc", "desc"]).default("desc"),
  after: z.string().max(100).optional(),
  before: z.string().max(100).optional(),
});
export type WorkOSPage = z.infer<typeof WorkOSPage>;
const reference = z.string().max(100).optional();

const about = { tag: "WorkOS", dialect: "workos" } as const;

export const listDirectories = operation({
  ...about,
  id: "workosListDirectories",
  area: "directories",
  method: "GET",
  path: "/directories",
  summary: "List directories (WorkOS)",
  query: WorkOSPage.extend({ organization_id: reference, search: z.string().max(200).optional() }),
  answer: listOf(WorkOSDirectory),
});
export const getDirectory = operation({
  ...about,
  id: "workosGetDirectory",
  area: "directories",
  method: "GET",
  path: "/directories/{directoryId}",
  summary: "Get a directory (WorkOS)",
  answer: WorkOSDirectory,
});
export const deleteDirectory = operation({
  ...about,
  id: "workosDeleteDirectory",
  area: "directories",
  method: "DELETE",
  path: "/directories/{directoryId}",
  summary: "Delete a directory (WorkOS)",
  status: 204,
});
export const listUsers = operation({
  ...about,
  id: "workosListUsers",
  area: "people",
  method: "GET",
  path: "/directory_users",
  summary: "List directory users (WorkOS)",
  description: "Of a `directory` or of a `group`.",
  query: WorkOSPage.extend({ directory: reference, group: reference }),
  answer: listOf(DirectoryUserWithGroups),
});
export const getUser = operation({
  ...about,
  id: "workosGetUser",
  area: "people",
  method: "GET",
  path: "/directory_users/{userId}",
  summary: "Get a directory user (WorkOS)",
  answer: DirectoryUserWithGroups,
});
export const listGroups = operation({
  ...about,
  id: "workosListGroups",
  area: "people",
  method: "GET",
  path: "/directory_groups",
  summary: "List directory groups (WorkOS)",
  description: "Of a `directory` or of a `user`.",
  query: WorkOSPage.extend({ directory: reference, user: reference }),
  answer: listOf(DirectoryGroup),
});
export const getGroup = operation({
  ...about,
  id: "workosGetGroup",
  area: "people",
  method: "GET",
  path: "/directory_groups/{groupId}",
  summary: "Get a directory group (WorkOS)",
  answer: DirectoryGroup,
});
export const generateLink = operation({
  ...about,
  id: "workosGenerateLink",
  area: "credentials",
  method: "POST",
  path: "/portal/generate_link",
  summary: "Make a setup link (WorkOS)",
  description:
    "For the organization's directory that still waits for its first request, else its newest; one is made where there is none. The link is good for a day. Only the intent `dsync` leads anywhere; `return_url`, `success_url` and `it_contact_emails` are taken and not used.",
  input: z.object({
    organization: z.string().max(100),
    intent: z.enum(["dsync"], "Only the intent dsync is there."),
    return_url: z.string().max(2_000).optional(),
    success_url: z.string().max(2_000).optional(),
    it_contact_emails: z.array(z.string().max(320)).max(20).optional(),
  }),
  status: 201,
  answer: z.object({ link: z.string() }),
});
