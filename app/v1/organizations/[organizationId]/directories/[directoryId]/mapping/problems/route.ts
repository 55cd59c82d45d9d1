import * as operations from "#lib/contract/api/mapping.ts";
import { DataProblem } from "#lib/contract/data-quality.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { listProblems } from "#lib/directory/mapping/preview.ts";
import { withUserId } from "#lib/http/api/administration-shapes.ts";
import { toCursorPage } from "#lib/http/api/event-shapes.ts";
import { managementRoute } from "#lib/http/management-route.ts";

export const GET = managementRoute(operations.listDataProblems, async ({ ctx, params, query }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  const page = await listProblems(ctx, id, query);
  return { ...toCursorPage(page, (problem) => withUserId(DataProblem, problem)), people: page.people };
});
