import { generateLink } from "#lib/contract/api/workos.ts";
import { directoryToSetUp } from "#lib/directory/directories.ts";
import { createSetupLink } from "#lib/directory/setup/links.ts";
import { workosRoute } from "#lib/http/api/workos-route.ts";

export const POST = workosRoute(generateLink, async ({ ctx, input }) => {
  const { id } = await directoryToSetUp(ctx, input.organization);
  const { url } = await createSetupLink(ctx, id, { name: "Admin portal", days: 1 });
  return { link: url };
});
