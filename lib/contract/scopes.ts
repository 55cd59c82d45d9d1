/** What a SCIM token may be used for: a method on a resource. Discovery needs no scope, only a token. */
import * as z from "zod/mini";
import type { Provider } from "./provider.ts";

export const SCOPES = [
  "get:users",
  "post:users",
  "put:users",
  "patch:users",
  "delete:users",
  "get:groups",
  "post:groups",
  "put:groups",
  "patch:groups",
  "delete:groups",
] as const;
export const Scope = z.enum(SCOPES);
export type Scope = z.infer<typeof Scope>;

/** At least one, each once. */
export const Scopes = z.pipe(
  z.array(Scope).check(z.minLength(1, "Choose at least one scope.")),
  z.transform((scopes: Scope[]) => [...new Set(scopes)]),
);

/** Seconds a token lives; the shortest is what an IdP needs to be set up at all. */
export const TOKEN_LIFETIME_MIN = 900;
export const TokenLifetime = z
  .int()
  .check(
    z.minimum(TOKEN_LIFETIME_MIN, `A token lives at least ${TOKEN_LIFETIME_MIN} seconds.`),
    z.maximum(315_360_000, "A token lives at most ten years."),
  );

const USERS_BY_PUT: readonly Scope[] = ["get:users", "post:users", "put:users"];
const USERS_BY_PATCH: readonly Scope[] = [...USERS_BY_PUT, "patch:users"];
const GROUPS: readonly Scope[] = ["get:groups", "post:groups", "put:groups", "patch:groups", "delete:groups"];
const ENTRA: readonly Scope[] = [
  "get:users",
  "post:users",
  "patch:users",
  "delete:users",
  "get:groups",
  "post:groups",
  "patch:groups",
  "delete:groups",
];

/** The least each provider works with, groups included where it pushes them. */
export const PROVIDER_SCOPES: Record<Provider, readonly Scope[]> = {
  okta_saml: [...USERS_BY_PUT, ...GROUPS],
  okta_oidc: USERS_BY_PUT,
  okta_scim: [...USERS_BY_PATCH, ...GROUPS],
  entra: ENTRA,
  google: SCOPES.filter((scope) => scope.endsWith(":users")),
  onelogin: SCOPES,
  jumpcloud: SCOPES,
  pingone: SCOPES,
  generic: SCOPES,
};
