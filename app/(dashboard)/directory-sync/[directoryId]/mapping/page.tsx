import type { Metadata } from "next";
import { AttributeMapping } from "#components/directory-sync/mapping/attribute-mapping.tsx";
import { Prefetched } from "#components/prefetched.tsx";
import { mappingQuery } from "#lib/client/mapping.ts";
import { openPage } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Attribute mapping" };

export default async function MappingPage({ params }: { params: Promise<{ directoryId: string }> }) {
  const { directoryId } = await params;
  const { read } = await openPage();
  return (
    <Prefetched
      load={(cache) => cache.fetchQuery({ ...mappingQuery(directoryId), queryFn: () => read.mapping(directoryId) })}
    >
      <AttributeMapping directoryId={directoryId} />
    </Prefetched>
  );
}
