"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { useCreateOrganization } from "#lib/client/organization.ts";
import { CreateOrganization } from "#lib/contract/organization.ts";
import { openOrganization } from "./open-organization.ts";

/** Names a new organization, then opens it. */
export function CreateOrganizationDialog({ onClose }: { onClose: () => void }) {
  const form = useForm({ resolver: zodResolver(CreateOrganization), defaultValues: { name: "" } });
  const create = useCreateOrganization();
  const onSubmit = form.handleSubmit((input) =>
    create.mutate(input, { onSuccess: (organization) => openOrganization(organization.id) }),
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Create organization"
      description="An organization has its own directories, members and API keys. You become its owner."
    >
      <form onSubmit={onSubmit} noValidate>
        <DialogBody>
          <Field label="Name" error={form.formState.errors.name?.message}>
            <Input {...form.register("name")} autoComplete="organization" />
          </Field>
          <ChangeFailed error={create.error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={create.isPending || create.isSuccess}>
            Create organization
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
