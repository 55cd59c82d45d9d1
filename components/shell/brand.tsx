import { cx } from "#components/ui/cx.ts";

/** The mark: a list, and someone present. */
export const Mark = ({ className }: { className?: string }) => (
  <svg aria-hidden viewBox="0 0 32 32" className={cx("size-6", className)}>
    <rect width="32" height="32" rx="7" className="fill-accent" />
    <path d="M8 10.5h9M8 16h6M8 21.5h9" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" />
    <path
      d="m17.5 16.2 2.8 2.8 5-6"
      fill="none"
      stroke="#fff"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  </svg>
);
