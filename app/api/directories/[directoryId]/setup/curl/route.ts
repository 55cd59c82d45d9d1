import { getKit } from "#lib/directory/setup/kit.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { curlScript } from "#lib/setup/postman.ts";

export const GET = dashboardRoute({}, async ({ ctx, params }) => ({
  script: curlScript(await getKit(ctx, params.directoryId ?? "")),
}));
