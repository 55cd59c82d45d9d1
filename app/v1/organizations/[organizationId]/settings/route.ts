import * as operations from "#lib/contract/api/organizations.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { Settings } from "#lib/contract/settings.ts";
import { getSettings, updateSettings } from "#lib/directory/settings.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getSettings, async ({ ctx, params }) => {
  const { settings } = await getSettings(ctx, params.organizationId ?? "");
  return shownAs(Settings, settings, "organization_settings");
});

export const PATCH = managementRoute(operations.updateSettings, async ({ ctx, params, input }) => {
  const { settings } = await updateSettings(ctx, params.organizationId ?? "", input);
  return shownAs(Settings, settings, "organization_settings");
});
