import ChevronRight from "lucide-react/icons/chevron-right";
import { cx } from "#components/ui/cx.ts";

/** Where to click in the IdP, level by level. */
export const MenuPath = ({ path, className }: { path: readonly string[]; className?: string }) => (
  <ol
    aria-label="Where in the identity provider"
    className={cx("flex flex-wrap items-center gap-x-1 gap-y-0.5 text-sm text-muted", className)}
  >
    {path.map((level, depth) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a constant path, in which a word may stand twice.
      <li key={`${depth} ${level}`} className="flex items-center gap-x-1">
        {depth > 0 && <ChevronRight aria-hidden className="size-3.5 shrink-0 text-faint rtl:rotate-180" />}
        <span className={depth === path.length - 1 ? "font-medium text-ink" : undefined}>{level}</span>
      </li>
    ))}
  </ol>
);
