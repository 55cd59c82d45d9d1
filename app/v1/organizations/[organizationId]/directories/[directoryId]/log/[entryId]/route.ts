import * as operations from "#lib/contract/api/log.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { getLogEntry } from "#lib/directory/log.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toLogEntry } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.getLogEntry, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toLogEntry(await getLogEntry(ctx, id, params.entryId ?? ""), id);
});
