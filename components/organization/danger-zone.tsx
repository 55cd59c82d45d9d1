"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { failureSentence } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useDeleteOrganization } from "#lib/client/administration.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import type { OrganizationSettings } from "#lib/contract/settings.ts";

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

/** What cannot be undone: asked with numbers, by the typed name, and with the password if the sign-in is old. */
export function DangerZone({
  organization,
  settings,
}: {
  organization: OrganizationSummary;
  settings: OrganizationSettings;
}) {
  const [isAsking, setAsking] = useState(false);
  const remove = useDeleteOrganization(organization.id);
  const { directories, people, members, apiKeys } = settings.counts;
  const blocked =
    organization.role === "org:owner" ? undefined : `Only an owner of ${organization.name} may delete it.`;
  return (
    <Section title="Danger zone">
      <div className="flex flex-wrap items-center justify-between gap-3 p-4 text-sm">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-medium">Delete {organization.name}</p>
          <p className="text-muted">
            To disconnect one identity provider only, delete its directory from its{" "}
            <TextLink href="/directory-sync">overview</TextLink>.
          </p>
        </div>
        <Button variant="dangerQuiet" blocked={blocked} onClick={() => setAsking(true)}>
          Delete organization
        </Button>
      </div>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${settings.name}?`}
        effect={
          <>
            <p>
              {counted(directories, "directory", "directories")} with {counted(people, "person", "people")},{" "}
              {counted(members, "membership", "memberships")}, {counted(apiKeys, "API key", "API keys")}, all logs and
              the audit log are deleted. Identity providers get 401 from their next request on.
            </p>
            <p>This cannot be undone. Export the audit log first if you need it.</p>
          </>
        }
        confirmLabel="Delete organization"
        tone="danger"
        typeToConfirm={settings.name}
        busy={remove.isPending}
        error={remove.error ? failureSentence(remove.error) : undefined}
        onConfirm={() => remove.mutate(settings.name, { onSuccess: () => window.location.assign("/directory-sync") })}
      />
    </Section>
  );
}
