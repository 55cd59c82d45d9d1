import * as operations from "#lib/contract/api/mapping.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { MappingRun } from "#lib/contract/mapping-run.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { applyNow, listRuns } from "#lib/directory/mapping/runs.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listMappingRuns, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const { data } = await listRuns(ctx, id);
  return { data: data.map((run) => shownAs(MappingRun, run, "mapping_run")) };
});

export const POST = managementRoute(operations.startMappingRun, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(MappingRun, await applyNow(ctx, id), "mapping_run");
});
