import { z } from "zod";
import { ApiScopeName, ApiScopes } from "../api-scopes.ts";
import { CreateOrganization } from "../management.ts";
import { id, listOf, ms, PageQuery } from "./common.ts";
import { named, operation } from "./operation.ts";

const key = z.object({
  id: id("key"),
  object: z.literal("api_key"),
  organization_id: id("org").nullable().meta({ description: "null: for every organization of the instance" }),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(ApiScopeName),
  created_at: ms,
  created_by: z.string(),
  last_used_at: ms.nullable(),
  revoked_at: ms.nullable(),
});
export const ApiKey = named("ApiKey", key);
export const IssuedApiKey = named(
  "IssuedApiKey",
  key.extend({ key: z.string().meta({ description: "The plaintext, this one time" }) }),
);
/** Without `scopes`: everything the issuing key may do. */
export const IssueApiKey = z.object({
  name: CreateOrganization.shape.name,
  scopes: z.optional(ApiScopes),
});

const about = { tag: "API keys", area: "api_keys" } as const;
const ofOrganization = "/v1/organizations/{organizationId}/api_keys";
const ofInstance = "/v1/api_keys";
const limits = "A key can only give what it may do itself. Without `scopes`, all of that.";

export const listApiKeys = operation({
  ...about,
  id: "listApiKeys",
  method: "GET",
  path: ofOrganization,
  summary: "List an organization's keys",
  description: "Newest first, revoked ones too.",
  query: PageQuery,
  answer: listOf(ApiKey),
});
export const issueApiKey = operation({
  ...about,
  id: "issueApiKey",
  method: "POST",
  path: ofOrganization,
  summary: "Issue a key for one organization",
  description: limits,
  input: IssueApiKey,
  status: 201,
  answer: IssuedApiKey,
});
export const getApiKey = operation({
  ...about,
  id: "getApiKey",
  method: "GET",
  path: `${ofOrganization}/{keyId}`,
  summary: "Get a key",
  answer: ApiKey,
});
export const revokeApiKey = operation({
  ...about,
  id: "revokeApiKey",
  method: "POST",
  path: `${ofOrganization}/{keyId}/revoke`,
  summary: "Revoke a key",
  description: "For good: the next request with it is refused.",
  answer: ApiKey,
});
export const listInstanceKeys = operation({
  ...about,
  id: "listInstanceKeys",
  method: "GET",
  path: ofInstance,
  summary: "List the keys of the instance",
  description: "Those for every organization. Needs such a key.",
  query: PageQuery,
  answer: listOf(ApiKey),
});
export const issueInstanceKey = operation({
  ...about,
  id: "issueInstanceKey",
  method: "POST",
  path: ofInstance,
  summary: "Issue a key for every organization",
  description: limits,
  input: IssueApiKey,
  status: 201,
  answer: IssuedApiKey,
});
export const getInstanceKey = operation({
  ...about,
  id: "getInstanceKey",
  method: "GET",
  path: `${ofInstance}/{keyId}`,
  summary: "Get a key of the instance",
  answer: ApiKey,
});
export const revokeInstanceKey = operation({
  ...about,
  id: "revokeInstanceKey",
  method: "POST",
  path: `${ofInstance}/{keyId}/revoke`,
  summary: "Revoke a key of the instance",
  answer: ApiKey,
});
