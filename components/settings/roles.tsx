"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Badge } from "#components/ui/status.tsx";
import { Table, TableCell, TableRow } from "#components/ui/table.tsx";
import { manageBlocked } from "#lib/client/permissions.ts";
import { organizationRolesQuery } from "#lib/client/roles.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { OrganizationRole } from "#lib/contract/roles.ts";
import { CustomAttributes } from "./custom-attributes.tsx";

const RoleDialog = dynamic(() => import("./role-dialog.tsx").then((file) => file.RoleDialog));
const DeleteRoleDialog = dynamic(() => import("./role-dialog.tsx").then((file) => file.DeleteRoleDialog));

type Asking = { kind: "create" } | { kind: "edit" | "delete"; role: OrganizationRole };

/** The roles of an organization, and the attributes it declares for its members. */
export function OrganizationRoles({ organization }: { organization: OrganizationSummary }) {
  const { data, error, isPending, refetch } = useQuery(organizationRolesQuery(organization.id));
  const [asking, setAsking] = useState<Asking>();
  const blocked = manageBlocked(organization);
  const close = () => setAsking(undefined);
  return (
    <>
      <PageHeader
        title="Roles and attributes"
        purpose={`What people of ${organization.name} may be, and what is known about them beside the usual fields.`}
      />
      <div className="flex flex-col gap-5">
        <Section
          title="Roles"
          description="Highest first. Rules of each directory decide who gets which."
          actions={
            <Button blocked={blocked} onClick={() => setAsking({ kind: "create" })}>
              <Plus aria-hidden /> Add role
            </Button>
          }
        >
          {isPending && <SkeletonRows what="the roles" rows={3} />}
          {error && !data && <LoadFailed what="the roles" error={error} onRetry={() => void refetch()} />}
          {data && <RoleTable roles={data.data} blocked={blocked} onAsk={setAsking} />}
        </Section>
        <CustomAttributes organization={organization} blocked={blocked} />
      </div>
      {asking?.kind === "create" && data && (
        <RoleDialog organizationId={organization.id} roles={data.data} onClose={close} />
      )}
      {asking?.kind === "edit" && data && (
        <RoleDialog organizationId={organization.id} roles={data.data} role={asking.role} onClose={close} />
      )}
      {asking?.kind === "delete" && data && (
        <DeleteRoleDialog organizationId={organization.id} roles={data.data} role={asking.role} onClose={close} />
      )}
    </>
  );
}

const COLUMNS = [
  { label: "Role" },
  { label: "May" },
  { label: "Members", align: "end" },
  { label: "Actions", hidden: true, align: "end" },
] as const;

export const PERMISSION_WORDS = {
  "org:sys_provisioning:read": "See directory sync",
  "org:sys_provisioning:manage": "Manage directory sync",
} as const;

type RoleTableProps = {
  roles: readonly OrganizationRole[];
  blocked: string | undefined;
  onAsk: (asking: Asking) => void;
};

const RoleTable = ({ roles, blocked, onAsk }: RoleTableProps) => (
  <Table caption="Roles of this organization, highest first" columns={COLUMNS}>
    {roles.map((role) => (
      <TableRow key={role.slug}>
        <TableCell label="Role" primary>
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium wrap-anywhere">{role.name}</span>
            <code className="font-mono text-xs wrap-anywhere text-muted">{role.slug}</code>
            {role.builtIn && <Badge>Built in</Badge>}
          </span>
        </TableCell>
        <TableCell label="May">
          {role.permissions.length === 0 ? (
            <span className="text-muted">Nothing here</span>
          ) : (
            role.permissions.map((permission) => PERMISSION_WORDS[permission]).join(", ")
          )}
        </TableCell>
        <TableCell label="Members" align="end">
          {role.memberCount.toLocaleString("en")}
        </TableCell>
        <TableCell align="end">
          {!role.builtIn && (
            <span className="inline-flex gap-2">
              <Button blocked={blocked} aria-label={`Edit ${role.name}`} onClick={() => onAsk({ kind: "edit", role })}>
                Edit
              </Button>
              <Button
                blocked={blocked}
                variant="dangerQuiet"
                aria-label={`Delete ${role.name}`}
                onClick={() => onAsk({ kind: "delete", role })}
              >
                Delete
              </Button>
            </span>
          )}
        </TableCell>
      </TableRow>
    ))}
  </Table>
);
