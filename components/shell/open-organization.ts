import { chooseOrganization } from "#lib/client/choices.ts";

/** Opens an organization's pages. A full load, so that nothing read for the last one stays in memory. */
export function openOrganization(organizationId: string) {
  chooseOrganization(organizationId);
  window.location.assign("/directory-sync");
}
