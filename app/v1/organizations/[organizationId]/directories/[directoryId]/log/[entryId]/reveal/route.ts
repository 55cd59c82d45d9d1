import * as operations from "#lib/contract/api/log.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { revealLogEntry } from "#lib/directory/log.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toLogEntry } from "#lib/http/management-shapes.ts";

export const POST = managementRoute(operations.revealLogEntry, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toLogEntry(await revealLogEntry(ctx, id, params.entryId ?? ""), id);
});
