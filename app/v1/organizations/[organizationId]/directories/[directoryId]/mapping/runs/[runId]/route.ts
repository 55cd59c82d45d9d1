import * as operations from "#lib/contract/api/mapping.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { MappingRun } from "#lib/contract/mapping-run.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { changeRun, getRun } from "#lib/directory/mapping/runs.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getMappingRun, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(MappingRun, await getRun(ctx, id, params.runId ?? ""), "mapping_run");
});

export const PATCH = managementRoute(operations.changeMappingRun, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(MappingRun, await changeRun(ctx, id, params.runId ?? "", input), "mapping_run");
});
