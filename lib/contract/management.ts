/** Shapes of the management API (`/v1`). Times are milliseconds since 1970, ids are prefixed. Imports only its sibling. */
import { z } from "zod";
import { CreateOrganization as CreateDashboardOrganization } from "./organization.ts";
import { Provider } from "./provider.ts";
import { Scopes, TokenLifetime } from "./scopes.ts";

const name = CreateDashboardOrganization.shape.name;

export const CreateOrganization = z.object({ name });
export const CreateDirectory = z.object({ name, provider: z._default(Provider, "generic") });
/** Stands in the address instead of the id. Without underscores, so that it is never mistaken for one. */
export const Label = z
  .string()
  .regex(/^[a-z0-9-]{3,60}$/, "A label has 3 to 60 characters: lower-case letters, digits and hyphens.");
export const RateLimit = z
  .number()
  .int("A rate limit is a whole number of operations per second.")
  .min(0, "A rate limit is at least 1 operation per second; 0 means none.")
  .max(10_000, "A rate limit is at most 10,000 operations per second; 0 means none.");
/**
 * `paused` answers the IdP 503 with Retry-After until it is `active` again, or `pause_minutes` are over. `label` null takes it away; `rate_limit` is
 * operations per second and token: 0 for none, null for the operator's default.
 */
export const UpdateDirectory = z
  .object({
    name: z.optional(name),
    state: z.enum(["active", "paused"]).optional(),
    pause_minutes: z.int().min(1).max(10_080, "A pause that ends by itself lasts a week at most.").optional(),
    label: Label.nullable().optional(),
    rate_limit: RateLimit.nullable().optional(),
  })
  .refine(
    (change) => Object.values(change).some((value) => value !== undefined),
    "Say what to change: name, state, label or rate_limit.",
  );
/** All extensions of a directory, as schemas of RFC 7643 §7. What is in them is read by lib/scim. */
export const DeclareSchemas = z.object({
  schemas: z
    .array(z.record(z.string(), z.unknown()), "schemas is a list of schema documents (RFC 7643, section 7).")
    .max(20, "A directory declares at most 20 schemas."),
});

/** As for tokens: without `scopes` everything, without `secret_lifetime` (seconds) good until it is revoked. */
export const CreateOAuthClient = z.object({
  name,
  scopes: z.optional(Scopes),
  secret_lifetime: z.optional(TokenLifetime),
});
export const AddOAuthSecret = z.object({ secret_lifetime: z.optional(TokenLifetime) });
/**
 * Without `directory_id`: the organization's only directory, or a generic one made for it. Without `scopes`: everything.
 * Without `token_lifetime` (seconds): good until it is revoked.
 */
export const IssueToken = z.object({
  name,
  directory_id: z.string().optional(),
  scopes: z.optional(Scopes),
  token_lifetime: z.optional(TokenLifetime),
});
/** How long the old token still works beside its successor: 0 ends it at once, 30 days at most. */
export const RotateToken = z.object({
  overlap_seconds: z.number().int().min(0).max(2_592_000).default(86_400),
  token_lifetime: z.optional(TokenLifetime),
});
