import * as operations from "#lib/contract/api/mapping.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { SeenPaths } from "#lib/contract/mapping.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { getSeenPaths } from "#lib/directory/mapping/preview.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listSeenPaths, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(SeenPaths, await getSeenPaths(ctx, id));
});
