/** Attribute mapping in authn.sh's shape, and a directory's whole configuration as a file. */
import { z } from "zod";
import { MappingFile } from "../mapping.ts";
import { operation } from "./operation.ts";

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
  input: MappingFile,
  answer: z.object({ version: z.int() }),
  failures: ["invalid"],
});
