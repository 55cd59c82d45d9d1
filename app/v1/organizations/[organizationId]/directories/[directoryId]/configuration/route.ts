import * as operations from "#lib/contract/api/directories.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { ConfigurationPlan } from "#lib/contract/configuration.ts";
import { DirectoryConfiguration } from "#lib/contract/directory-configuration.ts";
import { exportConfiguration, importConfiguration } from "#lib/directory/configuration/configuration.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.exportConfiguration, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(DirectoryConfiguration, await exportConfiguration(ctx, id));
});

export const POST = managementRoute(operations.importConfiguration, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(ConfigurationPlan, await importConfiguration(ctx, id, input), "configuration_plan");
});
