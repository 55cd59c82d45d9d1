import * as operations from "#lib/contract/api/log.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { listLog } from "#lib/directory/log.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toLog } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.listLog, async ({ ctx, params, query }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toLog(await listLog(ctx, id, query), id);
});
