import { z } from "zod";
import { AuditQuery, AuditVerification } from "../audit.ts";
import { CreateSetupLink, RunTest, SelfTest, SetupState, TestRun, UpdateSetup } from "../setup.ts";
import { id, time } from "./common.ts";
import { named, operation } from "./operation.ts";
import { inputOf, shapeOf } from "./snake-case.ts";

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

const aboutSetup = { tag: "Setup", area: "directories" } as const;
const setup = "/v1/organizations/{organizationId}/directories/{directoryId}/setup";
const State = named("SetupState", shapeOf(SetupState, "setup"));
export const getSetup = operation({
  ...aboutSetup,
  id: "getSetup",
  method: "GET",
  path: setup,
  summary: "Get how far the setup is",
  description:
    "Ticked from real requests of the provider; `problems` says what went wrong instead and where to mend it.",
  answer: State,
});
export const updateSetup = operation({
  ...aboutSetup,
  id: "updateSetup",
  method: "PATCH",
  path: setup,
  summary: "Choose the provider, tick a step, start over",
  input: inputOf(UpdateSetup),
  answer: State,
});
export const runSelfTest = operation({
  ...aboutSetup,
  id: "runSelfTest",
  method: "POST",
  path: `${setup}/self_test`,
  summary: "Run the self-test",
  description: "About twenty SCIM calls with a token of its own; what it makes it takes away again.",
  answer: shapeOf(SelfTest, "self_test"),
});
export const runSetupTest = operation({
  ...aboutSetup,
  id: "runSetupTest",
  method: "POST",
  path: `${setup}/tests`,
  summary: "Act as the provider once",
  description: "A joiner, mover, leaver or group, in the provider's own words.",
  input: inputOf(RunTest),
  answer: shapeOf(TestRun, "test_run"),
});
export const removeSetupTest = operation({
  ...aboutSetup,
  id: "removeSetupTest",
  method: "DELETE",
  path: `${setup}/tests`,
  summary: "Take the test's people and groups away",
  status: 204,
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
export const verifyAuditLog = operation({
  ...aboutAudit,
  id: "verifyAuditLog",
  method: "GET",
  path: `${audit}/verify`,
  summary: "Verify the audit log",
  description:
    "Follows the hash chain from the first line. Keep `head` elsewhere: a later check must still find it in the chain.",
  answer: shapeOf(AuditVerification, "audit_verification"),
});
