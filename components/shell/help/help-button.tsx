"use client";

import CircleQuestionMark from "lucide-react/icons/circle-question-mark";
import { setLayer } from "../palette/layer-state.ts";

const open = () => setLayer("help");

/** Help for the page that is open: at the foot of the sidebar, on every page in the same place; not in the drawer of narrow
 * screens, whose bar has it. */
export const HelpButton = () => (
  <button
    type="button"
    aria-haspopup="dialog"
    onClick={open}
    className="hidden min-h-8 w-full items-center gap-2 rounded-md px-2 text-start text-sm text-muted hover:bg-hover hover:text-ink focus-visible:-outline-offset-2 lg:flex pointer-coarse:min-h-11"
  >
    <CircleQuestionMark aria-hidden className="size-4 shrink-0" />
    Help
  </button>
);

/** The same in the bar of narrow screens. */
export const HelpIconButton = () => (
  <button
    type="button"
    aria-label="Help"
    aria-haspopup="dialog"
    onClick={open}
    className="flex size-11 shrink-0 items-center justify-center rounded-md hover:bg-hover"
  >
    <CircleQuestionMark aria-hidden className="size-5" />
  </button>
);
