import * as operations from "#lib/contract/api/log.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { restoreLogView } from "#lib/directory/log-views.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.restoreLogView, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  await restoreLogView(ctx, id, params.viewId ?? "");
});
