import { cx } from "./cx.ts";

type ProgressBarProps = {
  /** What is under way. */
  label: string;
  done: number;
  total: number;
  /** The same in words, shown beside the bar: "3,214 of 10,000 · about 7 seconds left". */
  text: string;
  className?: string;
};

/** How far long work has come. Read out at each quarter only, or it would never be silent. */
export function ProgressBar({ label, done, total, text, className }: ProgressBarProps) {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const quarter = Math.floor(share * 4) * 25;
  return (
    <div className={cx("min-w-0", className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 text-sm">
        <span className="font-medium">{label}</span>
        <span className="text-muted tabular-nums">{text}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={Math.min(done, total)}
        aria-valuetext={text}
        className="mt-1.5 h-2 overflow-hidden rounded-full border border-control bg-sunken"
      >
        <div
          className="h-full origin-left bg-accent transition-transform duration-200 ease-out rtl:origin-right"
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
      <span role="status" className="sr-only">
        {quarter > 0 && `${label}: ${quarter} per cent`}
      </span>
    </div>
  );
}
