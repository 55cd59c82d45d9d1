import CircleCheck from "lucide-react/icons/circle-check";
import CircleDashed from "lucide-react/icons/circle-dashed";
import CircleX from "lucide-react/icons/circle-x";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import { cx } from "#components/ui/cx.ts";
import type { LogStep } from "#lib/contract/log.ts";

const LOOKS = {
  done: { icon: CircleCheck, style: "text-good", word: "Done" },
  warned: { icon: TriangleAlert, style: "text-warn", word: "With a remark" },
  stopped: { icon: CircleX, style: "text-bad", word: "Stopped here" },
  skipped: { icon: CircleDashed, style: "text-faint", word: "Skipped" },
} as const;

const NAMES: Record<LogStep["name"], string> = {
  received: "Received",
  authenticated: "Authenticated",
  matched: "Matched",
  mapped: "Mapped",
  applied: "Applied",
};

/** The way of one request through Rollcall. */
export const LogSteps = ({ steps }: { steps: LogStep[] }) => (
  <ol className="flex flex-col gap-2 text-sm">
    {steps.map(({ name, state, words }) => {
      const { icon: Icon, style, word } = LOOKS[state];
      return (
        <li key={name} className="flex gap-2.5">
          <Icon aria-hidden className={cx("mt-0.5 size-4 shrink-0", style)} />
          <div className="min-w-0">
            <span className="font-medium">{NAMES[name]}</span>
            <span className="sr-only">, {word}:</span> <span className="wrap-anywhere text-muted">{words}</span>
          </div>
        </li>
      );
    })}
  </ol>
);
