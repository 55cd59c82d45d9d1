import { answerScim } from "#app/scim/v2/doors.ts";
import * as operations from "#lib/contract/api/setup.ts";
import { shownAs } from "#lib/contract/api/snake-case.ts";
import { SelfTest } from "#lib/contract/setup.ts";
import { getOrganizationDirectory } from "#lib/directory/directories.ts";
import { runSelfTest } from "#lib/directory/setup/tests.ts";
import { managementRoute } from "#lib/http/management-route.ts";
import { testLine } from "#lib/http/test-line.ts";

const line = testLine(answerScim);

export const POST = managementRoute(operations.runSelfTest, async ({ ctx, params }) => {
  const { id } = await getOrganizationDirectory(ctx, params);
  return shownAs(SelfTest, await runSelfTest(ctx, id, line), "self_test");
});
