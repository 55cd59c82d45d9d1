import type { Metadata } from "next";
import { Tokens } from "#components/directory-sync/tokens/tokens.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { tokensQuery } from "#lib/client/directory-sync.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Tokens" };

export default async function TokensPage({ params }: { params: Promise<{ directoryId: string }> }) {
  const { directoryId } = await params;
  const page = await openPage();
  return (
    <Prefetched
      load={(cache) => cache.fetchQuery({ ...tokensQuery(directoryId), queryFn: () => page.read.tokens(directoryId) })}
    >
      <Tokens directoryId={directoryId} />
    </Prefetched>
  );
}
