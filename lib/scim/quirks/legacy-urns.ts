import { ENTERPRISE_USER_URN } from "../schema/enterprise-user.ts";

const CORE = "core";

/**
 * URNs of SCIM 1.1 and of drafts, and one misprint, that are sent in `schemas` or as the key of an extension object:
 * - Google Workspace and OneLogin: https://github.com/grokability/snipe-it/issues/12642, https://scim.dev/guide/applications/onelogin
 * - Entra ID's second sample ("2.0User", without the colon) and its own group URN, which stands for nothing:
 *   https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups
 */
const meanings = new Map<string, string>([
  ["urn:scim:schemas:core:1.0", CORE],
  ["urn:scim:schemas:core:2.0", CORE],
  ["urn:scim:schemas:core:2.0:user", CORE],
  ["urn:scim:schemas:core:2.0:group", CORE],
  ["urn:scim:schemas:extension:enterprise:1.0", ENTERPRISE_USER_URN],
  ["urn:scim:schemas:extension:enterprise:2.0", ENTERPRISE_USER_URN],
  ["urn:scim:schemas:extension:enterprise:2.0:user", ENTERPRISE_USER_URN],
  ["urn:ietf:params:scim:schemas:extension:enterprise:2.0user", ENTERPRISE_USER_URN],
  ["http://schemas.microsoft.com/2006/11/resourcemanagement/adscim/2.0/group", CORE],
]);

/** The schema an outdated URN stands for; the URN itself when it is not one of those. */
export function currentUrn(urn: string, coreUrn: string): string {
  const meaning = meanings.get(urn.toLowerCase());
  return meaning === CORE ? coreUrn : (meaning ?? urn);
}

/** Whether the URN is one that only outdated or misprinted clients send. */
export function isLegacyUrn(urn: string): boolean {
  return meanings.has(urn.toLowerCase());
}
