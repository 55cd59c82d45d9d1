import * as operations from "#lib/contract/api/setup.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { createSetupLink, listSetupLinks } from "#lib/directory/setup/links.ts";
import { toSetupLink, toWholeList } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listSetupLinks, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return toWholeList(await listSetupLinks(ctx, id), toSetupLink);
});

export const POST = managementRoute(operations.createSetupLink, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const link = await createSetupLink(ctx, id, input);
  return { ...toSetupLink(link), url: link.url };
});
