import { answerScim } from "#app/scim/v2/doors.ts";
import { runSelfTest } from "#lib/directory/setup/tests.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { testLine } from "#lib/http/test-line.ts";

const line = testLine(answerScim);

export const POST = dashboardRoute({}, ({ ctx, params }) => runSelfTest(ctx, params.directoryId ?? "", line));
