import { inputOf, shownAs } from "#lib/contract/api/snake-case.ts";
import { DirectoryConfiguration, ImportConfiguration } from "#lib/contract/directory-configuration.ts";
import { exportConfiguration, importConfiguration } from "#lib/directory/configuration/configuration.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { download } from "#lib/http/download.ts";

/** The API's answer as a file for people: indented, so that two of them can be compared line by line. */
export const GET = dashboardRoute({}, async ({ ctx, params }) => {
  const configuration = await exportConfiguration(ctx, params.directoryId ?? "");
  const text = `${JSON.stringify(shownAs(DirectoryConfiguration, configuration), null, 2)}\n`;
  return download([text], "rollcall-configuration.json", "application/json");
});

export const POST = dashboardRoute({ input: inputOf(ImportConfiguration) }, ({ ctx, params, input }) =>
  importConfiguration(ctx, params.directoryId ?? "", input),
);
