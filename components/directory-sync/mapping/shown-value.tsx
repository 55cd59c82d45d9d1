import { cx } from "#components/ui/cx.ts";

type ShownValueProps = { value: unknown; className?: string };

/** A value of a profile or a payload: text as text, anything else as JSON, and nothing as a word. */
export function ShownValue({ value, className }: ShownValueProps) {
  if (value === undefined || value === null || value === "") {
    return <span className={cx("text-muted italic", className)}>empty</span>;
  }
  if (typeof value === "boolean") return <span className={className}>{value ? "Yes" : "No"}</span>;
  if (typeof value === "string" || typeof value === "number") {
    return <span className={cx("whitespace-pre-wrap wrap-anywhere", className)}>{value}</span>;
  }
  return <code className={cx("font-mono text-xs wrap-anywhere", className)}>{JSON.stringify(value)}</code>;
}
