import * as operations from "#lib/contract/api/directories.ts";
import { deleteDirectory, getOrganizationDirectory, updateDirectory } from "#lib/directory/directories.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toDirectory } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.getDirectory, async ({ ctx, params }) =>
  toDirectory(await getOrganizationDirectory(ctx, params)),
);

export const PATCH = managementRoute(operations.updateDirectory, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const { rate_limit: rateLimit, pause_minutes: pauseMinutes, ...change } = input;
  return toDirectory(await updateDirectory(ctx, id, { ...change, rateLimit, pauseMinutes }));
});

export const DELETE = managementRoute(operations.deleteDirectory, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  await deleteDirectory(ctx, id);
});
