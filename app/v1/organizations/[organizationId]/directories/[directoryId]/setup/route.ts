import * as operations from "#lib/contract/api/setup.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { SetupState } from "#lib/contract/setup.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { getSetup, updateSetup } from "#lib/directory/setup/progress.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getSetup, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(SetupState, await getSetup(ctx, id), "setup");
});

export const PATCH = managementRoute(operations.updateSetup, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(SetupState, await updateSetup(ctx, id, input), "setup");
});
