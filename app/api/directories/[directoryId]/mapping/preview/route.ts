import { PreviewRequest } from "#lib/contract/mapping-preview.ts";
import { previewMapping } from "#lib/directory/mapping/preview.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

export const POST = dashboardRoute({ input: PreviewRequest }, ({ ctx, params, input }) =>
  previewMapping(ctx, params.directoryId ?? "", input),
);
