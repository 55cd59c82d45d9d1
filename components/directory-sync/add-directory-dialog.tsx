"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useId } from "react";
import { type Control, useController, useForm } from "react-hook-form";
import { Button } from "#components/ui/button.tsx";
import { Dialog, DialogActions, DialogBody } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { useCreateDirectory } from "#lib/client/organization.ts";
import { CreateDirectory } from "#lib/contract/directory.ts";
import { PROVIDER_NAMES, PROVIDERS } from "#lib/contract/provider.ts";
import { ProviderMonogram } from "./provider.tsx";
import { WHEN_TO_CHOOSE } from "./provider-guide.ts";

type AddDirectoryDialogProps = { organizationId: string; onClose: () => void };

/** Name and provider; then straight to the new directory's page, which says what comes next. */
export function AddDirectoryDialog({ organizationId, onClose }: AddDirectoryDialogProps) {
  const router = useRouter();
  const form = useForm<CreateDirectory>({ resolver: zodResolver(CreateDirectory), defaultValues: { name: "" } });
  const create = useCreateDirectory(organizationId);
  const { errors } = form.formState;
  const onSubmit = form.handleSubmit((input) =>
    create.mutate(input, { onSuccess: (directory) => router.push(`/directory-sync/${directory.id}`) }),
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Add directory"
      description="Choose how your identity provider will connect. You can rename the directory later."
      className="max-w-2xl!"
    >
      <form onSubmit={onSubmit} noValidate>
        <DialogBody>
          <Field label="Name" error={errors.name?.message}>
            <Input {...form.register("name")} placeholder="Okta production" autoComplete="off" />
          </Field>
          <ProviderChoice control={form.control} error={errors.provider && "Choose a provider."} />
          <ChangeFailed error={create.error} />
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={create.isPending || create.isSuccess}>
            Create directory
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type ProviderChoiceProps = { control: Control<CreateDirectory>; error: string | undefined };

function ProviderChoice({ control, error }: ProviderChoiceProps) {
  const { field } = useController({ control, name: "provider" });
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5">
      <span id={id} className="text-sm font-medium">
        Provider
      </span>
      <RadioGroup
        aria-labelledby={id}
        aria-describedby={error ? `${id}-error` : undefined}
        value={field.value ?? null}
        onValueChange={field.onChange}
        inputRef={field.ref}
        className="grid gap-2 sm:grid-cols-2"
      >
        {PROVIDERS.map((provider) => (
          <Radio.Root
            key={provider}
            value={provider}
            aria-labelledby={`${id}-${provider}`}
            aria-describedby={`${id}-${provider}-when`}
            className="flex cursor-pointer items-start gap-3 rounded-md border border-control bg-surface p-3 text-start transition-colors hover:bg-hover sm:last-of-type:odd:col-span-2 data-checked:border-accent-ink data-checked:bg-accent-soft data-checked:shadow-[inset_0_0_0_1px_var(--color-accent-ink)]"
          >
            <ProviderMonogram provider={provider} />
            <span className="min-w-0">
              <span id={`${id}-${provider}`} className="block text-sm font-medium">
                {PROVIDER_NAMES[provider]}
              </span>
              <span id={`${id}-${provider}-when`} className="block text-xs text-muted">
                {WHEN_TO_CHOOSE[provider]}
              </span>
            </span>
          </Radio.Root>
        ))}
      </RadioGroup>
      {error && (
        <p id={`${id}-error`} className="text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
