import Info from "lucide-react/icons/info";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import type { ReactNode } from "react";
import { cx } from "#components/ui/cx.ts";

/** A word beside the steps: good to know, or to be minded. */
export const Note = ({ tone, children }: { tone: "info" | "warn"; children: ReactNode }) => (
  <p className="flex items-start gap-2.5 text-sm text-pretty">
    {tone === "warn" ? (
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
    ) : (
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
    )}
    <span className={cx("min-w-0", tone === "info" && "text-muted")}>
      {tone === "warn" && <span className="sr-only">Mind: </span>}
      {children}
    </span>
  </p>
);
