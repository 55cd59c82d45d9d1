import * as operations from "#lib/contract/api/directories.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { DirectoryHealth } from "#lib/contract/overview.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { getHealth } from "#lib/directory/health.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getDirectoryHealth, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(DirectoryHealth, await getHealth(ctx, id), "directory_health");
});
