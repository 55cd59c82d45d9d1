import type { ComponentProps } from "react";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Badge } from "#components/ui/status.tsx";
import { TableCell, TableRow } from "#components/ui/table.tsx";
import { RowLink } from "#components/ui/text-link.tsx";
import type { GroupMember } from "#lib/contract/directory-people.ts";
import { PersonStatus } from "./user-state.tsx";

export const MEMBER_COLUMNS = [{ label: "Name" }, { label: "E-mail" }, { label: "State" }, { label: "Since" }] as const;

type MemberRowProps = { directoryId: string; member: GroupMember } & ComponentProps<"tr">;

/** A person or group in a group. */
export const MemberRow = ({ directoryId, member, ...row }: MemberRowProps) => (
  <TableRow {...row}>
    <TableCell label="Name" primary>
      <span className="flex flex-wrap items-center gap-2">
        <RowLink
          href={`/directory-sync/${directoryId}/${member.type === "Group" ? "groups" : "users"}/${member.id}`}
          prefetch={false}
          className="wrap-anywhere"
        >
          {member.name}
        </RowLink>
        {member.type === "Group" && <Badge>Group</Badge>}
      </span>
    </TableCell>
    <TableCell label="E-mail">
      {member.email ? <span className="wrap-anywhere">{member.email}</span> : <span className="text-muted">None</span>}
    </TableCell>
    <TableCell label="State">
      <PersonStatus active={member.active} />
    </TableCell>
    <TableCell label="Since">
      <RelativeTime at={member.since} />
    </TableCell>
  </TableRow>
);
