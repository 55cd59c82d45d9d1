import * as operations from "#lib/contract/api/workos.ts";
import { deleteDirectory, getDirectory } from "#lib/directory/directories.ts";
import { workosRoute } from "#lib/http/api/workos-route.ts";
import { toWorkOSDirectory } from "#lib/http/api/workos-shapes.ts";

export const GET = workosRoute(operations.getDirectory, async ({ ctx, params }) =>
  toWorkOSDirectory(await getDirectory(ctx, params.directoryId ?? "")),
);

export const DELETE = workosRoute(operations.deleteDirectory, ({ ctx, params }) =>
  deleteDirectory(ctx, params.directoryId ?? ""),
);
