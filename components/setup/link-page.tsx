"use client";

import { useQuery } from "@tanstack/react-query";
import Link2Off from "lucide-react/icons/link-2-off";
import { useSyncExternalStore } from "react";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LoadFailed } from "#components/ui/load-failed.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { isDeadLink, linkVisitQuery, useIssueThroughLink, useUpdateThroughLink } from "#lib/client/setup.ts";
import { absoluteTime } from "#lib/client/time-in-words.ts";
import type { IssueSetupToken, LinkVisit } from "#lib/contract/setup.ts";
import { IDP_NAMES } from "#lib/setup/values.ts";
import { SetupProvider } from "./setup-api.ts";
import { Wizard } from "./wizard.tsx";

function subscribe(listener: () => void) {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

/** The secret of the link, which browsers send to nobody. Undefined until the browser has taken over. */
const useLinkSecret = () =>
  useSyncExternalStore(
    subscribe,
    () => window.location.hash.slice(1),
    () => undefined,
  );

/** What the holder of a setup link sees: the steps of one directory. */
export function LinkPage() {
  const secret = useLinkSecret();
  return (
    <main id="content" className="mx-auto min-w-0 max-w-5xl px-4 pt-6 pb-20 sm:px-6">
      <p className="pb-6 text-sm font-semibold text-muted">Rollcall</p>
      {secret === undefined && <SkeletonRows what="the setup" rows={8} />}
      {secret === "" && <DeadLink reason="The address is not whole: what stands behind the # is missing." />}
      {secret && <Visit key={secret} secret={secret} />}
    </main>
  );
}

function Visit({ secret }: { secret: string }) {
  const { data, error, refetch } = useQuery(linkVisitQuery(secret));
  if (isDeadLink(error)) return <DeadLink reason={error.message} />;
  if (data) return <VisitedSetup secret={secret} visit={data} />;
  if (error) return <LoadFailed what="the setup" error={error} onRetry={() => void refetch()} />;
  return <SkeletonRows what="the setup" rows={8} />;
}

const DeadLink = ({ reason }: { reason: string }) => (
  <>
    <PageHeader title="Setup" purpose="A setup link opens the setup of one directory for a few days." />
    <Panel>
      <EmptyState icon={Link2Off} title="This link does not work">
        <p role="alert">{reason}</p>
      </EmptyState>
    </Panel>
  </>
);

function VisitedSetup({ secret, visit: { state, expiresAt } }: { secret: string; visit: LinkVisit }) {
  const update = useUpdateThroughLink(secret);
  const issue = useIssueThroughLink(secret);
  const issueToken = async (input: IssueSetupToken) => {
    const { token } = await issue.mutateAsync(input);
    issue.reset();
    return token;
  };
  const { organizationName, name, provider } = state.directory;
  return (
    <SetupProvider value={{ state, blocked: undefined, isVisitor: true, update, issueToken }}>
      <PageHeader
        title={`Connect ${IDP_NAMES[provider] === "Your IdP" ? "your identity provider" : IDP_NAMES[provider]} to ${organizationName}`}
        purpose={
          <>
            {organizationName} asks you to set up {name}. These steps take about ten minutes. The link works until{" "}
            <time dateTime={expiresAt}>{absoluteTime(expiresAt)}</time>.
          </>
        }
      />
      <Wizard />
    </SetupProvider>
  );
}
