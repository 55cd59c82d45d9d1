import * as operations from "#lib/contract/api/directories.ts";
import { getDirectory, getOrganizationDirectory } from "#lib/directory/directories.ts";
import { switchOn } from "#lib/directory/health.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toDirectory } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.switchOnDirectory, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  await switchOn(ctx, id);
  return toDirectory(await getDirectory(ctx, id));
});
