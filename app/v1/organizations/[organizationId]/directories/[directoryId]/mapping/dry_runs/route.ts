import * as operations from "#lib/contract/api/mapping.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { MappingRun } from "#lib/contract/mapping-run.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { startDryRun } from "#lib/directory/mapping/runs.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.startDryRun, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(MappingRun, await startDryRun(ctx, id, input), "mapping_run");
});
