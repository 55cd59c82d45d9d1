"use client";

import Check from "lucide-react/icons/check";
import { cx } from "#components/ui/cx.ts";

export interface ListedStep {
  readonly id: string;
  readonly title: string;
  readonly done: boolean;
  readonly optional?: boolean | undefined;
}

type StepListProps = {
  steps: readonly ListedStep[];
  current: string;
  onGo: (id: string) => void;
};

/** All steps in order, with what is done. Each can be gone to at any time. */
export const StepList = ({ steps, current, onGo }: StepListProps) => (
  <ol aria-label="Steps" className="flex flex-col gap-px">
    {steps.map(({ id, title, done, optional }, index) => (
      <li key={id}>
        <button
          type="button"
          aria-current={id === current ? "step" : undefined}
          onClick={() => onGo(id)}
          className={cx(
            "flex min-h-9 w-full items-center gap-2.5 rounded-md px-2 py-1 text-start text-sm transition-colors focus-visible:-outline-offset-2 pointer-coarse:min-h-11",
            id === current ? "bg-selected font-medium text-ink" : "text-muted hover:bg-hover hover:text-ink",
          )}
        >
          <span
            aria-hidden
            className={cx(
              "flex size-5 shrink-0 items-center justify-center rounded-full border text-xs tabular-nums",
              done ? "border-transparent bg-good-soft text-good" : "border-control",
            )}
          >
            {done ? <Check className="size-3.5" strokeWidth={2.5} /> : index + 1}
          </span>
          <span className="min-w-0">
            {title}
            {optional && !done && <span className="text-xs text-muted"> (optional)</span>}
          </span>
          {done && <span className="sr-only">, done</span>}
        </button>
      </li>
    ))}
  </ol>
);
