import * as operations from "#lib/contract/api/auth0.ts";
import {
  changeScimConfiguration,
  createScimConfiguration,
  getScimConfiguration,
  removeScimConfiguration,
} from "#lib/directory/scim-configuration.ts";
import { auth0Route } from "#lib/http/api/auth0-route.ts";
import { toConfiguration } from "#lib/http/api/auth0-shapes.ts";

export const GET = auth0Route(operations.getConfiguration, async ({ ctx, params }) =>
  toConfiguration(await getScimConfiguration(ctx, params.connectionId ?? "")),
);

export const POST = auth0Route(operations.createConfiguration, async ({ ctx, params, input }) => {
  const change = { userIdAttribute: input.user_id_attribute, pairs: input.mapping };
  return toConfiguration(await createScimConfiguration(ctx, params.connectionId ?? "", change));
});

export const PATCH = auth0Route(operations.updateConfiguration, async ({ ctx, params, input }) => {
  const change = { userIdAttribute: input.user_id_attribute, pairs: input.mapping };
  return toConfiguration(await changeScimConfiguration(ctx, params.connectionId ?? "", change));
});

export const DELETE = auth0Route(operations.deleteConfiguration, ({ ctx, params }) =>
  removeScimConfiguration(ctx, params.connectionId ?? ""),
);
