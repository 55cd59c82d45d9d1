import * as operations from "#lib/contract/api/mapping.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { MappingVersionDetail } from "#lib/contract/mapping.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { getVersion } from "#lib/directory/mapping/mapping.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.getMappingVersion, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const version = await getVersion(ctx, id, Number.parseInt(params.version ?? "", 10) || 0);
  return shownAs(MappingVersionDetail, version, "mapping_version");
});
