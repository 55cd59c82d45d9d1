import * as operations from "#lib/contract/api/auth0.ts";
import { listScimConfigurations } from "#lib/directory/scim-configuration.ts";
import { auth0Route } from "#lib/http/api/auth0-route.ts";
import { toConfiguration } from "#lib/http/api/auth0-shapes.ts";

export const GET = auth0Route(operations.listConfigurations, async ({ ctx, query }) => {
  const { data, next } = await listScimConfigurations(ctx, query);
  return { scim_configurations: data.map(toConfiguration), ...(next !== undefined && { next }) };
});
