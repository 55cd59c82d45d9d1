"use client";

import { useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import SquareTerminal from "lucide-react/icons/square-terminal";
import dynamic from "next/dynamic";
import { useState } from "react";
import { RevokeDialog } from "#components/secrets/revoke-dialog.tsx";
import { SecretList } from "#components/secrets/secret-list.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { apiKeysQuery, useIssueApiKey, useRevokeApiKey } from "#lib/client/organization.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { RequestFailed } from "#lib/client/request.ts";
import { useAct } from "#lib/client/use-act.ts";
import { type ApiScope, EVERYTHING } from "#lib/contract/api-scopes.ts";
import type { Credential } from "#lib/contract/credential.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";
import { ScopePicker } from "./scope-picker.tsx";

const IssueSecretDialog = dynamic(() =>
  import("#components/secrets/issue-secret-dialog.tsx").then((file) => file.IssueSecretDialog),
);

/** Keys of the management API: what machines may do for this organization. */
export function ApiKeys({ organization }: { organization: OrganizationSummary }) {
  const { data, error, isPending, refetch } = useQuery(apiKeysQuery(organization.id));
  const [dialog, setDialog] = useState<"issue" | Credential>();
  const blocked = manageBlocked(organization);
  const issue = (
    <Button variant="primary" blocked={blocked} onClick={() => setDialog("issue")}>
      <Plus aria-hidden /> Issue API key
    </Button>
  );
  useAct("issue", () => blocked || setDialog("issue"));
  const isEmpty = data?.data.length === 0;
  const close = () => setDialog(undefined);
  return (
    <>
      <PageHeader
        title="API keys"
        purpose={`Your own programs manage the directories and tokens of ${organization.name} with these keys.`}
        actions={isEmpty ? undefined : issue}
      />
      {isPending && <SkeletonRows what="API keys" rows={3} />}
      {error && !data && <LoadFailed what="the API keys" error={error} onRetry={() => void refetch()} />}
      {isEmpty && (
        <Panel>
          <EmptyState icon={SquareTerminal} title="No API keys" action={issue}>
            A program that sets up directories or issues tokens needs one. Your identity provider does not: it uses a
            directory's token.
          </EmptyState>
        </Panel>
      )}
      {data && !isEmpty && (
        <SecretList caption="API keys" noun="API key" secrets={data.data} blocked={blocked} onRevoke={setDialog} />
      )}
      {dialog === "issue" && <IssueKeyDialog organization={organization} onClose={close} />}
      <RevokeKeyDialog
        organization={organization}
        secret={typeof dialog === "object" ? dialog : undefined}
        onClose={close}
      />
    </>
  );
}

function IssueKeyDialog({ organization, onClose }: { organization: OrganizationSummary; onClose: () => void }) {
  const mutation = useIssueApiKey(organization.id);
  const [scopes, setScopes] = useState<readonly ApiScope[]>(EVERYTHING);
  return (
    <IssueSecretDialog
      noun="API key"
      description={`For ${organization.name} alone. Send it as a bearer token to the API; API docs has every call.`}
      namePlaceholder="Deploy pipeline"
      onClose={onClose}
      issue={async (input) => {
        if (scopes.length === 0)
          throw new RequestFailed({ code: "invalid", status: 422, message: "Choose at least one scope." });
        const { key } = await mutation.mutateAsync({ name: input.name, scopes: [...scopes] });
        mutation.reset();
        return key;
      }}
    >
      <ScopePicker value={scopes} onChange={setScopes} />
    </IssueSecretDialog>
  );
}

type RevokeKeyDialogProps = { organization: OrganizationSummary; secret: Credential | undefined; onClose: () => void };

const RevokeKeyDialog = ({ organization, secret, onClose }: RevokeKeyDialogProps) => (
  <RevokeDialog
    noun="API key"
    secret={secret}
    effect="Programs that still use it get 401 from their next call on. Directory sync itself goes on."
    revoke={useRevokeApiKey(organization.id)}
    onClose={onClose}
  />
);
