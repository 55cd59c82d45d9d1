import { UpdateDirectory } from "#lib/contract/directory.ts";
import { deleteDirectory, getDirectoryDetail, updateDirectory } from "#lib/directory/directories.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const GET = dashboardRoute({}, ({ ctx, params }) => getDirectoryDetail(ctx, params.directoryId ?? ""));

export const PATCH = dashboardRoute({ input: UpdateDirectory }, ({ ctx, params, input }) =>
  updateDirectory(ctx, params.directoryId ?? "", input),
);

export const DELETE = dashboardRoute({ status: 204 }, ({ ctx, params }) =>
  deleteDirectory(ctx, params.directoryId ?? ""),
);
