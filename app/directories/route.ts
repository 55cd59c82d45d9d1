import * as operations from "#lib/contract/api/workos.ts";
import { listDirectories, listReachableDirectories } from "#lib/directory/directories.ts";
import { workosRoute } from "#lib/http/api/workos-route.ts";
import { pageOfWhole, toWorkOSDirectory, toWorkOSList } from "#lib/http/api/workos-shapes.ts";

export const GET = workosRoute(operations.listDirectories, async ({ ctx, query }) => {
  const { organization_id: organizationId, search = "" } = query;
  const all = organizationId ? await listDirectories(ctx, organizationId) : await listReachableDirectories(ctx);
  const found = all.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  return toWorkOSList(pageOfWhole(found, query), query, toWorkOSDirectory);
});
