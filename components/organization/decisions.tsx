"use client";

import { useQuery } from "@tanstack/react-query";
import ArrowLeftRight from "lucide-react/icons/arrow-left-right";
import { MemberRole } from "#components/directory-sync/member-role.tsx";
import { Button } from "#components/ui/button.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Section } from "#components/ui/panel.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Badge } from "#components/ui/status.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { decisionsQuery, useDecide } from "#lib/client/administration.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import type { LinkChoice, PendingLink } from "#lib/contract/decision.ts";
import type { OrganizationSummary } from "#lib/contract/organization.ts";

const SAID: Record<LinkChoice, string> = {
  linked: "They are one member now; the directory can shut them out.",
  apart: "They stay two members.",
  ignored: "You will not be asked about them again.",
};

/** People a directory sends under the address of an account: nobody is linked without a decision. Nothing when none waits. */
export function Decisions({ organization }: { organization: OrganizationSummary }) {
  const { data } = useQuery(decisionsQuery(organization.id));
  const decide = useDecide(organization.id);
  const pending = data?.data ?? [];
  if (pending.length === 0) return null;
  const choose = (ids: string[], choice: LinkChoice) =>
    decide.mutate({ ids, choice }, { onSuccess: () => showToast("Decided", SAID[choice]) });
  const blocked = manageBlocked(organization);
  return (
    <Section
      title="Needs a decision"
      description="A directory sends somebody with the e-mail address of an account. Are the two the same person?"
      className="mb-5"
      actions={
        pending.length > 1 && (
          <Button
            blocked={blocked}
            busy={decide.isPending}
            onClick={() =>
              choose(
                pending.map(({ id }) => id),
                "apart",
              )
            }
          >
            Keep all {pending.length} apart
          </Button>
        )
      }
    >
      <ul className="divide-y divide-line">
        {pending.map((pair) => (
          <li key={pair.id} className="flex flex-col gap-3 px-4 py-3">
            <Pair pair={pair} />
            <div className="flex flex-wrap gap-2">
              <Button
                variant="primary"
                blocked={blocked}
                disabled={decide.isPending}
                onClick={() => choose([pair.id], "linked")}
              >
                Link<span className="sr-only"> {pair.person.name}</span>
              </Button>
              <Button blocked={blocked} disabled={decide.isPending} onClick={() => choose([pair.id], "apart")}>
                Keep apart<span className="sr-only"> {pair.person.name}</span>
              </Button>
              <Button
                variant="quiet"
                blocked={blocked}
                disabled={decide.isPending}
                onClick={() => choose([pair.id], "ignored")}
              >
                Ignore<span className="sr-only"> {pair.person.name}</span>
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div className="px-4 pb-3">
        <ChangeFailed error={decide.error} />
      </div>
    </Section>
  );
}

const Pair = ({ pair: { person, account, verifiedDomain } }: { pair: PendingLink }) => (
  <div className="grid items-start gap-x-4 gap-y-3 text-sm sm:grid-cols-[1fr_auto_1fr]">
    <div className="min-w-0">
      <p className="text-xs text-muted">Sent by {person.directoryName}</p>
      <TextLink
        href={`/directory-sync/${person.directoryId}/users/${person.userId}`}
        prefetch={false}
        className="font-medium wrap-anywhere"
      >
        {person.name}
      </TextLink>
      <p className="wrap-anywhere">{person.email}</p>
      <p className="text-muted wrap-anywhere">
        {person.active ? "Active" : "Inactive"} ·{" "}
        {person.groups.length === 0 ? "in no group" : person.groups.join(", ")} · since{" "}
        <RelativeTime at={person.createdAt} />
      </p>
    </div>
    <ArrowLeftRight aria-hidden className="hidden size-4 self-center text-faint sm:block" />
    <div className="min-w-0">
      <p className="text-xs text-muted">Account {verifiedDomain && <Badge>verified domain</Badge>}</p>
      <p className="font-medium wrap-anywhere">{account.name}</p>
      <p className="wrap-anywhere">{account.email}</p>
      <div className="text-muted">
        {account.member ? (
          <MemberRole role={account.member.role} source="manual" />
        ) : (
          "No member of this organization yet"
        )}
        {account.lastSeenAt && (
          <>
            Last here <RelativeTime at={account.lastSeenAt} />
          </>
        )}
      </div>
    </div>
  </div>
);
