/** What the viewer may do in an organization, in the words the screens use. The server decides again on every request. */
import type { OrganizationSummary } from "#lib/contract/organization.ts";

export const canRead = (organization: OrganizationSummary) =>
  organization.permissions.includes("org:sys_provisioning:read");

export const canManage = (organization: OrganizationSummary) =>
  organization.permissions.includes("org:sys_provisioning:manage");

/** Why a button is blocked; `undefined` when it is not. */
export const manageBlocked = (organization: OrganizationSummary) =>
  canManage(organization) ? undefined : "You may look but not change this. Ask an owner or admin of this organization.";

/** Why a page is closed; shown to members without `org:sys_provisioning:read`. */
export const readBlocked = (organization: OrganizationSummary) =>
  canRead(organization)
    ? undefined
    : `It takes the permission org:sys_provisioning:read, which owners and admins of ${organization.name} have. Ask one of them for the admin role.`;
