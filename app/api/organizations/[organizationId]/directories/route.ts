import { CreateDirectory } from "#lib/contract/directory.ts";
import { createDirectory } from "#lib/directory/directories.ts";
import { listStatedDirectories } from "#lib/directory/health.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  data: await listStatedDirectories(ctx, params.organizationId ?? ""),
}));

export const POST = dashboardRoute({ input: CreateDirectory, status: 201 }, ({ ctx, params, input }) =>
  createDirectory(ctx, params.organizationId ?? "", input),
);
