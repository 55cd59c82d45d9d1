import ArrowRight from "lucide-react/icons/arrow-right";
import type { TransformStep } from "#lib/contract/mapping-preview.ts";
import { ShownValue } from "./shown-value.tsx";

type TransformStepsProps = {
  /** Of which row or rule, for assistive technology. */ label: string;
  steps: TransformStep[];
};

/** What each filter makes of the value before it. */
export const TransformSteps = ({ label, steps }: TransformStepsProps) => (
  <ol aria-label={label} className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-xs">
    {steps.map(({ name, value }, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a filter may come twice, and its place is what it is.
      <li key={at} className="inline-flex min-w-0 items-center gap-1.5">
        {at > 0 && <ArrowRight aria-hidden className="size-3.5 shrink-0 text-faint rtl:rotate-180" />}
        <span className="inline-flex min-w-0 flex-wrap items-center gap-1.5 rounded-sm border border-line bg-sunken px-1.5 py-0.5">
          <code className="font-mono wrap-anywhere text-muted">{at === 0 ? "source" : name}</code>
          <ShownValue value={value} className="font-medium" />
        </span>
      </li>
    ))}
  </ol>
);
