/** Shapes of the management API (`/v1`). Times are milliseconds since 1970, ids are prefixed. Imports only its sibling. */
import { z } from "zod";
import { CreateOrganization as CreateDashboardOrganization, Provider } from "./directory-sync.ts";
import { Scopes, TokenLifetime } from "./scopes.ts";

const name = CreateDashboardOrganization.shape.name;

export const CreateOrganization = z.object({ name });
export const CreateDirectory = z.object({ name, provider: Provider.default("generic") });
/** `paused` answers the IdP 503 with Retry-After until it is `active` again. */
export const UpdateDirectory = z
  .object({ name: name.optional(), state: z.enum(["active", "paused"]).optional() })
  .refine((change) => change.name !== undefined || change.state !== undefined, "Say what to change: name or state.");
/**
 * Without `directory_id`: the organization's only directory, or a generic one made for it. Without `scopes`: everything.
 * Without `token_lifetime` (seconds): good until it is revoked.
 */
export const IssueToken = z.object({
  name,
  directory_id: z.string().optional(),
  scopes: Scopes.optional(),
  token_lifetime: TokenLifetime.optional(),
});
/** How long the old token still works beside its successor: 0 ends it at once, 30 days at most. */
export const RotateToken = z.object({
  overlap_seconds: z.number().int().min(0).max(2_592_000).default(86_400),
  token_lifetime: TokenLifetime.optional(),
});

const whole = (minimum: number, maximum: number, otherwise: number) =>
  z.coerce.number().int().min(minimum).max(maximum).default(otherwise);
/** `limit` 1–200, 50 unless said; `offset` from 0. */
export const PageQuery = z.object({ limit: whole(1, 200, 50), offset: whole(0, 1_000_000, 0) });
export type PageQuery = z.infer<typeof PageQuery>;
