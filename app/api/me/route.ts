import { myOrganizations } from "#lib/directory/organizations.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { signedIn } from "#lib/http/session.ts";

export const GET = dashboardRoute({}, async ({ ctx }) => ({
  account: await signedIn(),
  organizations: await myOrganizations(ctx),
}));
