import type { Mapping } from "#lib/contract/mapping.ts";
import type { Provider } from "#lib/contract/provider.ts";
import type { Strategy } from "#lib/mapping/auth0.ts";
import { defaultConfiguration } from "#lib/mapping/configuration.ts";
import { presets } from "#lib/mapping/presets.ts";
import type { AdminContext } from "../admin-context.ts";
import { requireDirectory } from "../directories.ts";

const STRATEGIES: Record<Provider, Strategy> = {
  okta_saml: "samlp",
  okta_oidc: "okta",
  okta_scim: "samlp",
  entra: "waad",
  google: "samlp",
  onelogin: "samlp",
  jumpcloud: "samlp",
  pingone: "samlp",
  generic: "samlp",
};

/** Auth0's word for the kind of connection a provider is. */
export const strategyOf = (provider: Provider): Strategy => STRATEGIES[provider];

/** The mapping and rules in force, with what an editor needs to check and offer. */
export async function getMapping(ctx: AdminContext, directoryId: string): Promise<Mapping> {
  const { record } = await requireDirectory(ctx, directoryId, "org:sys_provisioning:read");
  const userIdAttribute = record.userIdAttribute === "externalId" ? "externalId" : "userName";
  const { rows, roles } = defaultConfiguration(userIdAttribute);
  return {
    version: 0,
    savedAt: null,
    savedBy: null,
    note: null,
    userIdAttribute,
    rows: [...rows],
    roles: { ...roles, rules: [...roles.rules] },
    organizationRoles: [],
    customAttributes: [],
    schemas: [],
    strategy: strategyOf(record.provider),
    presets: presets(userIdAttribute).map((preset) => ({ ...preset, rows: [...preset.rows] })),
    warnings: [],
    run: null,
    behind: 0,
    problemCount: 0,
  };
}
