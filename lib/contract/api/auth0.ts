/** The calls that Auth0's ManagementClient makes for SCIM, in its shapes. A connection is a directory. */
import { z } from "zod";
import { SCOPES, Scopes, TokenLifetime } from "../scopes.ts";
import { id, time } from "./common.ts";
import { named, operation } from "./operation.ts";

const pair = z.object({ scim: z.string().min(1).max(1_000), auth0: z.string().min(1).max(2_000) });
const mapping = z.array(pair).max(500);
const user_id_attribute = z.string();

export const Auth0ScimConfiguration = named(
  "Auth0ScimConfiguration",
  z.object({
    connection_id: id("directory"),
    connection_name: z.string(),
    strategy: z.enum(["okta", "waad", "samlp", "oidc"]),
    tenant_name: z.string(),
    user_id_attribute,
    mapping,
    created_at: time,
    updated_on: time,
  }),
);
const token = z.object({
  token_id: id("scimt"),
  scopes: z.array(z.enum(SCOPES)),
  created_at: time,
  valid_until: time.optional(),
  last_used_at: time.optional(),
});
export const Auth0ScimToken = named("Auth0ScimToken", token);

const one = "/api/v2/connections/{connectionId}/scim-configuration";
const about = { tag: "Auth0", dialect: "auth0", area: "mapping" } as const;

export const getConfiguration = operation({
  ...about,
  id: "auth0GetScimConfiguration",
  method: "GET",
  path: one,
  summary: "Get a SCIM configuration (Auth0)",
  answer: Auth0ScimConfiguration,
});
export const createConfiguration = operation({
  ...about,
  id: "auth0CreateScimConfiguration",
  method: "POST",
  path: one,
  summary: "Create a SCIM configuration (Auth0)",
  description:
    "Every directory has one from the start, so this resumes a directory whose configuration was deleted. Without a body the mapping in force stays.",
  input: z.object({
    user_id_attribute: z.enum(["userName", "externalId"]).optional(),
    mapping: mapping.optional(),
  }),
  emptyInput: true,
  status: 201,
  answer: Auth0ScimConfiguration,
});
export const updateConfiguration = operation({
  ...about,
  id: "auth0UpdateScimConfiguration",
  method: "PATCH",
  path: one,
  summary: "Change a SCIM configuration (Auth0)",
  description: "Replaces the mapping and gives it to everybody.",
  input: z.object({ user_id_attribute: z.enum(["userName", "externalId"]), mapping }),
  answer: Auth0ScimConfiguration,
});
export const deleteConfiguration = operation({
  ...about,
  id: "auth0DeleteScimConfiguration",
  method: "DELETE",
  path: one,
  summary: "Delete a SCIM configuration (Auth0)",
  description: "Revokes the directory's tokens and pauses it. Its people stay.",
  status: 204,
});
export const getDefaultMapping = operation({
  ...about,
  id: "auth0GetDefaultMapping",
  method: "GET",
  path: `${one}/default-mapping`,
  summary: "Get the default mapping (Auth0)",
  answer: z.object({ mapping }),
});
export const listConfigurations = operation({
  ...about,
  id: "auth0ListScimConfigurations",
  method: "GET",
  path: "/api/v2/connections-scim-configurations",
  summary: "List SCIM configurations (Auth0)",
  query: z.object({
    from: z.string().max(100).optional().meta({ description: "`next` of the page before" }),
    take: z.coerce.number().int().min(1).max(100).default(50),
  }),
  answer: z.object({ scim_configurations: z.array(Auth0ScimConfiguration), next: z.string().optional() }),
});

const aboutTokens = { ...about, area: "credentials" } as const;
export const listTokens = operation({
  ...aboutTokens,
  id: "auth0ListScimTokens",
  method: "GET",
  path: `${one}/tokens`,
  summary: "List tokens (Auth0)",
  description: "Those that are good.",
  answer: z.array(Auth0ScimToken),
});
export const createToken = operation({
  ...aboutTokens,
  id: "auth0CreateScimToken",
  method: "POST",
  path: `${one}/tokens`,
  summary: "Create a token (Auth0)",
  input: z.object({ scopes: z.optional(Scopes), token_lifetime: z.optional(z.nullable(TokenLifetime)) }),
  emptyInput: true,
  status: 201,
  answer: token.extend({ token: z.string() }),
});
export const deleteToken = operation({
  ...aboutTokens,
  id: "auth0DeleteScimToken",
  method: "DELETE",
  path: `${one}/tokens/{tokenId}`,
  summary: "Delete a token (Auth0)",
  status: 204,
});
