import { exportDirectoryMapping, importDirectoryMapping } from "#lib/contract/api/mapping.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { exportMapping, replaceMapping } from "#lib/directory/mapping/mapping.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(exportDirectoryMapping, async ({ ctx, params }) =>
  exportMapping(ctx, (await getOrganizationDirectory(ctx, params)).id),
);

export const PUT = managementRoute(importDirectoryMapping, async ({ ctx, params, input }) => {
  const { version } = await replaceMapping(ctx, (await getOrganizationDirectory(ctx, params)).id, input);
  return { version };
});
