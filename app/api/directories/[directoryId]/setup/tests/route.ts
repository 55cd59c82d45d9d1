import { answerScim } from "#app/scim/v2/doors.ts";
import { RunTest } from "#lib/contract/setup.ts";
import { removeTest, runTest } from "#lib/directory/setup/tests.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { testLine } from "#lib/http/test-line.ts";

const line = testLine(answerScim);

export const POST = dashboardRoute({ input: RunTest }, ({ ctx, params, input }) =>
  runTest(ctx, params.directoryId ?? "", input.scenario, line),
);

export const DELETE = dashboardRoute({ status: 204 }, ({ ctx, params }) =>
  removeTest(ctx, params.directoryId ?? "", line),
);
