import * as operations from "#lib/contract/api/mapping.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { MappingVersion } from "#lib/contract/mapping.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { listVersions } from "#lib/directory/mapping/mapping.ts";
import { toCursorPage } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listMappingVersions, async ({ ctx, params, query }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toCursorPage(await listVersions(ctx, id, query.cursor), (version) =>
    shownAs(MappingVersion, version, "mapping_version"),
  );
});
