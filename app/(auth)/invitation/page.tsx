import type { Metadata } from "next";
import { FullPage } from "#components/shell/full-page.tsx";
import { AcceptInvitationForm } from "./accept-form.tsx";

export const metadata: Metadata = { title: "Invitation" };

/** The secret stands behind the # of the address and never reaches this server with the page's request. */
export default async function InvitationPage() {
  return (
    <FullPage>
      <AcceptInvitationForm />
    </FullPage>
  );
}
