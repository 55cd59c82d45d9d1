import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { OrganizationNotices } from "#components/organization/organization-notices.tsx";
import { readTheme, THEME_COOKIE } from "#lib/client/choices.ts";
import type { OrganizationSummary, Viewer } from "#lib/contract/organization.ts";
import { MobileBar } from "./mobile-bar.tsx";
import { OrganizationFrame } from "./organization-frame.tsx";
import { KeyboardLayers } from "./palette/keyboard-layers.tsx";
import { Sidebar } from "./sidebar.tsx";

type AppShellProps = {
  viewer: Viewer;
  organization: OrganizationSummary | undefined;
  /** The directory whose pages are open. */
  directory?: { id: string; name: string };
  children: ReactNode;
};

/** The frame of every dashboard page: skip link, sidebar (a drawer where it is narrow), and the page. */
export async function AppShell({ viewer, organization, directory, children }: AppShellProps) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  const sidebar = { viewer, organization, directory, theme };
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed start-3 top-3 z-50 -translate-y-20 rounded-md border border-control bg-raised px-3 py-2 text-sm font-medium shadow-popup focus:translate-y-0"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 hidden h-dvh border-e border-line bg-sunken lg:block">
        <Sidebar {...sidebar} />
      </aside>
      <MobileBar {...sidebar} />
      {organization && (
        <KeyboardLayers
          organization={organization}
          directory={directory && { id: directory.id, name: directory.name }}
        />
      )}
      <main id="content" tabIndex={-1} className="min-w-0 px-4 pt-4 pb-20 outline-none sm:px-6 lg:px-8 lg:pt-6">
        <div className="mx-auto max-w-5xl">
          {organization && <OrganizationNotices organization={organization} />}
          <OrganizationFrame value={organization?.id ?? ""}>{children}</OrganizationFrame>
        </div>
      </main>
    </div>
  );
}
