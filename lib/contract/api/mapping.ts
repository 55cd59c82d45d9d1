/** Attribute mapping in authn.sh's shape, and a directory's whole configuration as a file. */
import { z } from "zod";
import * as quality from "../data-quality.ts";
import * as contract from "../mapping.ts";
import * as preview from "../mapping-preview.ts";
import * as row from "../mapping-row.ts";
import * as run from "../mapping-run.ts";
import { listOf } from "./common.ts";
import { named, operation } from "./operation.ts";
import { inputOf, shapeOf } from "./snake-case.ts";

const aboutMapping = { tag: "Attribute mapping", area: "mapping" } as const;

const text = z.string().max(2_200);
const overrides = z.record(z.string().min(1).max(1_000), z.union([text, z.array(text).max(20)])).meta({
  description:
    "SCIM path to field, or to a Liquid text with the field behind it: `{{ value | downcase }}.organization_role`. An empty text takes a default path away.",
  examples: [{ title: "public_metadata.title" }],
});
const AttributeMappings = z.object({ mapping: overrides });
const WhichDirectory = z.object({
  directory_id: z.string().optional().meta({ description: "Needed where the organization has several directories" }),
});

const path = "/v1/organizations/{organizationId}/scim/attribute-mappings";

export const getAttributeMappings = operation({
  ...aboutMapping,
  id: "getAttributeMappings",
  method: "GET",
  path,
  summary: "Get what differs from the default mapping",
  query: WhichDirectory,
  answer: AttributeMappings,
});
export const setAttributeMappings = operation({
  ...aboutMapping,
  id: "setAttributeMappings",
  method: "PUT",
  path,
  summary: "Replace what differs from the default mapping",
  description: "`{}` brings the default mapping back. Everybody is given the new mapping in the background.",
  query: WhichDirectory,
  input: AttributeMappings,
  answer: AttributeMappings,
  failures: ["invalid"],
});

const filePath = "/v1/organizations/{organizationId}/directories/{directoryId}/mapping";
export const exportDirectoryMapping = operation({
  ...aboutMapping,
  id: "exportDirectoryMapping",
  method: "GET",
  path: filePath,
  summary: "Export rows, role rules and user ID attribute",
  answer: z.record(z.string(), z.unknown()),
});
export const importDirectoryMapping = operation({
  ...aboutMapping,
  id: "importDirectoryMapping",
  method: "PUT",
  path: filePath,
  summary: "Import rows, role rules and user ID attribute",
  description: "Takes what the export gives. Saved as a new version and given to everybody in the background.",
  input: contract.MappingFile,
  answer: z.object({ version: z.int() }),
  failures: ["invalid"],
});

const Version = named("MappingVersion", shapeOf(contract.MappingVersion, "mapping_version"));
const WholeVersion = named("MappingVersionDetail", shapeOf(contract.MappingVersionDetail, "mapping_version"));
const Run = named("MappingRun", shapeOf(run.MappingRun, "mapping_run"));
const versions = `${filePath}/versions` as const;
const runs = `${filePath}/runs` as const;
const cursorPage = <Item extends z.ZodType>(item: Item) =>
  z.object({ data: z.array(item), next_cursor: z.string().optional() });

export const listMappingVersions = operation({
  ...aboutMapping,
  id: "listMappingVersions",
  method: "GET",
  path: versions,
  summary: "List versions of mapping and rules",
  description: "Newest first, each with what it changed.",
  query: contract.VersionQuery,
  answer: cursorPage(Version),
});
export const getMappingVersion = operation({
  ...aboutMapping,
  id: "getMappingVersion",
  method: "GET",
  path: `${versions}/{version}`,
  summary: "Get a version",
  answer: WholeVersion,
});
export const restoreMappingVersion = operation({
  ...aboutMapping,
  id: "restoreMappingVersion",
  method: "POST",
  path: `${versions}/{version}/restore`,
  summary: "Bring a version back",
  description: "As a new one; 0 is the default mapping. `based_on` is the version in force.",
  input: inputOf(contract.RestoreVersion),
  answer: z.object({ version: z.int() }),
  failures: ["conflict", "invalid"],
});
export const previewMapping = operation({
  ...aboutMapping,
  id: "previewMapping",
  method: "POST",
  path: `${filePath}/preview`,
  summary: "See what a mapping makes of one person",
  description:
    "Of somebody by `user_id`, of the person written `last`, or of a pasted SCIM User in `payload`. Nothing changes.",
  access: "read",
  input: inputOf(preview.PreviewRequest),
  answer: shapeOf(preview.Preview, "mapping_preview"),
  failures: ["invalid"],
});
export const startDryRun = operation({
  ...aboutMapping,
  id: "startDryRun",
  method: "POST",
  path: `${filePath}/dry_runs`,
  summary: "Find out what a draft would do to everybody",
  description: "In the background; look at the run and its changes. Nothing is written.",
  access: "read",
  input: inputOf(row.MappingDraft),
  status: 201,
  answer: Run,
  failures: ["invalid"],
});
export const listMappingRuns = operation({
  ...aboutMapping,
  id: "listMappingRuns",
  method: "GET",
  path: runs,
  summary: "List runs over everybody",
  answer: z.object({ data: z.array(Run) }),
});
export const startMappingRun = operation({
  ...aboutMapping,
  id: "startMappingRun",
  method: "POST",
  path: runs,
  summary: "Give the mapping to everybody now",
  status: 201,
  answer: Run,
});
export const getMappingRun = operation({
  ...aboutMapping,
  id: "getMappingRun",
  method: "GET",
  path: `${runs}/{runId}`,
  summary: "Get a run with how far it is",
  answer: Run,
});
export const changeMappingRun = operation({
  ...aboutMapping,
  id: "changeMappingRun",
  method: "PATCH",
  path: `${runs}/{runId}`,
  summary: "Pause, resume or cancel a run",
  input: inputOf(run.ChangeRun),
  answer: Run,
  failures: ["conflict"],
});
export const listRunChanges = operation({
  ...aboutMapping,
  id: "listRunChanges",
  method: "GET",
  path: `${runs}/{runId}/changes`,
  summary: "List whom a dry run found to change",
  query: run.RunChangeQuery,
  answer: listOf(shapeOf(run.RunChange)),
});
export const listSeenPaths = operation({
  ...aboutMapping,
  id: "listSeenPaths",
  method: "GET",
  path: `${filePath}/paths`,
  summary: "List the SCIM paths really received",
  answer: shapeOf(contract.SeenPaths),
});
export const listDataProblems = operation({
  ...aboutMapping,
  id: "listDataProblems",
  method: "GET",
  path: `${filePath}/problems`,
  summary: "List data that does not fit",
  description: "Each with what to mend, and where.",
  query: quality.DataProblemQuery,
  answer: z.object({
    data: z.array(shapeOf(quality.DataProblem)),
    people: z.int(),
    next_cursor: z.string().optional(),
  }),
});
export const explainUser = operation({
  ...aboutMapping,
  id: "explainUser",
  method: "GET",
  path: "/v1/organizations/{organizationId}/directories/{directoryId}/users/{userId}/explanation",
  summary: "Explain a person's fields and role",
  description: "For each field where it came from; for the role the whole chain.",
  answer: shapeOf(preview.Explanation, "explanation"),
});
