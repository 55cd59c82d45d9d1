import * as operations from "#lib/contract/api/log.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { archiveLogView } from "#lib/directory/log-views.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const DELETE = managementRoute(operations.archiveLogView, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  await archiveLogView(ctx, id, params.viewId ?? "");
});
