import * as operations from "#lib/contract/api/mapping.ts";
import { RunChange } from "#lib/contract/mapping-run.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { listRunChanges } from "#lib/directory/mapping/runs.ts";
import { withUserId } from "#lib/http/api/administration-shapes.ts";
import { toCursorPage } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listRunChanges, async ({ ctx, params, query }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const page = await listRunChanges(ctx, id, params.runId ?? "", query);
  return { ...toCursorPage(page, (change) => withUserId(RunChange, change)), total_count: page.totalCount };
});
