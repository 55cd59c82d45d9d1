import { myOrganizations } from "#lib/directory/organizations.ts";
import { dashboardRoute } from "#lib/http/dashboard-route.ts";
import { signedIn } from "#lib/http/session.ts";

export const GET = dashboardRoute({}, async ({ ctx }) => {
  const session = await signedIn();
  return {
    account: session && { id: session.id, email: session.email, name: session.name },
    organizations: await myOrganizations(ctx),
  };
});
