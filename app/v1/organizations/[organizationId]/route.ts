import * as operations from "#lib/contract/api/organizations.ts";
import { getOrganization } from "#lib/directory/organizations.ts";
import { deleteOrganization, updateSettings } from "#lib/directory/settings.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toOrganization } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.getOrganization, async ({ ctx, params }) =>
  toOrganization(await getOrganization(ctx, params.organizationId ?? "")),
);

export const PATCH = managementRoute(operations.updateOrganization, async ({ ctx, params, input }) => {
  const { id } = await updateSettings(ctx, params.organizationId ?? "", { name: input.name });
  return toOrganization(await getOrganization(ctx, id));
});

export const DELETE = managementRoute(operations.deleteOrganization, async ({ ctx, params }) => {
  const { id, name } = await getOrganization(ctx, params.organizationId ?? "");
  await deleteOrganization(ctx, id, name);
});
