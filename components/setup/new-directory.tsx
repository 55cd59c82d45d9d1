"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { useCreateDirectory } from "#lib/client/organization.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { CreateDirectory } from "#lib/contract/directory.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { Provider } from "#lib/contract/provider.ts";
import { IDP_NAMES } from "#lib/setup/values.ts";
import { WayChoice } from "./way-choice.tsx";
import { WhichOkta } from "./which-okta.tsx";

/** The way to connect and a name; then straight into the guide. */
export function NewDirectory({ organization }: { organization: OrganizationSummary }) {
  const router = useRouter();
  const create = useCreateDirectory(organization.id);
  const [provider, setProvider] = useState<Provider>();
  const [typed, setTyped] = useState<string>();
  const [refusal, setRefusal] = useState<{ name?: string | undefined; provider?: string | undefined }>({});
  const suggested = provider ? (provider === "generic" ? "Directory" : IDP_NAMES[provider]) : "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = CreateDirectory.safeParse({ name: typed ?? suggested, provider });
    setRefusal({
      name: provider && input.error?.issues.find(({ path }) => path[0] === "name")?.message,
      provider: provider ? undefined : "Choose a provider.",
    });
    if (!input.success) return;
    create.mutate(input.data, { onSuccess: ({ id }) => router.push(`/directory-sync/${id}/setup`) });
  };
  return (
    <>
      <PageHeader
        title="Set up directory sync"
        purpose={`Choose the identity provider that shall keep the people and groups of ${organization.name} up to date. The guide that follows takes about ten minutes.`}
        trail={[{ label: "Directory sync", href: "/directory-sync" }]}
      />
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <WhichOkta onChoose={setProvider} />
        <WayChoice value={provider} onChange={setProvider} />
        {refusal.provider && (
          <p role="alert" className="text-sm text-bad">
            {refusal.provider}
          </p>
        )}
        <div className="max-w-md">
          <Field label="Name" description="You can rename it later." error={refusal.name}>
            <Input
              value={typed ?? suggested}
              onChange={(event) => setTyped(event.target.value)}
              placeholder="Okta production"
              autoComplete="off"
            />
          </Field>
        </div>
        <ChangeFailed error={create.error} />
        <Button
          type="submit"
          variant="primary"
          size="lg"
          className="self-start"
          blocked={manageBlocked(organization)}
          busy={create.isPending || create.isSuccess}
        >
          Create directory and start the guide
        </Button>
      </form>
    </>
  );
}
