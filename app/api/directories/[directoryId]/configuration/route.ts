import { inputOf, shownAs } from "#lib/contract/api/snake-case.ts";
import { DirectoryConfiguration, ImportConfiguration } from "#lib/contract/directory-configuration.ts";
import { exportConfiguration, importConfiguration } from "#lib/directory/configuration/configuration.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";

/** The file is the API's, word for word. */
export const GET = dashboardRoute({}, async ({ ctx, params }) =>
  shownAs(DirectoryConfiguration, await exportConfiguration(ctx, params.directoryId ?? "")),
);

export const POST = dashboardRoute({ input: inputOf(ImportConfiguration) }, ({ ctx, params, input }) =>
  importConfiguration(ctx, params.directoryId ?? "", input),
);
