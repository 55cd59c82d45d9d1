"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Select } from "#components/ui/select.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useCreateRole, useDeleteRole, useUpdateRole } from "#lib/client/roles.ts";
import type { Permission } from "#lib/contract/organization.ts";
import { CreateRole, type OrganizationRole } from "#lib/contract/roles.ts";

type RoleDialogProps = {
  organizationId: string;
  roles: readonly OrganizationRole[];
  /** The role to change; a new one without. */
  role?: OrganizationRole;
  onClose: () => void;
};

const READ: Permission = "org:sys_provisioning:read";
const MANAGE: Permission = "org:sys_provisioning:manage";
const SLUG = /[^a-z0-9]+/g;

/** "Team leads" makes `org:team-leads`. */
const slugOf = (name: string) => `org:${name.toLowerCase().replace(SLUG, "-").replace(/^-|-$/g, "")}`;

/** Halfway between the role it is to stand below and the next. */
function rankBelow(roles: readonly OrganizationRole[], slug: string): number {
  const at = roles.findIndex((role) => role.slug === slug);
  const above = roles[at]?.rank ?? 100;
  const below = roles[at + 1]?.rank ?? Math.min(10_000, above + 200);
  return Math.max(above + 1, Math.floor((above + below) / 2));
}

/** Makes a role, or changes one. */
export function RoleDialog({ organizationId, roles, role, onClose }: RoleDialogProps) {
  const others = roles.filter(({ slug }) => slug !== role?.slug);
  const standsBelow = role ? others.findLast(({ rank }) => rank < role.rank)?.slug : "org:admin";
  const [name, setName] = useState(role?.name ?? "");
  const [typedSlug, setTypedSlug] = useState<string>();
  const [below, setBelow] = useState(standsBelow ?? "org:owner");
  const [access, setAccess] = useState(
    role?.permissions.includes(MANAGE) ? "manage" : role?.permissions.includes(READ) ? "read" : "none",
  );
  const [refusals, setRefusals] = useState<Record<string, string>>({});
  const create = useCreateRole(organizationId);
  const update = useUpdateRole(organizationId);
  const slug = role?.slug ?? typedSlug ?? slugOf(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const permissions = access === "manage" ? [READ, MANAGE] : access === "read" ? [READ] : [];
    const rank = role && below === standsBelow ? role.rank : rankBelow(others, below);
    const read = CreateRole.safeParse({ slug, name, rank, permissions });
    setRefusals(Object.fromEntries((read.error?.issues ?? []).map(({ path, message }) => [String(path[0]), message])));
    if (!read.success) return;
    const onSuccess = () => {
      showToast(role ? "Changed" : "Added", read.data.name);
      onClose();
    };
    if (role) update.mutate({ slug: role.slug, name: read.data.name, rank, permissions }, { onSuccess });
    else create.mutate(read.data, { onSuccess });
  };
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} title={role ? `Edit ${role.name}` : "Add role"}>
      <form onSubmit={submit} noValidate>
        <DialogBody>
          <Field label="Name" error={refusals.name}>
            <Input value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field
            label="Slug"
            error={refusals.slug}
            description={role ? "It never changes: applications know the role by it." : "What applications know it by."}
          >
            <Input
              value={slug}
              readOnly={role !== undefined}
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-xs"
              onChange={(event) => setTypedSlug(event.target.value)}
            />
          </Field>
          <Field
            label="Stands below"
            error={refusals.rank}
            description="Where rules give several roles, the higher one may win."
          >
            <Select value={below} onChange={(event) => setBelow(event.target.value)}>
              {others.map((other) => (
                <option key={other.slug} value={other.slug}>
                  {other.name}
                </option>
              ))}
            </Select>
          </Field>
          <Field label="Directory sync" description="What people with this role may do on these pages.">
            <Select value={access} onChange={(event) => setAccess(event.target.value)}>
              <option value="none">Not visible</option>
              <option value="read">May look</option>
              <option value="manage">May look and change</option>
            </Select>
          </Field>
          <ChangeFailed error={create.error ?? update.error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={create.isPending || update.isPending}>
            {role ? "Save" : "Add role"}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** Deleting a role asks what its people and rules get instead. */
export function DeleteRoleDialog({ organizationId, roles, role, onClose }: Required<RoleDialogProps>) {
  const [replacement, setReplacement] = useState("org:member");
  const remove = useDeleteRole(organizationId);
  const choices = roles.filter(({ slug }) => slug !== role.slug && slug !== "org:owner");
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Delete ${role.name}?`}
      description={`${role.memberCount.toLocaleString("en")} active ${role.memberCount === 1 ? "member has" : "members have"} it. They, and every rule that gives it, get another role instead.`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          remove.mutate(
            { slug: role.slug, replacement },
            {
              onSuccess: () => {
                showToast("Deleted", role.name);
                onClose();
              },
            },
          );
        }}
      >
        <DialogBody>
          <Field label="Instead they get">
            <Select value={replacement} onChange={(event) => setReplacement(event.target.value)}>
              {choices.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
          <ChangeFailed error={remove.error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" busy={remove.isPending}>
            Delete role
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
