import * as operations from "#lib/contract/api/mapping.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { notFound } from "#lib/directory/error.ts";
import { restoreVersion } from "#lib/directory/mapping/mapping.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.restoreMappingVersion, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  if (!/^\d{1,9}$/.test(params.version ?? "")) throw notFound("version");
  const { version } = await restoreVersion(ctx, id, Number(params.version), input);
  return { version };
});
