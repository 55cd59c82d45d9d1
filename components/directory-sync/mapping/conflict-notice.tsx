"use client";

import GitMerge from "lucide-react/icons/git-merge";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";

export interface Conflict {
  version: number;
  savedBy: string;
  savedAt: string;
  /** One line each. */
  changes: readonly { words: string }[];
}

type ConflictNoticeProps = {
  conflict: Conflict;
  basedOn: number;
  /** What the own draft changes, in words. */
  mine: readonly string[];
  onRebase: () => void;
  onDiscard: () => void;
};

/** Somebody else was faster. Both sides are readable, and nothing is overwritten. */
export const ConflictNotice = ({ conflict, basedOn, mine, onRebase, onDiscard }: ConflictNoticeProps) => (
  <div role="alert">
    <Notice
      icon={GitMerge}
      tone="warn"
      title={
        <>
          {conflict.savedBy} saved version {conflict.version} <RelativeTime at={conflict.savedAt} />, while you were
          editing version {basedOn}
        </>
      }
      actions={
        <>
          <Button variant="primary" onClick={onRebase}>
            Put my changes on top of theirs
          </Button>
          <Button onClick={onDiscard}>Discard mine</Button>
        </>
      }
    >
      <p>
        Nothing of yours is lost and nothing of theirs is overwritten. Choose how to go on; then you can save again.
      </p>
      <div className="mt-2 grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-2">
        <Side title={`What ${conflict.savedBy} changed`} lines={conflict.changes.map(({ words }) => words)} />
        <Side title="What you changed" lines={mine} />
      </div>
    </Notice>
  </div>
);

const Side = ({ title, lines }: { title: string; lines: readonly string[] }) => (
  <div className="min-w-0">
    <h3 className="font-medium">{title}</h3>
    <ul className="list-disc ps-4">
      {lines.map((line) => (
        <li key={line} className="wrap-anywhere">
          {line}
        </li>
      ))}
    </ul>
  </div>
);
