import * as operations from "#lib/contract/api/setup.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { revokeSetupLink } from "#lib/directory/setup/links.ts";
import { toSetupLink } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.revokeSetupLink, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toSetupLink(await revokeSetupLink(ctx, id, params.linkId ?? ""));
});
