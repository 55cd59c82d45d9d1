"use client";

import { useQuery } from "@tanstack/react-query";
import Ban from "lucide-react/icons/ban";
import CircleCheck from "lucide-react/icons/circle-check";
import TimerOff from "lucide-react/icons/timer-off";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { ChangeFailed, failureSentence, LoadFailed } from "#components/ui/load-failed.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { Status } from "#components/ui/status.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { setupLinksQuery, useCreateSetupLink, useRevokeSetupLink } from "#lib/client/setup.ts";
import { absoluteTime } from "#lib/client/time-in-words.ts";
import { CreateSetupLink, type SetupLink } from "#lib/contract/setup.ts";
import { Note } from "./note.tsx";
import { useSetup } from "./setup-api.ts";

/** Hands the setup over to somebody without an account. */
export function LinksPanel() {
  const { state, blocked } = useSetup();
  const { id, name, organizationName } = state.directory;
  const links = useQuery(setupLinksQuery(id));
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p className="text-pretty text-muted">
        Whoever opens the link sees these steps for {name} of {organizationName} and nothing else. No account is needed,
        and the token is shown to that person alone.
      </p>
      <NewLink directoryId={id} blocked={blocked} />
      {links.isPending && <SkeletonRows what="setup links" rows={2} />}
      {links.error && !links.data && <LoadFailed what="the setup links" error={links.error} />}
      {links.data && links.data.data.length > 0 && (
        <LinkList directoryId={id} links={links.data.data} blocked={blocked} />
      )}
    </div>
  );
}

const DAYS = [
  { value: "1", label: "1 day" },
  { value: "3", label: "3 days" },
  { value: "7", label: "7 days" },
  { value: "14", label: "14 days" },
] as const;

function NewLink({ directoryId, blocked }: { directoryId: string; blocked: string | undefined }) {
  const create = useCreateSetupLink(directoryId);
  const [days, setDays] = useState<(typeof DAYS)[number]["value"]>("7");
  const [refusal, setRefusal] = useState<string>();
  const [made, setMade] = useState<{ name: string; url: string }>();
  // The field keeps its own text: what is typed before this part of the page is ready is not lost.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get("name");
    const input = CreateSetupLink.safeParse({ name, days: Number(days) });
    setRefusal(input.error?.issues[0]?.message);
    if (!input.success) return;
    create.mutate(input.data, {
      onSuccess: (link) => {
        setMade({ name: link.name, url: link.url });
        create.reset();
      },
    });
  };
  if (made) {
    return (
      <div className="flex flex-col gap-3 rounded-lg bg-good-soft p-4">
        <CopyField
          label={`Setup link for ${made.name}`}
          value={made.url}
          hint="Shown only once. Send it by a channel that only this person reads: whoever holds it can make a token."
        />
        <Button className="self-start" onClick={() => setMade(undefined)}>
          Done
        </Button>
      </div>
    );
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col items-start gap-3 rounded-lg border border-line p-4">
      <div className="w-full max-w-md">
        <Field label="For whom" description="A name or an e-mail address, to know the link by." error={refusal}>
          <Input name="name" autoComplete="off" placeholder="Dana, IT of Acme" />
        </Field>
      </div>
      <span className="text-sm font-medium">Good for</span>
      <Segmented label="Good for" value={days} options={DAYS} onChange={setDays} />
      <ChangeFailed error={create.error} />
      <Button type="submit" variant="primary" blocked={blocked} busy={create.isPending}>
        Make setup link
      </Button>
    </form>
  );
}

type LinkListProps = { directoryId: string; links: readonly SetupLink[]; blocked: string | undefined };

function LinkList({ directoryId, links, blocked }: LinkListProps) {
  const revoke = useRevokeSetupLink(directoryId);
  const [asked, setAsked] = useState<SetupLink>();
  const confirm = () =>
    asked &&
    revoke.mutate(asked.id, {
      onSuccess: () => {
        setAsked(undefined);
        showToast("Link revoked");
      },
    });
  return (
    <>
      <h3 className="text-base font-semibold">Links</h3>
      <ul aria-label="Setup links" className="divide-y divide-line rounded-lg border border-line">
        {links.map((link) => (
          <li key={link.id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 py-3 text-sm">
            <div className="min-w-0">
              <p className="font-medium break-words">{link.name}</p>
              <p className="text-muted">
                Made by {link.createdBy} <RelativeTime at={link.createdAt} />
                {link.tokens > 0 && `, ${link.tokens} ${link.tokens === 1 ? "token" : "tokens"} made with it`}
              </p>
              <Openings link={link} />
            </div>
            <div className="flex flex-wrap items-center gap-2">
              <LinkStatus link={link} />
              {isGood(link) && (
                <Button variant="dangerQuiet" blocked={blocked} onClick={() => setAsked(link)}>
                  Revoke <span className="sr-only">the link for {link.name}</span>
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      <Note tone="info">Each link, and each opening of one, is in the organization's audit log.</Note>
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={(open) => !open && setAsked(undefined)}
        title={`Revoke the link for ${asked?.name ?? ""}?`}
        effect="The page behind it stops working at once. Tokens that were made with it go on working: revoke them on the Tokens page if they must not."
        confirmLabel="Revoke link"
        tone="danger"
        busy={revoke.isPending}
        error={revoke.error ? failureSentence(revoke.error) : undefined}
        onConfirm={confirm}
      />
    </>
  );
}

const isGood = (link: SetupLink) => !link.revokedAt && Date.parse(link.expiresAt) > Date.now();

function Openings({ link: { openings } }: { link: SetupLink }) {
  if (openings.length === 0) return <p className="text-muted">Not opened yet</p>;
  return (
    <ul aria-label="Opened" className="text-muted">
      {openings.slice(0, 3).map(({ at, ip, userAgent }) => (
        <li key={at} className="break-words">
          Opened <RelativeTime at={at} />
          {ip && ` from ${ip}`}
          {userAgent && `, ${browserOf(userAgent)}`}
        </li>
      ))}
    </ul>
  );
}

/** The part of a user agent that people know their browser by. */
const browserOf = (agent: string) =>
  /(Edg|Firefox|Chrome|Safari)\/\d+/.exec(agent)?.[0].replace("Edg/", "Edge/") ?? agent.slice(0, 40);

function LinkStatus({ link }: { link: SetupLink }) {
  if (link.revokedAt) return <Status icon={Ban}>Revoked</Status>;
  if (!isGood(link)) {
    return (
      <Status icon={TimerOff} tone="warn">
        Ended
      </Status>
    );
  }
  return (
    <span className="flex items-center gap-2">
      <Status icon={CircleCheck} tone="good">
        Good
      </Status>
      <span className="text-xs text-muted">
        until <time dateTime={link.expiresAt}>{absoluteTime(link.expiresAt)}</time>
      </span>
    </span>
  );
}
