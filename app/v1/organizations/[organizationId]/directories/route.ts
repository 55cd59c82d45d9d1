import { CreateDirectory, PageQuery } from "#lib/contract/management.ts";
import { createDirectory, listDirectories } from "#lib/directory/directories.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { toDirectory, toList } from "#lib/http/management-shapes.ts";

export const GET = managementRoute({ query: PageQuery }, async ({ ctx, params, query }) =>
  toList(await listDirectories(ctx, params.organizationId ?? ""), query, toDirectory),
);

export const POST = managementRoute({ input: CreateDirectory, status: 201 }, async ({ ctx, params, input }) =>
  toDirectory(await createDirectory(ctx, params.organizationId ?? "", input)),
);
