import { DirectoryOverview } from "#components/directory-sync/overview/directory-overview.tsx";

/** The layout above has read the directory already. */
export default async function DirectoryPage({ params }: { params: Promise<{ directoryId: string }> }) {
  const { directoryId } = await params;
  return <DirectoryOverview directoryId={directoryId} />;
}
