import * as operations from "#lib/contract/api/directories.ts";
import { getDirectory, getOrganizationDirectory } from "#lib/directory/directories.ts";
import { switchOff } from "#lib/directory/health.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toDirectory } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.switchOffDirectory, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  await switchOff(ctx, id, input);
  return toDirectory(await getDirectory(ctx, id));
});
