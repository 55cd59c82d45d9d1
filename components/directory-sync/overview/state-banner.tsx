"use client";

import KeyRound from "lucide-react/icons/key-round";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { cx } from "#components/ui/cx.ts";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { RelativeTime, useRelativeTime } from "#components/ui/relative-time.tsx";
import { Badge } from "#components/ui/status.tsx";
import { useSwitchOn } from "#lib/client/overview.ts";
import { manageBlocked } from "#lib/client/permissions.ts";
import { absoluteTime } from "#lib/client/time-in-words.ts";
import { useTimeZone } from "#lib/client/time-zone.ts";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import type { DirectoryHealth } from "#lib/contract/overview.ts";
import { STATE_LOOKS } from "../directory-state.tsx";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";
import { PauseButton } from "./pause-button.tsx";

/** A directory that nobody has called, or that has no people yet, says so in more words than its state in a list. */
const TITLES = {
  not_set_up: { title: "Waiting for the first request", also: "Not set up" },
  waiting: { title: "Waiting for the first request", also: undefined },
  testing: { title: "Active", also: "Testing" },
} as const;
const SURFACES = {
  neutral: "bg-selected text-muted",
  info: "bg-accent-soft text-accent-ink",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
} as const;

const titleOf = (state: DirectoryHealth["state"]) =>
  state in TITLES ? TITLES[state as keyof typeof TITLES] : { title: STATE_LOOKS[state].word, also: undefined };

type StateBannerProps = { directory: DirectoryDetail; health: DirectoryHealth };

/** The state, since when, its cause in a sentence, and the one step that comes next. */
export function StateBanner({ directory, health }: StateBannerProps) {
  const { icon: Icon, tone } = STATE_LOOKS[health.state];
  const { title, also } = titleOf(health.state);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-line bg-surface p-4 shadow-panel">
      <span className={cx("flex size-10 shrink-0 items-center justify-center rounded-full", SURFACES[tone])}>
        <Icon aria-hidden className={cx("size-5", health.state === "waiting" && "animate-pulse-soft")} />
      </span>
      <div className="min-w-48 flex-1">
        {/* Announces a change of state, and not every poll. */}
        <p role="status" className="flex flex-wrap items-center gap-2 font-semibold">
          <span>{title}</span>
          {also && <Badge>{also}</Badge>}
        </p>
        <p className="text-sm text-pretty text-muted">
          <Cause directory={directory} health={health} />
        </p>
        {health.since && health.state !== "waiting" && health.state !== "not_set_up" && (
          <p className="text-xs text-muted">
            since <RelativeTime at={health.since} className="rounded-sm" />
          </p>
        )}
      </div>
      <NextStep directory={directory} health={health} />
    </div>
  );
}

function NextStep({ directory, health: { state } }: StateBannerProps) {
  const needsToken = directory.counts.activeTokens === 0;
  if (state === "off") return <SwitchOn directory={directory} />;
  if (state === "paused") return <PauseButton directory={directory} />;
  if (needsToken) {
    return (
      <ButtonLink variant="primary" href={`/directory-sync/${directory.id}/tokens`}>
        <KeyRound aria-hidden /> Issue a token
      </ButtonLink>
    );
  }
  return state === "waiting" ? null : <PauseButton directory={directory} />;
}

function SwitchOn({ directory }: { directory: DirectoryDetail }) {
  const act = useSwitchOn(directory.id);
  return (
    <div className="flex flex-col items-end gap-1">
      <Button
        variant="primary"
        blocked={manageBlocked(directory.organization)}
        busy={act.isPending}
        onClick={() => act.mutate()}
      >
        Switch on again
      </Button>
      <ChangeFailed error={act.error} />
    </div>
  );
}

function Cause({ directory, health }: StateBannerProps) {
  const idp = PROVIDER_SHORT_NAMES[directory.provider];
  if (health.state === "paused") return <PausedCause idp={idp} until={health.pausedUntil} />;
  if (health.state === "not_set_up") {
    return `${idp} needs a token to call this directory. Issue one, then paste it there with the endpoint URL below.`;
  }
  if (health.state === "waiting") {
    return `Paste the endpoint URL and the token into ${idp} and run its connection test. This page notices by itself.`;
  }
  if (health.state === "healthy" && directory.lastRequestAt) return <LastCall idp={idp} at={directory.lastRequestAt} />;
  return health.cause;
}

function PausedCause({ idp, until }: { idp: string; until: string | null }) {
  const zone = useTimeZone();
  const ends = until
    ? `It resumes by itself at ${absoluteTime(until, zone)}.`
    : "Nothing changes here until you resume.";
  return `Every request gets 503, so ${idp} keeps its changes and tries again later. ${ends}`;
}

const LastCall = ({ idp, at }: { idp: string; at: string }) => `${idp} last called ${useRelativeTime(at)}.`;
