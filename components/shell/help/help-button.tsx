"use client";

import CircleQuestionMark from "lucide-react/icons/circle-question-mark";
import { cx } from "#components/ui/cx.ts";
import { setLayer } from "../palette/layer-state.ts";

/** Help for the page that is open: at the foot of the sidebar and in the bar of narrow screens, always in the same place. */
export const HelpButton = ({ className }: { className: string }) => (
  <button
    type="button"
    aria-label="Help"
    aria-haspopup="dialog"
    onClick={() => setLayer("help")}
    className={cx("flex shrink-0 items-center justify-center rounded-md hover:bg-hover", className)}
  >
    <CircleQuestionMark aria-hidden className="size-5" />
  </button>
);
