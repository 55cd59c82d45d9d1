import { getDefaultMapping } from "#lib/contract/api/auth0.ts";
import { getScimConfiguration } from "#lib/directory/scim-configuration.ts";
import { auth0Route } from "#lib/http/api/auth0-route.ts";
import { AUTH0_DEFAULTS } from "#lib/mapping/presets.ts";

export const GET = auth0Route(getDefaultMapping, async ({ ctx, params }) => {
  const { mapping } = await getScimConfiguration(ctx, params.connectionId ?? "");
  return { mapping: AUTH0_DEFAULTS[mapping.strategy].mapping };
});
