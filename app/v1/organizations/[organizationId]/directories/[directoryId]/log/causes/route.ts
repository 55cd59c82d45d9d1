import * as operations from "#lib/contract/api/log.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { CauseGroup } from "#lib/contract/log.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { listCauses } from "#lib/directory/log.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listLogCauses, async ({ ctx, params, query }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return { data: (await listCauses(ctx, id, query)).map((cause) => shownAs(CauseGroup, cause)) };
});
