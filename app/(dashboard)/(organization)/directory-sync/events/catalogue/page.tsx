import type { Metadata } from "next";
import * as z from "zod/mini";
import { Catalogue } from "#components/webhooks/catalogue.tsx";
import { EVENTS } from "#lib/contract/events.ts";
import { organizationPage } from "../../../organization-page.tsx";

export const metadata: Metadata = { title: "Event catalogue" };

export default function CataloguePage() {
  return organizationPage("Event catalogue", ({ organization }) => {
    const entries = Object.entries(EVENTS).map(([type, { says, data }]) => ({
      type,
      says,
      schema: z.toJSONSchema(data),
    }));
    return <Catalogue organization={organization} entries={entries} />;
  });
}
