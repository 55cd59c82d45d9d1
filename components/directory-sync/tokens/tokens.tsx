"use client";

import { useQuery } from "@tanstack/react-query";
import KeyRound from "lucide-react/icons/key-round";
import Pause from "lucide-react/icons/pause";
import Plus from "lucide-react/icons/plus";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import dynamic from "next/dynamic";
import { useState } from "react";
import { RevokeDialog } from "#components/secrets/revoke-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ChangeFailed, LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { directoryQuery, tokensQuery, tokenUsageQuery, useRevokeToken } from "#lib/client/directory-sync.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { useAct } from "#lib/client/use-act.ts";
import type { Token, TokenUsage } from "#lib/contract/credential.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";
import { usePause } from "../use-pause.ts";
import { Rotations } from "./rotations.tsx";
import { daysLeft, isEnding, TokenList } from "./token-list.tsx";

const IssueTokenDialog = dynamic(() => import("./token-form.tsx").then((file) => file.IssueTokenDialog));
const OAuthClients = dynamic(() => import("./oauth-clients.tsx").then((file) => file.OAuthClients));
const RotateDialog = dynamic(() => import("./rotate-dialog.tsx").then((file) => file.RotateDialog));

type Asked = { act: "issue" } | { act: "rotate" | "revoke"; token: Token };

/** The tokens page: who may call this directory's endpoint, what they do with it, and how one takes over from another. */
export function Tokens({ directoryId }: { directoryId: string }) {
  const directory = useQuery(directoryQuery(directoryId));
  const tokens = useQuery(tokensQuery(directoryId));
  const usage = useQuery(tokenUsageQuery(directoryId));
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  useAct("issue", () => setAsked({ act: "issue" }));
  const error = directory.error ?? tokens.error;

  if (!directory.data || !tokens.data) {
    if (error) return <LoadFailed what="the tokens" error={error} onRetry={() => void tokens.refetch()} />;
    return <SkeletonRows what="tokens" rows={3} />;
  }
  const blocked = manageBlocked(directory.data.organization);
  const issue = (
    <Button variant="primary" blocked={blocked} onClick={() => setAsked({ act: "issue" })}>
      <Plus aria-hidden /> Issue token
    </Button>
  );
  const list = tokens.data.data;
  const idp = PROVIDER_SHORT_NAMES[directory.data.provider];
  const revoke = (token: Token) => setAsked({ act: "revoke", token });
  return (
    <>
      <PageHeader
        title="Tokens"
        purpose={`${idp} proves with a token that it may write here. Several can work at once.`}
        trail={[
          { label: "Directory sync", href: "/directory-sync" },
          { label: directory.data.name, href: `/directory-sync/${directoryId}` },
        ]}
        actions={list.length === 0 ? undefined : issue}
      />
      {list.length === 0 ? (
        <Panel>
          <EmptyState icon={KeyRound} title="No tokens. Your IdP cannot connect yet." action={issue}>
            Issue one and paste it into {idp}. It is shown a single time.
          </EmptyState>
        </Panel>
      ) : (
        <div className="flex flex-col gap-5">
          <Ending tokens={list} idp={idp} />
          <Rotations tokens={list} blocked={blocked} onRevoke={revoke} />
          <TokenList
            directoryId={directoryId}
            tokens={list}
            usage={usage.data?.data ?? []}
            blocked={blocked}
            onRotate={(token) => setAsked({ act: "rotate", token })}
            onRevoke={revoke}
          />
        </div>
      )}
      <div className="pt-5">
        <OAuthClients directory={directory.data} blocked={blocked} />
      </div>
      {asked?.act === "issue" && !blocked && <IssueTokenDialog directory={directory.data} onClose={close} />}
      {asked?.act === "rotate" && (
        <RotateDialog directoryId={directoryId} idp={idp} token={asked.token} onClose={close} />
      )}
      <RevokeTokenDialog
        directory={directory.data}
        idp={idp}
        token={asked?.act === "revoke" ? asked.token : undefined}
        usage={usage.data?.data ?? []}
        onClose={close}
      />
    </>
  );
}

/** Tokens whose end is near, so that nobody learns of it from a broken sync. */
function Ending({ tokens, idp }: { tokens: Token[]; idp: string }) {
  const ending = tokens.filter(isEnding);
  if (ending.length === 0) return null;
  return (
    <div role="status" className="flex gap-3 rounded-lg border border-line bg-warn-soft px-4 py-3 text-sm">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <div>
        {ending.map(({ id, name, expiresAt }) => (
          <p key={id}>
            <strong className="font-semibold">{name}</strong> expires in {daysLeft(expiresAt ?? "")}{" "}
            {daysLeft(expiresAt ?? "") === 1 ? "day" : "days"}. Then {idp} is refused. Rotate it before.
          </p>
        ))}
      </div>
    </div>
  );
}

type RevokeTokenDialogProps = {
  directory: DirectoryDetail;
  idp: string;
  token: Token | undefined;
  usage: TokenUsage[];
  onClose: () => void;
};

function RevokeTokenDialog({ directory, idp, token, usage, onClose }: RevokeTokenDialogProps) {
  const revoke = useRevokeToken(directory.id);
  // Kept here: a directory that is paused offers no pause, and what goes from the page hears of no success.
  const pausing = usePause(directory);
  const calls = usage.find(({ tokenId }) => tokenId === token?.id)?.callsLastDay ?? 0;
  const traffic =
    calls > 0 ? `It made ${calls.toLocaleString("en")} ${calls === 1 ? "call" : "calls"} in the last 24 hours. ` : "";
  return (
    <RevokeDialog
      noun="token"
      secret={token}
      effect={`${traffic}The next call with it gets 401. If ${idp} still uses it, syncing stops until it has another token.`}
      instead={calls > 0 && directory.state === "active" && <PauseInstead pausing={pausing} onDone={onClose} />}
      revoke={revoke}
      onClose={onClose}
    />
  );
}

/** A revoked token is gone for good; a pause says the same to the IdP for an hour, and can be undone. */
function PauseInstead({ pausing, onDone }: { pausing: ReturnType<typeof usePause>; onDone: () => void }) {
  const { pause, isPending, error } = pausing;
  return (
    <>
      <Button busy={isPending} onClick={() => pause(60, onDone)}>
        <Pause aria-hidden /> Pause for 1 h instead
      </Button>
      <ChangeFailed error={error} />
    </>
  );
}
