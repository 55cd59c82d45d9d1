"use client";

import { useQuery } from "@tanstack/react-query";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { directoryQuery } from "#lib/client/directory-sync.ts";
import { mappingQuery } from "#lib/client/mapping.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { directoryRolesQuery } from "#lib/client/roles.ts";
import { DirectoryPageHeader, useIdpName } from "../directory-page-header.tsx";
import { RolesEditor } from "./roles-editor.tsx";

/** The roles page of a directory: which groups and attributes give which role. */
export function DirectoryRoles({ directoryId }: { directoryId: string }) {
  const idp = useIdpName(directoryId);
  const { data: directory } = useQuery(directoryQuery(directoryId));
  const mapping = useQuery(mappingQuery(directoryId));
  const roles = useQuery(directoryRolesQuery(directoryId));
  const error = roles.error ?? mapping.error;
  const isHere = roles.data && mapping.data && directory;
  return (
    <>
      <DirectoryPageHeader
        directoryId={directoryId}
        title="Roles"
        purpose={`Which role people get from their groups and attributes in ${idp}.`}
      />
      {error && !isHere && <LoadFailed what="the roles" error={error} onRetry={() => void roles.refetch()} />}
      {!error && !isHere && <SkeletonRows what="the roles" rows={5} />}
      {isHere && (
        <RolesEditor
          directoryId={directoryId}
          organization={directory.organization}
          idp={idp}
          state={roles.data}
          mapping={mapping.data}
          people={directory.counts.activeUsers + directory.counts.inactiveUsers}
          blocked={manageBlocked(directory.organization)}
        />
      )}
    </>
  );
}
