import type { Metadata } from "next";
import { Prefetched } from "#components/prefetched.tsx";
import { SetupPage } from "#components/setup/setup-page.tsx";
import { setupQuery } from "#lib/client/setup.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Setup" };

export default async function DirectorySetupPage({ params }: { params: Promise<{ directoryId: string }> }) {
  const { directoryId } = await params;
  const { read } = await openPage();
  return (
    <Prefetched
      load={(cache) => cache.fetchQuery({ ...setupQuery(directoryId), queryFn: () => read.setup(directoryId) })}
    >
      <SetupPage directoryId={directoryId} />
    </Prefetched>
  );
}
