import { UpdateSetup } from "#lib/contract/setup.ts";
import { directoryOfLink } from "#lib/directory/setup/links.ts";
import { getSetup, updateSetup } from "#lib/directory/setup/progress.ts";
import { setupLinkRoute } from "#lib/http/setup-link-route.ts";

export const GET = setupLinkRoute({}, async ({ ctx }) => {
  const { directoryId, expiresAt } = directoryOfLink(ctx);
  return { expiresAt, state: await getSetup(ctx, directoryId) };
});

export const PATCH = setupLinkRoute({ input: UpdateSetup }, async ({ ctx, input }) => {
  const { directoryId, expiresAt } = directoryOfLink(ctx);
  return { expiresAt, state: await updateSetup(ctx, directoryId, input) };
});
