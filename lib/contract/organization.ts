/** Organizations, and who looks at the dashboard. */
import * as z from "zod/mini";
import { name } from "./common.ts";

/** The slug of a role: `org:owner`, `org:admin`, `org:member` or one of the organization's own (roles.ts). */
export const Role = z.string();
export type Role = z.infer<typeof Role>;
export const Permission = z.enum(["org:sys_provisioning:read", "org:sys_provisioning:manage"]);
export type Permission = z.infer<typeof Permission>;

export const OrganizationSummary = z.object({
  id: z.string(),
  name: z.string(),
  role: Role,
  permissions: z.array(Permission),
});
export type OrganizationSummary = z.infer<typeof OrganizationSummary>;
export const CreateOrganization = z.object({ name });

/** Who looks at the dashboard, and what they may see. */
export const Viewer = z.object({
  account: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  organizations: z.array(OrganizationSummary),
});
export type Viewer = z.infer<typeof Viewer>;
