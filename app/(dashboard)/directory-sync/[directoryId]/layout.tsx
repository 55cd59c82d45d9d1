import type { Metadata } from "next";
import { cache, type ReactNode } from "react";
import { Prefetched } from "#components/prefetched.tsx";
import { AppShell } from "#components/shell/app-shell.tsx";
import { NoPermission } from "#components/ui/no-permission.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { openPage } from "#lib/http/page.ts";

type DirectoryLayoutProps = { params: Promise<{ directoryId: string }>; children: ReactNode };

/** The directory, once per request; or, for a member who may not see it, the sentence that says what it takes. */
const readDirectory = cache(async (directoryId: string): Promise<DirectoryDetail | { forbidden: string }> => {
  const page = await openPage();
  try {
    return await page.read.directory(directoryId);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "forbidden") return { forbidden: error.message };
    throw error;
  }
});

export async function generateMetadata({ params }: DirectoryLayoutProps): Promise<Metadata> {
  // The layout below answers for what is missing; thrown from here as well, it would leave the page without a title.
  const directory = await readDirectory((await params).directoryId).catch(() => undefined);
  if (!directory) return { title: "Not found" };
  if ("forbidden" in directory) return {};
  return { title: { default: directory.name, template: `%s · ${directory.name} · Rollcall` } };
}

/** Pages of one directory, framed by the organization it belongs to. All of them find the directory already read. */
export default async function DirectoryLayout({ params, children }: DirectoryLayoutProps) {
  const { directoryId } = await params;
  const { viewer, organization } = await openPage();
  const directory = await readDirectory(directoryId);
  if ("forbidden" in directory) {
    return (
      <AppShell viewer={viewer} organization={organization}>
        <NoPermission title="Directory" reason={directory.forbidden} />
      </AppShell>
    );
  }
  return (
    <Prefetched load={async (queries) => queries.setQueryData(directoryQuery(directoryId).queryKey, directory)}>
      <AppShell viewer={viewer} organization={directory.organization} directory={directory}>
        {children}
      </AppShell>
    </Prefetched>
  );
}
