import type { ReactNode } from "react";
import { NoOrganization } from "#components/shell/no-organization.tsx";
import { InFrame } from "#components/shell/organization-frame.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { readBlocked } from "#lib/client/permissions.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { openPage, type PageSession } from "#lib/http/page.ts";

type Opened = { organization: OrganizationSummary; read: PageSession["read"] };

/** What a page of the active organization shows, or why it shows nothing. @param title for whoever may not see it */
export async function organizationPage(title: string, show: (page: Opened) => ReactNode | Promise<ReactNode>) {
  const { organization, read } = await openPage();
  if (!organization) {
    return (
      <InFrame organizationId="">
        <NoOrganization />
      </InFrame>
    );
  }
  const blocked = readBlocked(organization);
  return (
    <InFrame organizationId={organization.id}>
      {blocked ? <NoPermission title={title} reason={blocked} /> : await show({ organization, read })}
    </InFrame>
  );
}
