"use client";

import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CirclePause from "lucide-react/icons/circle-pause";
import KeyRound from "lucide-react/icons/key-round";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { cx } from "#components/ui/cx.ts";
import { useRelativeTime } from "#components/ui/relative-time.tsx";
import type { DirectoryDetail } from "#lib/contract/directory.ts";
import { PROVIDER_SHORT_NAMES } from "../provider.tsx";
import { PauseButton } from "./pause-button.tsx";

const LOOKS = {
  waiting: { icon: CircleDashed, style: "bg-accent-soft text-accent-ink", title: "Waiting for the first request" },
  active: { icon: CircleCheck, style: "bg-good-soft text-good", title: "Active" },
  paused: { icon: CirclePause, style: "bg-warn-soft text-warn", title: "Paused" },
} as const;

/** The state, its cause in a sentence, and the one step that comes next. */
export function StateBanner({ directory }: { directory: DirectoryDetail }) {
  const { icon: Icon, style, title } = LOOKS[directory.state];
  const needsToken = directory.counts.activeTokens === 0;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-line bg-surface p-4 shadow-panel">
      <span className={cx("flex size-10 shrink-0 items-center justify-center rounded-full", style)}>
        <Icon aria-hidden className={cx("size-5", directory.state === "waiting" && "animate-pulse-soft")} />
      </span>
      <div className="min-w-48 flex-1">
        {/* Announces a change of state, and not every poll. */}
        <p role="status" className="font-semibold">
          {title}
        </p>
        <p className="text-sm text-pretty text-muted">
          <Cause directory={directory} />
        </p>
      </div>
      {needsToken && directory.state !== "paused" ? (
        <ButtonLink variant="primary" href={`/directory-sync/${directory.id}/tokens`}>
          <KeyRound aria-hidden /> Issue a token
        </ButtonLink>
      ) : (
        directory.state !== "waiting" && <PauseButton directory={directory} />
      )}
    </div>
  );
}

function Cause({ directory }: { directory: DirectoryDetail }) {
  const idp = PROVIDER_SHORT_NAMES[directory.provider];
  const needsToken = directory.counts.activeTokens === 0;
  if (directory.state === "paused") {
    return `Every request gets 503, so ${idp} keeps its changes and tries again later. Nothing changes here until you resume.`;
  }
  if (directory.state === "waiting") {
    return needsToken
      ? `${idp} needs a token to call this directory. Issue one, then paste it there with the endpoint URL below.`
      : `Paste the endpoint URL and the token into ${idp} and run its connection test. This page notices by itself.`;
  }
  if (needsToken) return `${idp} called before, but no token works any more. Issue one to let it in again.`;
  return directory.lastRequestAt ? <LastCall idp={idp} at={directory.lastRequestAt} /> : `${idp} is connected.`;
}

const LastCall = ({ idp, at }: { idp: string; at: string }) => `${idp} last called ${useRelativeTime(at)}.`;
