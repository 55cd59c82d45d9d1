import { z } from "zod";
import { AuditQuery } from "../audit.ts";
import { CreateSetupLink } from "../setup.ts";
import { id, time } from "./common.ts";
import { named, operation } from "./operation.ts";

const text = z.string().nullable();
const link = z.object({
  id: id("setuplink"),
  object: z.literal("setup_link"),
  directory_id: id("directory"),
  name: z.string(),
  prefix: z.string(),
  created_at: time,
  created_by: z.string(),
  expires_at: time,
  revoked_at: time.nullable(),
  tokens: z.int().meta({ description: "Tokens issued through it" }),
});
export const SetupLink = named("SetupLink", link);
export const CreatedSetupLink = named(
  "CreatedSetupLink",
  link.extend({ url: z.string().meta({ description: "The address to hand over, this one time" }) }),
);

const about = { tag: "Setup links", area: "credentials" } as const;
const links = "/v1/organizations/{organizationId}/directories/{directoryId}/setup_links";

export const listSetupLinks = operation({
  ...about,
  id: "listSetupLinks",
  method: "GET",
  path: links,
  summary: "List setup links",
  answer: z.object({ data: z.array(SetupLink), total_count: z.int() }),
});
export const createSetupLink = operation({
  ...about,
  id: "createSetupLink",
  method: "POST",
  path: links,
  summary: "Create a setup link",
  description: "With it somebody without an account sets this directory up, for 1 to 14 days.",
  input: CreateSetupLink,
  status: 201,
  answer: CreatedSetupLink,
});
export const revokeSetupLink = operation({
  ...about,
  id: "revokeSetupLink",
  method: "POST",
  path: `${links}/{linkId}/revoke`,
  summary: "Revoke a setup link",
  answer: SetupLink,
});

const facts = z.record(z.string(), z.unknown());
export const AuditEntry = named(
  "AuditEntry",
  z.object({
    id: z.string(),
    object: z.literal("audit_entry"),
    organization_id: id("org"),
    seq: z.int().meta({ description: "Counts the organization's lines from 1" }),
    at: time,
    actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
    action: z.string().meta({ examples: ["token.issued"] }),
    target: z.object({ id: z.string(), name: z.string() }),
    detail: facts,
    before: facts.nullable(),
    after: facts.nullable(),
    surface: text,
    ip: text,
    request_id: text,
  }),
);
const aboutAudit = { tag: "Audit log", area: "log" } as const;
const audit = "/v1/organizations/{organizationId}/audit_log";

export const listAuditLog = operation({
  ...aboutAudit,
  id: "listAuditLog",
  method: "GET",
  path: audit,
  summary: "List audit entries",
  description: "Newest first: what admins and keys did.",
  query: AuditQuery,
  answer: z.object({ data: z.array(AuditEntry), next_cursor: z.string().optional() }),
});
export const getAuditEntry = operation({
  ...aboutAudit,
  id: "getAuditEntry",
  method: "GET",
  path: `${audit}/{entryId}`,
  summary: "Get an audit entry",
  answer: AuditEntry,
});
