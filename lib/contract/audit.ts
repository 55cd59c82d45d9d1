/** The audit log: every act of an admin, of a management key and of Rollcall itself. */
import * as z from "zod/mini";
import { page, time } from "./common.ts";

const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
]);
const facts = z.record(z.string(), value);

export const AuditEntry = z.object({
  id: z.string(),
  /** Counts the organization's lines from 1. */
  seq: z.number(),
  at: time,
  actor: z.object({
    /** `account`, `key` or `system`. */
    kind: z.string(),
    id: z.string(),
    name: z.string(),
  }),
  /** e.g. `token.issued`. */
  action: z.string(),
  target: z.object({ id: z.string(), name: z.string() }),
  detail: facts,
  /** What changed, as it was and as it is; null where nothing was, or where nothing is any more. */
  before: z.nullable(facts),
  after: z.nullable(facts),
  /** `dashboard`, `api` or `system`; null for lines from before this was noted. */
  surface: z.nullable(z.string()),
  ip: z.nullable(z.string()),
  requestId: z.nullable(z.string()),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditPage = z.extend(page(AuditEntry), {
  /** Every kind of act in this organization's log, for the filter. */
  actions: z.array(z.string()),
});
export type AuditPage = z.infer<typeof AuditPage>;

const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, "A day is written YYYY-MM-DD."));
export const AuditFilters = z.object({
  /** In names of actors and targets, actions, ids and details. */
  q: z.optional(z.string().check(z.maxLength(200))),
  /** One action, or a group of them such as `token`. */
  action: z.optional(z.string().check(z.maxLength(100))),
  /** `account:<id>` or `key:<id>`. */
  actor: z.optional(z.string().check(z.maxLength(200))),
  /** First and last day, in UTC. */
  from: z.optional(day),
  to: z.optional(day),
});
export type AuditFilters = z.infer<typeof AuditFilters>;
export const AuditQuery = z.extend(AuditFilters, { cursor: z.optional(z.string()) });
export type AuditQuery = z.infer<typeof AuditQuery>;
export const AuditExportQuery = z.extend(AuditFilters, { format: z._default(z.enum(["csv", "jsonl"]), "csv") });
export type AuditExportQuery = z.infer<typeof AuditExportQuery>;

/** The chain was followed from its first line. `head` can be kept elsewhere: a later check must still find it. */
export const AuditVerification = z.object({
  intact: z.boolean(),
  lines: z.number(),
  /** The first line that is not what was written, or that does not follow the line before. */
  firstBad: z.nullable(z.object({ id: z.string(), seq: z.number() })),
  head: z.nullable(z.object({ seq: z.number(), hash: z.string() })),
});
export type AuditVerification = z.infer<typeof AuditVerification>;
