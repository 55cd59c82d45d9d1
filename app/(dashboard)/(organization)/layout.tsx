import type { ReactNode } from "react";
import { AppShell } from "#components/shell/app-shell.tsx";
import { openPage } from "#lib/http/page.ts";

/** Pages of the active organization. */
export default async function OrganizationLayout({ children }: { children: ReactNode }) {
  const { viewer, organization } = await openPage();
  return (
    <AppShell viewer={viewer} organization={organization}>
      {children}
    </AppShell>
  );
}
