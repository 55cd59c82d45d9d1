/** Directories: one connection to one IdP each. */
import * as z from "zod/mini";
import { name, time } from "./common.ts";
import { OrganizationSummary } from "./organization.ts";
import { Provider } from "./provider.ts";

/** `waiting`: no request yet. `active`: the IdP has called. `paused`: answers 503 until resumed. */
export const DirectoryState = z.enum(["waiting", "active", "paused"]);
export type DirectoryState = z.infer<typeof DirectoryState>;

export const Directory = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  provider: Provider,
  state: DirectoryState,
  /** The address for every IdP of this instance: the token decides which directory it reaches. */
  endpointUrl: z.string(),
  /** The same, naming this directory by its label or id: the token must be one of its own. */
  connectionUrl: z.string(),
  /** May stand in the address instead of the id. */
  label: z.nullable(z.string()),
  /** Operations per second and token; 0: no limit, null: the operator's default. */
  rateLimit: z.nullable(z.number()),
  createdAt: time,
  lastRequestAt: z.nullable(time),
  counts: z.object({
    activeUsers: z.number(),
    inactiveUsers: z.number(),
    groups: z.number(),
    activeTokens: z.number(),
  }),
});
export type Directory = z.infer<typeof Directory>;

/** One directory with what its page shows beside it. */
export const DirectoryDetail = z.extend(Directory, {
  organization: OrganizationSummary,
  lastRequest: z.nullable(z.object({ id: z.string(), at: time, sentence: z.string(), status: z.number() })),
  /** Refused or failed requests in the last 24 hours. */
  refusedLastDay: z.number(),
  requestsLastDay: z.number(),
});
export type DirectoryDetail = z.infer<typeof DirectoryDetail>;

export const CreateDirectory = z.object({ name, provider: Provider });
export type CreateDirectory = z.infer<typeof CreateDirectory>;
export const UpdateDirectory = z.object({
  name: z.optional(name),
  /** As `Directory.rateLimit`. */
  rateLimit: z.optional(z.nullable(z.int().check(z.minimum(0), z.maximum(10_000)))),
  state: z.optional(z.enum(["active", "paused"])),
  /** With `paused`: after how many minutes it resumes by itself. */
  pauseMinutes: z.optional(
    z.int().check(z.minimum(1), z.maximum(10_080, "A pause that ends by itself lasts a week at most.")),
  ),
});
export type UpdateDirectory = z.infer<typeof UpdateDirectory>;
