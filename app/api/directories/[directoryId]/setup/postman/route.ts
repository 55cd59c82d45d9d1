import { getKit } from "#lib/directory/setup/kit.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { postmanCollection } from "#lib/setup/postman.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) =>
  postmanCollection(await getKit(ctx, params.directoryId ?? "")),
);
