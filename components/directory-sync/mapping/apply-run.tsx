"use client";

import { useQueryClient } from "@tanstack/react-query";
import CircleCheck from "lucide-react/icons/circle-check";
import CirclePause from "lucide-react/icons/circle-pause";
import CircleX from "lucide-react/icons/circle-x";
import Hourglass from "lucide-react/icons/hourglass";
import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { ChangeFailed } from "#components/ui/load-failed.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { keys } from "#lib/client/keys.ts";
import { isUnderWay, useApplyMapping, useChangeRun } from "#lib/client/mapping.ts";
import { BEHIND_MAX } from "#lib/contract/mapping.ts";
import type { MappingRun } from "#lib/contract/mapping-run.ts";
import { progressInWords } from "./run-words.ts";

type ApplyRunProps = {
  directoryId: string;
  version: number;
  run: MappingRun | null;
  /** People whom an older version made what they are. */
  behind: number;
  blocked: string | undefined;
};

const figure = (count: number) => count.toLocaleString("en");
const atMost = (behind: number) => (behind > BEHIND_MAX ? `More than ${figure(BEHIND_MAX)}` : figure(behind));

/** How far the version in force has reached everybody. It goes on without this page. */
export function ApplyRun({ directoryId, version, run, behind, blocked }: ApplyRunProps) {
  const apply = useApplyMapping(directoryId);
  useRefreshAtEnd(directoryId, run);
  if (run && isUnderWay(run)) return <UnderWay directoryId={directoryId} run={run} blocked={blocked} />;
  const count = behind === 1 ? "1 person has" : `${atMost(behind)} people have`;
  return (
    <>
      {run?.state === "failed" && (
        <Notice icon={CircleX} tone="bad" title={`Giving version ${run.version} to everybody stopped`}>
          {run.failure ?? "Start it again below."}
        </Notice>
      )}
      {behind > 0 ? (
        <Notice
          icon={Hourglass}
          tone="warn"
          title={`${count} not had version ${version} applied yet`}
          actions={
            <Button blocked={blocked} busy={apply.isPending} onClick={() => apply.mutate()}>
              Apply to everybody now
            </Button>
          }
        >
          They get it when the IdP changes them next, or all at once now.
          <ChangeFailed error={apply.error} />
        </Notice>
      ) : (
        run?.state === "done" && (
          <p className="flex items-center gap-1.5 text-sm text-muted">
            <CircleCheck aria-hidden className="size-4 shrink-0 text-good" />
            Everybody has version {version}. {run.counts.changed.toLocaleString("en")} of{" "}
            {run.total.toLocaleString("en")} people changed
            {run.counts.errors > 0 && `, ${run.counts.errors.toLocaleString("en")} have data a row cannot use`}.
          </p>
        )
      )}
    </>
  );
}

function UnderWay({
  directoryId,
  run,
  blocked,
}: {
  directoryId: string;
  run: MappingRun;
  blocked: string | undefined;
}) {
  const change = useChangeRun(directoryId);
  const isPaused = run.state === "paused";
  const act = (action: "pause" | "resume" | "cancel") => change.mutate({ runId: run.id, action });
  return (
    <section
      aria-label={`Version ${run.version} for everybody`}
      className="rounded-lg border border-line bg-surface p-4 shadow-panel"
    >
      <ProgressBar
        label={isPaused ? `Paused: version ${run.version} for everybody` : `Giving version ${run.version} to everybody`}
        done={run.done}
        total={run.total}
        text={progressInWords(run)}
      />
      <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
        <p className="flex items-center gap-1.5 text-sm text-muted">
          {isPaused && <CirclePause aria-hidden className="size-4 shrink-0 text-warn" />}
          The IdP is not held up by this, and it goes on when you leave the page.
        </p>
        <div className="flex gap-2">
          <Button blocked={blocked} disabled={change.isPending} onClick={() => act(isPaused ? "resume" : "pause")}>
            {isPaused ? "Resume" : "Pause"}
          </Button>
          <Button blocked={blocked} disabled={change.isPending} onClick={() => act("cancel")}>
            Cancel
          </Button>
        </div>
      </div>
      <ChangeFailed error={change.error} />
    </section>
  );
}

/** What a finished run has changed is read again. */
function useRefreshAtEnd(directoryId: string, run: MappingRun | null) {
  const cache = useQueryClient();
  const wasUnderWay = useRef(false);
  const underWay = run !== null && isUnderWay(run);
  useEffect(() => {
    if (wasUnderWay.current && !underWay) void cache.invalidateQueries({ queryKey: keys.directory(directoryId) });
    wasUnderWay.current = underWay;
  }, [underWay, cache, directoryId]);
}
