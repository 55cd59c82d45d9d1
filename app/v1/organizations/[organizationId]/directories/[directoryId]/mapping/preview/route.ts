import * as operations from "#lib/contract/api/mapping.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { Preview } from "#lib/contract/mapping-preview.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { previewMapping } from "#lib/directory/mapping/preview.ts";
import { userUuid } from "#lib/http/api/administration-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const POST = managementRoute(operations.previewMapping, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const asked = { ...input, userId: input.userId && userUuid(input.userId) };
  return shownAs(Preview, await previewMapping(ctx, id, asked), "mapping_preview");
});
