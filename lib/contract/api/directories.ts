import { z } from "zod";
import { ConfigurationPlan } from "../configuration.ts";
import { DirectoryConfiguration, ImportConfiguration } from "../directory-configuration.ts";
import { CreateDirectory, DeclareSchemas, UpdateDirectory } from "../management.ts";
import { DirectoryHealth, SwitchOff } from "../overview.ts";
import { PROVIDERS } from "../provider.ts";
import { id, listOf, ms, PageQuery } from "./common.ts";
import { named, operation } from "./operation.ts";
import { inputOf, shapeOf } from "./snake-case.ts";

export const Directory = named(
  "Directory",
  z.object({
    id: id("directory"),
    object: z.literal("directory"),
    organization_id: id("org"),
    name: z.string(),
    provider: z.enum(PROVIDERS),
    state: z.string().meta({
      description: "`waiting` until the first request, then `active`, or `paused`: then the provider is answered 503.",
      examples: ["active"],
    }),
    endpoint_url: z.string().meta({ description: "The SCIM base URL; the token decides which directory it reaches." }),
    connection_url: z.string().meta({ description: "The same, naming the directory: tokens of others are refused." }),
    label: z.string().nullable(),
    rate_limit: z.int().nullable().meta({ description: "Per second and token; 0: none, null: the default." }),
    metadata: z.object({ users: z.object({ active: z.int(), inactive: z.int() }), groups: z.int() }),
    created_at: ms,
    last_request_at: ms.nullable(),
  }),
);

const DeclaredSchemas = named(
  "DeclaredSchemas",
  z.object({ schemas: z.array(z.record(z.string(), z.unknown())) }),
  "Extensions as schema documents of RFC 7643 §7.",
);

const about = { tag: "Directories", area: "directories" } as const;
const all = "/v1/organizations/{organizationId}/directories";
const one = `${all}/{directoryId}` as const;

export const listDirectories = operation({
  ...about,
  id: "listDirectories",
  method: "GET",
  path: all,
  summary: "List directories",
  query: PageQuery,
  answer: listOf(Directory),
});
export const createDirectory = operation({
  ...about,
  id: "createDirectory",
  method: "POST",
  path: all,
  summary: "Create a directory",
  input: CreateDirectory,
  status: 201,
  answer: Directory,
});
export const getDirectory = operation({
  ...about,
  id: "getDirectory",
  method: "GET",
  path: one,
  summary: "Get a directory",
  answer: Directory,
});
export const updateDirectory = operation({
  ...about,
  id: "updateDirectory",
  method: "PATCH",
  path: one,
  summary: "Change, pause or resume a directory",
  description:
    "A paused directory answers its provider 503 with `Retry-After`, so that nothing is lost; with `pause_minutes` it resumes by itself. `label` may stand in the address instead of the id; `null` takes it away.",
  input: UpdateDirectory,
  answer: Directory,
  failures: ["conflict"],
});
export const deleteDirectory = operation({
  ...about,
  id: "deleteDirectory",
  method: "DELETE",
  path: one,
  summary: "Delete a directory",
  description: "With its tokens, people, groups and log; its people lose the memberships it gave.",
  status: 204,
});
export const switchOffDirectory = operation({
  ...about,
  id: "switchOffDirectory",
  method: "POST",
  path: `${one}/switch_off`,
  summary: "Switch a directory off",
  description:
    "Its tokens and OAuth clients are revoked at once. `people` says what becomes of its members: `keep`, `suspend` or `remove`. The log stays.",
  input: inputOf(SwitchOff),
  answer: Directory,
  failures: ["conflict"],
});
export const switchOnDirectory = operation({
  ...about,
  id: "switchOnDirectory",
  method: "POST",
  path: `${one}/switch_on`,
  summary: "Switch a directory on again",
  description: "Issue a new token for it afterwards.",
  answer: Directory,
  failures: ["conflict"],
});
export const getDirectoryHealth = operation({
  ...about,
  id: "getDirectoryHealth",
  method: "GET",
  path: `${one}/health`,
  summary: "Get how a directory is",
  description: "Since when, why, what is left to do, and what went wrong most often.",
  answer: named("DirectoryHealth", shapeOf(DirectoryHealth, "directory_health")),
});
export const getDeclaredSchemas = operation({
  ...about,
  id: "getDeclaredSchemas",
  method: "GET",
  path: `${one}/schemas`,
  summary: "Get the extensions a directory declares",
  answer: DeclaredSchemas,
});
export const declareSchemas = operation({
  ...about,
  id: "declareSchemas",
  method: "PUT",
  path: `${one}/schemas`,
  summary: "Declare extensions",
  description:
    "Instead of all that were declared before. `required` is false, `mutability` readWrite and `uniqueness` none in every attribute; a 422 names the place.",
  input: DeclareSchemas,
  answer: DeclaredSchemas,
});

const aboutConfiguration = { tag: "Configuration", area: "directories" } as const;
export const exportConfiguration = operation({
  ...aboutConfiguration,
  id: "exportConfiguration",
  method: "GET",
  path: `${one}/configuration`,
  summary: "Export a directory's whole configuration",
  description:
    "Name, provider, label, limit, roles, attributes, extensions, mapping, rules, settings and webhook endpoints, without any secret. The same configuration always reads the same, so it can be kept under version control.",
  answer: named("DirectoryConfiguration", shapeOf(DirectoryConfiguration)),
});
export const importConfiguration = operation({
  ...aboutConfiguration,
  id: "importConfiguration",
  method: "POST",
  path: `${one}/configuration`,
  summary: "Compare with a configuration, or apply it",
  description:
    "With `dry_run` nothing changes: `changes` says what would, `problems` what is in the way. Parts that are absent stay. Apply with `based_on` set to the dry run's `revision`, and a change made meanwhile is a 409. Roles and endpoints that the file does not name stay; a new endpoint begins paused, and rotating its secret shows it. A key needs for each part that differs the scope it would need for that part alone.",
  access: "read",
  input: inputOf(ImportConfiguration),
  answer: named("ConfigurationPlan", shapeOf(ConfigurationPlan, "configuration_plan")),
  failures: ["conflict", "invalid"],
});
