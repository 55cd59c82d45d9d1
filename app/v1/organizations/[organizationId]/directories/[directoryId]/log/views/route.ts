import * as operations from "#lib/contract/api/log.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { LogView } from "#lib/contract/log-view.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { listLogViews, saveLogView } from "#lib/directory/log-views.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listLogViews, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return { data: (await listLogViews(ctx, id)).map((view) => shownAs(LogView, view)) };
});

export const POST = managementRoute(operations.saveLogView, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(LogView, await saveLogView(ctx, id, input));
});
