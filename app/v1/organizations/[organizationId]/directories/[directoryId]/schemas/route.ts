import * as operations from "#lib/contract/api/directories.ts";
import { declareSchemas, listDeclaredSchemas } from "#lib/directory/declared-schemas.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toSchemas } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.getDeclaredSchemas, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toSchemas(await listDeclaredSchemas(ctx, id));
});

export const PUT = managementRoute(operations.declareSchemas, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toSchemas(await declareSchemas(ctx, id, input.schemas));
});
