import { CreateDirectory } from "#lib/contract/directory.ts";
import { createDirectory, listDirectories } from "#lib/directory/directories.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listDirectories(ctx, params.organizationId ?? ""),
}));

export const POST = dashboardRoute({ input: CreateDirectory, status: 201 }, ({ ctx, params, input }) =>
  createDirectory(ctx, params.organizationId ?? "", input),
);
