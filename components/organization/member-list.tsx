"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import SearchX from "lucide-react/icons/search-x";
import ShieldOff from "lucide-react/icons/shield-off";
import UserPlus from "lucide-react/icons/user-plus";
import dynamic from "next/dynamic";
import { useState } from "react";
import { MemberRole } from "#components/directory-sync/member-role.tsx";
import { PersonStatus } from "#components/directory-sync/user-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { buttonStyle } from "#components/ui/button-style.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { FilterBar } from "#components/ui/filter-bar.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { LoadMore } from "#components/ui/load-more.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { SearchField } from "#components/ui/search-field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Badge, Status } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { membersExportUrl } from "#lib/client/administration.ts";
import { membersQuery } from "#lib/client/organization.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { useAct } from "#lib/client/use-act.ts";
import { useUrlFilters } from "#lib/client/use-url-filters.ts";
import type { Member } from "#lib/contract/member.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { Decisions } from "./decisions.tsx";
import { Invitations } from "./invitations.tsx";
import { memberFilters, memberParameters } from "./parameters.ts";
import { useRoles } from "./role-names.ts";

const InviteDialog = dynamic(() => import("./invite-dialog.tsx").then((file) => file.InviteDialog));
const MemberDialog = dynamic(() => import("./member-dialog.tsx").then((file) => file.MemberDialog));

const STATES = [
  { value: "active", label: "Active" },
  { value: "inactive", label: "Inactive" },
  { value: "all", label: "All" },
] as const;

/** Who belongs to the organization, through what, and what can be done about it. */
export function MemberList({ organization }: { organization: OrganizationSummary }) {
  const [view, setView] = useUrlFilters(memberParameters);
  const filters = memberFilters(view);
  const list = useInfiniteQuery(membersQuery(organization.id, filters));
  const [inviting, setInviting] = useState(false);
  const { roles, nameOf } = useRoles(organization.id);
  const blocked = manageBlocked(organization);
  useAct("invite", () => setInviting(!blocked));
  const members = list.data?.pages.flatMap((page) => page.data);
  return (
    <>
      <PageHeader
        title="Members"
        purpose={`Who belongs to ${organization.name}: people a directory brought, and people with an account of their own.`}
        actions={
          <>
            {!blocked && (
              <a href={membersExportUrl(organization.id)} download className={buttonStyle()}>
                <Download aria-hidden /> CSV
              </a>
            )}
            <Button variant="primary" blocked={blocked} onClick={() => setInviting(true)}>
              <UserPlus aria-hidden /> Invite
            </Button>
          </>
        }
      />
      <Decisions organization={organization} />
      <FilterBar>
        <div className="flex flex-wrap items-center gap-2">
          <Segmented
            label="State"
            value={view.state}
            options={STATES}
            onChange={(chosenState) => setView({ state: chosenState })}
          />
          <Select
            aria-label="Role"
            className="w-auto!"
            value={view.role ?? ""}
            onChange={(event) => setView({ role: event.target.value || null })}
          >
            <option value="">Any role</option>
            {roles.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </Select>
          <Select
            aria-label="Source"
            className="w-auto!"
            value={view.source ?? ""}
            onChange={(event) =>
              setView({ source: event.target.value === "" ? null : (event.target.value as "directory" | "account") })
            }
          >
            <option value="">Any source</option>
            <option value="directory">Directory</option>
            <option value="account">Account</option>
          </Select>
          <Select
            aria-label="Protection"
            className="w-auto!"
            value={view.protected ?? ""}
            onChange={(event) => setView({ protected: event.target.value === "" ? null : "true" })}
          >
            <option value="">Protected or not</option>
            <option value="true">Break-glass people</option>
          </Select>
        </div>
        <SearchField label="Search members" value={view.q} onSearch={(q) => setView({ q: q || null })} />
      </FilterBar>
      {list.isPending && <SkeletonRows what="members" rows={8} />}
      {list.error && !members && (
        <LoadFailed what="the members" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {members?.length === 0 && (
        <Panel>
          <EmptyState
            icon={SearchX}
            title={
              filters.q || filters.role || filters.source || filters.protected
                ? "No member matches"
                : "No inactive members"
            }
            action={<Button onClick={() => setView(null)}>Show active members</Button>}
          >
            The search looks at names and e-mail addresses. Whoever an IdP deactivates is found under Inactive.
          </EmptyState>
        </Panel>
      )}
      {members && members.length > 0 && (
        <Panel>
          <MemberTable
            members={members}
            busy={list.isPlaceholderData}
            blocked={blocked}
            nameOf={nameOf}
            onManage={(id) => setView({ member: id })}
          />
          <LoadMore
            what="members"
            shown={members.length}
            total={list.data?.pages.at(-1)?.totalCount}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </Panel>
      )}
      <Invitations organization={organization} />
      {inviting && <InviteDialog organization={organization} onClose={() => setInviting(false)} />}
      {view.member && !blocked && (
        <MemberDialog
          key={view.member}
          organization={organization}
          memberId={view.member}
          onClose={() => setView({ member: null })}
        />
      )}
    </>
  );
}

const COLUMNS = [
  { label: "Name" },
  { label: "Role" },
  { label: "Source" },
  { label: "State" },
  { label: "Since" },
  { label: "Actions", hidden: true },
] as const;

type MemberTableProps = {
  members: Member[];
  busy: boolean;
  blocked: string | undefined;
  nameOf: (role: string) => string;
  onManage: (id: string) => void;
};

const MemberTable = ({ members, busy, blocked, nameOf, onManage }: MemberTableProps) => (
  <Table caption="Members" columns={COLUMNS} busy={busy}>
    {members.map((member) => (
      <TableRow key={member.id}>
        <TableCell label="Name" primary>
          <span>
            <span className="font-medium wrap-anywhere">{member.name}</span>
            <span className="block text-muted wrap-anywhere">{member.email ?? "No e-mail address"}</span>
          </span>
        </TableCell>
        <TableCell label="Role">
          <MemberRole role={member.role} source={member.roleSource} member={member} nameOf={nameOf} />
        </TableCell>
        <TableCell label="Source">
          <MemberSource member={member} />
        </TableCell>
        <TableCell label="State">
          {member.suspension ? (
            <Status icon={ShieldOff} tone="bad">
              Suspended
            </Status>
          ) : (
            <PersonStatus active={member.active} />
          )}
        </TableCell>
        <TableCell label="Since">
          <RelativeTime at={member.deactivatedAt ?? member.createdAt} />
        </TableCell>
        <TableCell align="end">
          <Button blocked={blocked} onClick={() => onManage(member.id)}>
            Manage <span className="sr-only">{member.name}</span>
          </Button>
        </TableCell>
      </TableRow>
    ))}
  </Table>
);

function MemberSource({ member: { source, directory } }: { member: Member }) {
  if (source === "account") return <Badge>Account</Badge>;
  if (!directory) return <Badge>Directory</Badge>;
  return (
    <span>
      <TextLink
        href={`/directory-sync/${directory.id}/users/${directory.userId}`}
        prefetch={false}
        className="wrap-anywhere sm:whitespace-nowrap"
      >
        {directory.name}
      </TextLink>
      <span className="block text-muted">directory</span>
    </span>
  );
}
