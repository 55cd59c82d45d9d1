"use client";

import { useQuery } from "@tanstack/react-query";
import KeyRound from "lucide-react/icons/key-round";
import Plus from "lucide-react/icons/plus";
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
import { directoryQuery, tokensQuery, useIssueToken, useRevokeToken } from "#lib/client/directory-sync.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { Credential } from "#lib/contract/credential.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_SHORT_NAMES } from "./provider.tsx";

const IssueSecretDialog = dynamic(() =>
  import("#components/secrets/issue-secret-dialog.tsx").then((file) => file.IssueSecretDialog),
);

/** The tokens page: who may call this directory's endpoint. */
export function Tokens({ directoryId }: { directoryId: string }) {
  const directory = useQuery(directoryQuery(directoryId));
  const tokens = useQuery(tokensQuery(directoryId));
  const [dialog, setDialog] = useState<"issue" | Credential>();
  const error = directory.error ?? tokens.error;

  if (!directory.data || !tokens.data) {
    if (error) return <LoadFailed what="the tokens" error={error} onRetry={() => void tokens.refetch()} />;
    return <SkeletonRows what="tokens" rows={3} />;
  }
  const blocked = manageBlocked(directory.data.organization);
  const issue = (
    <Button variant="primary" blocked={blocked} onClick={() => setDialog("issue")}>
      <Plus aria-hidden /> Issue token
    </Button>
  );
  const isEmpty = tokens.data.data.length === 0;
  const idp = PROVIDER_SHORT_NAMES[directory.data.provider];
  return (
    <>
      <PageHeader
        title="Tokens"
        purpose={`${idp} proves with a token that it may write here. Several can work at once.`}
        trail={[
          { label: "Directory sync", href: "/directory-sync" },
          { label: directory.data.name, href: `/directory-sync/${directoryId}` },
        ]}
        actions={isEmpty ? undefined : issue}
      />
      {isEmpty ? (
        <Panel>
          <EmptyState icon={KeyRound} title="No tokens. Your IdP cannot connect yet." action={issue}>
            Issue one and paste it into {idp}. It is shown a single time.
          </EmptyState>
        </Panel>
      ) : (
        <SecretList
          caption="SCIM tokens"
          noun="Token"
          secrets={tokens.data.data}
          blocked={blocked}
          onRevoke={setDialog}
        />
      )}
      {dialog === "issue" && <IssueTokenDialog directory={directory.data} onClose={() => setDialog(undefined)} />}
      <RevokeTokenDialog
        directoryId={directoryId}
        idp={idp}
        token={typeof dialog === "object" ? dialog : undefined}
        onClose={() => setDialog(undefined)}
      />
    </>
  );
}

function IssueTokenDialog({ directory, onClose }: { directory: DirectoryDetail; onClose: () => void }) {
  const mutation = useIssueToken(directory.id);
  return (
    <IssueSecretDialog
      noun="token"
      description={`Paste it into ${PROVIDER_SHORT_NAMES[directory.provider]} with the endpoint URL. It can read and write this directory and nothing else.`}
      namePlaceholder={`${PROVIDER_SHORT_NAMES[directory.provider]} production`}
      onClose={onClose}
      issue={async (input) => {
        const { token } = await mutation.mutateAsync(input);
        mutation.reset();
        return token;
      }}
    />
  );
}

type RevokeTokenDialogProps = { directoryId: string; idp: string; token: Credential | undefined; onClose: () => void };

function RevokeTokenDialog({ directoryId, idp, token, onClose }: RevokeTokenDialogProps) {
  const revoke = useRevokeToken(directoryId);
  return (
    <RevokeDialog
      noun="token"
      secret={token}
      effect={`The next call with it gets 401. If ${idp} still uses it, syncing stops until it has another token.`}
      revoke={revoke}
      onClose={onClose}
    />
  );
}
