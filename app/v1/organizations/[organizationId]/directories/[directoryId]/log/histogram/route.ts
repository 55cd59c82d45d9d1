import * as operations from "#lib/contract/api/log.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { LogHistogram } from "#lib/contract/log.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { logHistogram } from "#lib/directory/log.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(
  operations.getLogHistogram,
  async ({ ctx, params, query: { time_zone: timeZone, ...filters } }) => {
    const { id } = await getOrganizationDirectory(ctx, params);
    return shownAs(LogHistogram, await logHistogram(ctx, id, filters, { timeZone }));
  },
);
