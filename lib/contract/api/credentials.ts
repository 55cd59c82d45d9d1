import { z } from "zod";
import { TokenUsage } from "../credential.ts";
import { AddOAuthSecret, CreateOAuthClient, IssueToken, RotateToken } from "../management.ts";
import { SCOPES } from "../scopes.ts";
import { id, listOf, ms, PageQuery } from "./common.ts";
import { named, operation } from "./operation.ts";
import { shapeOf } from "./snake-case.ts";

const scopes = z.array(z.enum(SCOPES));
const token = z.object({
  id: id("scimt"),
  object: z.literal("scim_token"),
  organization_id: id("org"),
  directory_id: id("directory"),
  name: z.string(),
  prefix: z.string().meta({ description: "The first characters: enough to recognise the token, not to use it." }),
  scopes,
  created_at: ms,
  expires_at: ms.nullable(),
  last_used_at: ms.nullable(),
  revoked_at: ms.nullable(),
});
export const ScimToken = named("ScimToken", token);
export const IssuedScimToken = named(
  "IssuedScimToken",
  token.extend({ token: z.string().meta({ description: "The plaintext, this one time" }) }),
);

const secret = z.object({
  id: id("secret"),
  object: z.literal("oauth_secret"),
  prefix: z.string(),
  created_at: ms,
  expires_at: ms.nullable(),
  last_used_at: ms.nullable(),
  revoked_at: ms.nullable(),
});
const client_secret = z.string().meta({ description: "The plaintext, this one time" });
export const OAuthSecret = named("OAuthSecret", secret);
export const RevealedOAuthSecret = named("RevealedOAuthSecret", secret.extend({ client_secret }));
const client = z.object({
  id: id("client").meta({ description: "The client_id that the provider is given" }),
  object: z.literal("oauth_client"),
  organization_id: id("org"),
  directory_id: id("directory"),
  name: z.string(),
  scopes,
  token_url: z.string(),
  secrets: z.array(OAuthSecret),
  created_at: ms,
  last_used_at: ms.nullable(),
  revoked_at: ms.nullable(),
});
export const OAuthClient = named("OAuthClient", client);
export const RevealedOAuthClient = named("RevealedOAuthClient", client.extend({ client_secret }));

const aboutTokens = { tag: "SCIM tokens", area: "credentials" } as const;
const tokens = "/v1/organizations/{organizationId}/scim/tokens";

export const getScimEndpoint = operation({
  ...aboutTokens,
  id: "getScimEndpoint",
  method: "GET",
  path: "/v1/organizations/{organizationId}/scim/endpoint",
  summary: "Get the SCIM base URL",
  answer: z.object({ endpoint_url: z.string() }),
});
export const listScimTokens = operation({
  ...aboutTokens,
  id: "listScimTokens",
  method: "GET",
  path: tokens,
  summary: "List the tokens of all directories",
  description: "Newest first, revoked ones too; never with their plaintext.",
  query: PageQuery,
  answer: listOf(ScimToken),
});
export const issueScimToken = operation({
  ...aboutTokens,
  id: "issueScimToken",
  method: "POST",
  path: tokens,
  summary: "Issue a token",
  description:
    "Without `directory_id` it is for the organization's only directory, or for a generic one made for it. Without `scopes` it may do everything; without `token_lifetime` (seconds) it is good until it is revoked.",
  input: IssueToken,
  status: 201,
  answer: IssuedScimToken,
});
export const getScimToken = operation({
  ...aboutTokens,
  id: "getScimToken",
  method: "GET",
  path: `${tokens}/{tokenId}`,
  summary: "Get a token",
  answer: ScimToken,
});
export const revokeScimToken = operation({
  ...aboutTokens,
  id: "revokeScimToken",
  method: "POST",
  path: `${tokens}/{tokenId}/revoke`,
  summary: "Revoke a token",
  description: "For good: the next request with it is refused.",
  answer: ScimToken,
});
export const rotateScimToken = operation({
  ...aboutTokens,
  id: "rotateScimToken",
  method: "POST",
  path: `${tokens}/{tokenId}/rotate`,
  summary: "Rotate a token",
  description: "Answers its successor; the old one goes on working for `overlap_seconds`, a day unless said.",
  input: RotateToken,
  emptyInput: true,
  status: 201,
  answer: IssuedScimToken,
  failures: ["conflict"],
});

export const listTokenUsage = operation({
  ...aboutTokens,
  id: "listTokenUsage",
  method: "GET",
  path: "/v1/organizations/{organizationId}/directories/{directoryId}/token_usage",
  summary: "Get what tokens are used for",
  description: "Calls of the last day, and scopes that a token has and does not use.",
  answer: z.object({ data: z.array(shapeOf(TokenUsage)) }),
});

const aboutClients = { tag: "OAuth clients", area: "credentials" } as const;
const clients = "/v1/organizations/{organizationId}/directories/{directoryId}/oauth/clients";

export const listOAuthClients = operation({
  ...aboutClients,
  id: "listOAuthClients",
  method: "GET",
  path: clients,
  summary: "List OAuth clients",
  description: "Newest first, revoked ones too.",
  query: PageQuery,
  answer: listOf(OAuthClient),
});
export const createOAuthClient = operation({
  ...aboutClients,
  id: "createOAuthClient",
  method: "POST",
  path: clients,
  summary: "Create an OAuth client",
  description: "For providers that fetch short-lived access tokens (RFC 6749 §4.4) instead of keeping a token.",
  input: CreateOAuthClient,
  status: 201,
  answer: RevealedOAuthClient,
});
export const getOAuthClient = operation({
  ...aboutClients,
  id: "getOAuthClient",
  method: "GET",
  path: `${clients}/{clientId}`,
  summary: "Get an OAuth client",
  answer: OAuthClient,
});
export const revokeOAuthClient = operation({
  ...aboutClients,
  id: "revokeOAuthClient",
  method: "POST",
  path: `${clients}/{clientId}/revoke`,
  summary: "Revoke an OAuth client",
  description: "Its secrets and all its access tokens are refused at once.",
  answer: OAuthClient,
});
export const addOAuthSecret = operation({
  ...aboutClients,
  id: "addOAuthSecret",
  method: "POST",
  path: `${clients}/{clientId}/secrets`,
  summary: "Add a secret",
  description: "So that the provider can be given it while the old one still works.",
  input: AddOAuthSecret,
  emptyInput: true,
  status: 201,
  answer: RevealedOAuthSecret,
  failures: ["conflict"],
});
export const revokeOAuthSecret = operation({
  ...aboutClients,
  id: "revokeOAuthSecret",
  method: "POST",
  path: `${clients}/{clientId}/secrets/{secretId}/revoke`,
  summary: "Revoke a secret",
  description: "Access tokens it gave end within the hour.",
  answer: OAuthSecret,
});
