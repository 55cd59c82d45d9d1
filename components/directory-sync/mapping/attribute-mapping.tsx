"use client";

import { useQuery } from "@tanstack/react-query";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import { mappingQuery } from "#lib/client/mapping.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { DirectoryPageHeader, useIdpName } from "../directory-page-header.tsx";
import { MappingEditor } from "./mapping-editor.tsx";

/** The mapping page: how what the IdP sends becomes the profile of a member, and what a change would do. */
export function AttributeMapping({ directoryId }: { directoryId: string }) {
  const idp = useIdpName(directoryId);
  const { data: directory } = useQuery(directoryQuery(directoryId));
  const { data: mapping, error, isPending, refetch } = useQuery(mappingQuery(directoryId));
  return (
    <>
      <DirectoryPageHeader
        directoryId={directoryId}
        title="Attribute mapping"
        purpose={`How the attributes ${idp} sends become the profile of a member.`}
      />
      {isPending && <SkeletonRows what="the mapping" rows={9} />}
      {error && !mapping && <LoadFailed what="the mapping" error={error} onRetry={() => void refetch()} />}
      {mapping && directory && (
        <MappingEditor
          directoryId={directoryId}
          idp={idp}
          mapping={mapping}
          people={directory.counts.activeUsers + directory.counts.inactiveUsers}
          blocked={manageBlocked(directory.organization)}
        />
      )}
    </>
  );
}
