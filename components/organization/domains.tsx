"use client";

import { useQuery } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import Hourglass from "lucide-react/icons/hourglass";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { failureSentence, LoadFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Status } from "#components/ui/status.tsx";
import { domainsQuery, useAddDomain, useCheckDomain, useRemoveDomain } from "#lib/client/administration.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { VerifiedDomain } from "#lib/contract/settings.ts";

/** Domains that are the organization's own, proved by a TXT record. */
export function Domains({ organization }: { organization: OrganizationSummary }) {
  const { data, error } = useQuery(domainsQuery(organization.id));
  const add = useAddDomain(organization.id);
  const [problem, setProblem] = useState<string>();
  const blocked = manageBlocked(organization);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const domain = String(new FormData(form).get("domain")).trim().toLowerCase();
    add.mutate(domain, {
      onSuccess: () => {
        setProblem(undefined);
        form.reset();
      },
      onError: (failure) => setProblem(failureSentence(failure).replace(/^domain: /, "")),
    });
  };
  return (
    <Section title="Verified domains" description="Proves that addresses of a domain are your own people's.">
      {error && <LoadFailed what="the domains" error={error} />}
      <ul className="divide-y divide-line">
        {data?.data.map((domain) => (
          <Domain key={domain.domain} organizationId={organization.id} domain={domain} blocked={blocked} />
        ))}
      </ul>
      <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-2 border-t border-line p-4">
        <div className="min-w-48 flex-1 sm:max-w-sm">
          <Field label="Domain" error={problem}>
            <Input
              name="domain"
              placeholder="example.com"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              disabled={blocked !== undefined}
            />
          </Field>
        </div>
        <Button type="submit" blocked={blocked} busy={add.isPending}>
          Add domain
        </Button>
      </form>
    </Section>
  );
}

type DomainProps = { organizationId: string; domain: VerifiedDomain; blocked: string | undefined };

function Domain({ organizationId, domain: { domain, record, verifiedAt, checkedAt, problem }, blocked }: DomainProps) {
  const check = useCheckDomain(organizationId);
  const remove = useRemoveDomain(organizationId);
  return (
    <li className="flex flex-col gap-3 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
          {domain}
          {verifiedAt ? (
            <Status icon={CircleCheck} tone="good">
              Verified
            </Status>
          ) : (
            <Status icon={Hourglass} tone="warn">
              Not verified yet
            </Status>
          )}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button blocked={blocked} busy={check.isPending} onClick={() => check.mutate(domain)}>
            Check now <span className="sr-only">{domain}</span>
          </Button>
          <Button variant="dangerQuiet" blocked={blocked} busy={remove.isPending} onClick={() => remove.mutate(domain)}>
            Remove <span className="sr-only">{domain}</span>
          </Button>
        </div>
      </div>
      {!verifiedAt && (
        <div className="grid gap-3 sm:grid-cols-2">
          <CopyField label="Name of the TXT record" value={record.name} />
          <CopyField label="Its value" value={record.value} />
        </div>
      )}
      <div role="status">
        {problem && <p className="text-warn">{problem}</p>}
        {checkedAt && (
          <p className="text-muted">
            Checked <RelativeTime at={checkedAt} />
          </p>
        )}
        {(check.error || remove.error) && <p className="text-bad">{failureSentence(check.error ?? remove.error)}</p>}
      </div>
    </li>
  );
}
