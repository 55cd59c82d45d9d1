import { answerScim } from "#app/scim/v2/doors.ts";
import * as operations from "#lib/contract/api/setup.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { TestRun } from "#lib/contract/setup.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { removeTest, runTest } from "#lib/directory/setup/tests.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { testLine } from "#lib/http/test-line.ts";

const line = testLine(answerScim);

export const POST = managementRoute(operations.runSetupTest, async ({ ctx, params, input }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(TestRun, await runTest(ctx, id, input.scenario, line), "test_run");
});

export const DELETE = managementRoute(operations.removeSetupTest, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  await removeTest(ctx, id, line);
});
