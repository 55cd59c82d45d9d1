import * as operations from "#lib/contract/api/directories.ts";
import { createDirectory, listDirectories } from "#lib/directory/directories.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toDirectory, toList } from "#lib/http/management-shapes.ts";

export const GET = managementRoute(operations.listDirectories, async ({ ctx, params, query }) =>
  toList(await listDirectories(ctx, params.organizationId ?? ""), query, toDirectory),
);

export const POST = managementRoute(operations.createDirectory, async ({ ctx, params, input }) =>
  toDirectory(await createDirectory(ctx, params.organizationId ?? "", input)),
);
