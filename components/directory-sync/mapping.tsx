"use client";

import { useQuery } from "@tanstack/react-query";
import Lock from "lucide-react/icons/lock";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { mappingQuery } from "#lib/client/mapping.ts";
import type { Mapping } from "#lib/contract/mapping.ts";
import { DirectoryPageHeader, useIdpName } from "./directory-page-header.tsx";

/** How SCIM attributes become a member's profile. Only to be read as yet, and the page says so. */
export function AttributeMapping({ directoryId }: { directoryId: string }) {
  const idp = useIdpName(directoryId);
  const { data: mapping, error, isPending, refetch } = useQuery(mappingQuery(directoryId));
  return (
    <>
      <DirectoryPageHeader
        directoryId={directoryId}
        title="Attribute mapping"
        purpose={`How the attributes ${idp} sends become the profile of a member.`}
        actions={<Status icon={Lock}>Default mapping</Status>}
      />
      {isPending && <SkeletonRows what="the mapping" rows={9} />}
      {error && !mapping && <LoadFailed what="the mapping" error={error} onRetry={() => void refetch()} />}
      {mapping && <MappingSections mapping={mapping} />}
    </>
  );
}

const MappingSections = ({ mapping }: { mapping: Mapping }) => (
  <div className="flex flex-col gap-5">
    <p className="max-w-2xl text-sm text-pretty">
      This directory uses the default mapping. It cannot be edited yet in this version; what you see is what happens to
      every person who is sent.
    </p>
    <Section
      title="Rows"
      description="Applied from top to bottom. Where several fill the same field, the last one that has a value wins."
    >
      <MappingTable rows={mapping.rows} />
    </Section>
    <Section title="Which e-mail address wins">
      <div className="flex max-w-2xl flex-col gap-2 px-4 py-3 text-sm text-pretty">
        <p>
          The address marked as primary comes first. Without one, it is the address of type work. Without that either,
          the user name serves, provided it is an e-mail address itself.
        </p>
        <p className="text-muted">
          A value that is no e-mail address never becomes one: the next row in this order is used instead.
        </p>
      </div>
    </Section>
    <Section title="User ID attribute">
      <p className="max-w-2xl px-4 py-3 text-sm text-pretty">
        <code className="font-mono text-xs">{mapping.userIdAttribute}</code> says who a person is when they sign in
        through the same IdP: its value here and in the sign-in have to be the same. It follows from the directory's
        provider.
      </p>
    </Section>
  </div>
);

const COLUMNS = [{ label: "SCIM attribute" }, { label: "Profile field" }, { label: "Note" }] as const;

const MappingTable = ({ rows }: { rows: Mapping["rows"] }) => (
  <Table caption="Mapping rows, in the order in which they are applied" columns={COLUMNS}>
    {rows.map(({ source, target, note }) => (
      <TableRow key={`${source} ${target}`}>
        <TableCell label="SCIM attribute" primary>
          <code className="font-mono text-xs wrap-anywhere">{source}</code>
        </TableCell>
        <TableCell label="Profile field">
          <code className="font-mono text-xs wrap-anywhere">{target}</code>
        </TableCell>
        <TableCell label={note ? "Note" : undefined}>
          <span className="text-muted">{note}</span>
        </TableCell>
      </TableRow>
    ))}
  </Table>
);
