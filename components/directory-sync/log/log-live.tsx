"use client";

import ArrowUp from "lucide-react/icons/arrow-up";
import Pause from "lucide-react/icons/pause";
import Play from "lucide-react/icons/play";
import { Button } from "#components/ui/button.tsx";

type LiveSwitchProps = { paused: boolean; isInterrupted: boolean; onChange: (paused: boolean) => void };

/** Says whether the log follows along, and stops or starts it (WCAG 2.2.2). */
export const LiveSwitch = ({ paused, isInterrupted, onChange }: LiveSwitchProps) => (
  <div className="flex flex-wrap items-center gap-3">
    <p role="status" className="text-sm text-muted">
      {liveWords(paused, isInterrupted)}
    </p>
    <Button aria-label={paused ? "Resume live updates" : "Pause live updates"} onClick={() => onChange(!paused)}>
      {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      {paused ? "Resume" : "Pause"}
    </Button>
  </div>
);

function liveWords(paused: boolean, isInterrupted: boolean): string {
  if (paused) return "Paused";
  return isInterrupted ? "Not live at the moment. Trying again…" : "Live";
}

type NewEntriesProps = { waiting: { count: number; more: boolean } | undefined; onShow: () => void };

/** New entries wait behind this while someone reads. Always mounted: an announcement needs its region beforehand. */
export const NewEntries = ({ waiting, onShow }: NewEntriesProps) => (
  <div
    role="status"
    className="pointer-events-none sticky top-15 z-20 flex h-0 items-start justify-center overflow-visible lg:top-3"
  >
    {waiting && (
      <Button variant="primary" onClick={onShow} className="pointer-events-auto rounded-full! shadow-popup!">
        <ArrowUp aria-hidden />
        {waiting.count.toLocaleString("en")}
        {waiting.more && "+"} new {waiting.count === 1 ? "entry" : "entries"}
      </Button>
    )}
  </div>
);
