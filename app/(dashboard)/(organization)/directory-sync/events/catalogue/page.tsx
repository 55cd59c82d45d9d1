import type { Metadata } from "next";
import * as z from "zod/mini";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { Catalogue } from "#components/webhooks/catalogue.tsx";
import { readBlocked } from "#lib/client/permissions.ts";
import { EVENTS } from "#lib/contract/events.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Event catalogue" };

export default async function CataloguePage() {
  const { organization } = await openPage();
  if (!organization) return <NoOrganization />;
  const blocked = readBlocked(organization);
  if (blocked) return <NoPermission title="Event catalogue" reason={blocked} />;
  const entries = Object.entries(EVENTS).map(([type, { says, data }]) => ({
    type,
    says,
    schema: z.toJSONSchema(data),
  }));
  return <Catalogue organization={organization} entries={entries} />;
}
